public import NIOCore

/// Begins a SASL exchange.
public struct SaslHandshakeRequest: WireRequest {
    /// What answers it.
    public typealias Response = SaslHandshakeResponse
    /// Its kind.
    public static let key = APIKey.saslHandshake
    /// The versions that this code knows. After version 0 the exchange is not framed by requests; it is not used.
    public static let versions: ClosedRange<Int16> = 1...1
    /// No version is.
    public static let firstFlexibleVersion = Int16.max

    /// The mechanism's name, such as `PLAIN`.
    public var mechanism: String

    /// A request.
    public init(mechanism: String) {
        self.mechanism = mechanism
    }

    /// Reads a body.
    public init(from reader: inout WireReader, version: Int16) throws(WireError) {
        mechanism = try reader.string()
    }

    /// Writes a body.
    public func write(to writer: inout WireWriter, version: Int16) {
        writer.string(mechanism)
    }
}

/// Whether the broker has the mechanism.
public struct SaslHandshakeResponse: WireMessage {
    /// `unsupportedSASLMechanism` or none.
    public var error: ErrorCode
    /// What the broker has.
    public var mechanisms: [String]

    /// An answer.
    public init(error: ErrorCode, mechanisms: [String]) {
        self.error = error
        self.mechanisms = mechanisms
    }

    /// Reads a body.
    public init(from reader: inout WireReader, version: Int16) throws(WireError) {
        error = ErrorCode(rawValue: try reader.integer())
        mechanisms = try reader.array { reader throws(WireError) in try reader.string() }
    }

    /// Writes a body.
    public func write(to writer: inout WireWriter, version: Int16) {
        writer.integer(error.rawValue)
        writer.array(mechanisms) { $0.string($1) }
    }
}

/// One message of a SASL exchange (KIP-152).
public struct SaslAuthenticateRequest: WireRequest {
    /// What answers it.
    public typealias Response = SaslAuthenticateResponse
    /// Its kind.
    public static let key = APIKey.saslAuthenticate
    /// The versions that this code knows.
    public static let versions: ClosedRange<Int16> = 0...2
    /// KIP-482.
    public static let firstFlexibleVersion: Int16 = 2

    /// The mechanism's message.
    public var bytes: ByteBuffer

    /// A request.
    public init(bytes: ByteBuffer) {
        self.bytes = bytes
    }

    /// Reads a body.
    public init(from reader: inout WireReader, version: Int16) throws(WireError) {
        bytes = try reader.bytes()
        try reader.taggedFields()
    }

    /// Writes a body.
    public func write(to writer: inout WireWriter, version: Int16) {
        writer.bytes(bytes)
        writer.taggedFields()
    }
}

/// The broker's side of a SASL exchange.
public struct SaslAuthenticateResponse: WireMessage {
    /// `saslAuthenticationFailed` or none.
    public var error: ErrorCode
    /// Why.
    public var message: String?
    /// The mechanism's message.
    public var bytes: ByteBuffer
    /// When to authenticate again, in milliseconds, 0 for never; from version 1 on.
    public var sessionLifetimeMilliseconds: Int64

    /// An answer.
    public init(error: ErrorCode, message: String? = nil, bytes: ByteBuffer, sessionLifetimeMilliseconds: Int64 = 0) {
        self.error = error
        self.message = message
        self.bytes = bytes
        self.sessionLifetimeMilliseconds = sessionLifetimeMilliseconds
    }

    /// Reads a body.
    public init(from reader: inout WireReader, version: Int16) throws(WireError) {
        error = ErrorCode(rawValue: try reader.integer())
        message = try reader.nullableString()
        bytes = try reader.bytes()
        sessionLifetimeMilliseconds = version >= 1 ? try reader.integer() : 0
        try reader.taggedFields()
    }

    /// Writes a body.
    public func write(to writer: inout WireWriter, version: Int16) {
        writer.integer(error.rawValue)
        writer.string(message)
        writer.bytes(bytes)
        if version >= 1 { writer.integer(sessionLifetimeMilliseconds) }
        writer.taggedFields()
    }
}
