/// Asks which requests a broker serves (KIP-35).
public struct ApiVersionsRequest: WireRequest {
    /// What answers it.
    public typealias Response = ApiVersionsResponse
    /// Its kind.
    public static let key = APIKey.apiVersions
    /// The versions that this code knows.
    public static let versions: ClosedRange<Int16> = 0...4
    /// KIP-482.
    public static let firstFlexibleVersion: Int16 = 3

    /// The client's software and its version, from version 3 on (KIP-511).
    public var software: String?
    /// The software's version.
    public var softwareVersion: String?

    /// A request.
    public init(software: String? = nil, softwareVersion: String? = nil) {
        self.software = software
        self.softwareVersion = softwareVersion
    }

    /// Reads a body.
    public init(from reader: inout WireReader, version: Int16) throws(WireError) {
        if version >= 3 {
            software = try reader.string()
            softwareVersion = try reader.string()
        }
        try reader.taggedFields()
    }

    /// Writes a body.
    public func write(to writer: inout WireWriter, version: Int16) {
        if version >= 3 {
            writer.string(software ?? "")
            writer.string(softwareVersion ?? "")
        }
        writer.taggedFields()
    }
}

/// The requests that a broker serves.
public struct ApiVersionsResponse: WireMessage {
    /// `unsupportedVersion` comes with a body of version 0, whatever was asked.
    public var error: ErrorCode
    /// The versions of each kind.
    public var versions: [APIKey: ClosedRange<Int16>]
    /// How long the client was made to wait, in milliseconds, from version 1 on.
    public var throttleMilliseconds: Int32

    /// An answer.
    public init(
        error: ErrorCode = .none, versions: [APIKey: ClosedRange<Int16>], throttleMilliseconds: Int32 = 0
    ) {
        self.error = error
        self.versions = versions
        self.throttleMilliseconds = throttleMilliseconds
    }

    /// Reads a body.
    public init(from reader: inout WireReader, version: Int16) throws(WireError) {
        error = ErrorCode(rawValue: try reader.integer())
        let list = try reader.array { reader throws(WireError) in
            let key = APIKey(rawValue: try reader.integer())
            let lowest = try reader.integer(Int16.self)
            let highest = try reader.integer(Int16.self)
            try reader.taggedFields()
            guard lowest <= highest else { throw WireError("versions from \(lowest) to \(highest)") }
            return (key, lowest...highest)
        }
        versions = Dictionary(list) { first, _ in first }
        throttleMilliseconds = version >= 1 ? try reader.integer() : 0
        try reader.taggedFields()
    }

    /// Writes a body.
    public func write(to writer: inout WireWriter, version: Int16) {
        writer.integer(error.rawValue)
        writer.array(versions.sorted { $0.key.rawValue < $1.key.rawValue }) { writer, entry in
            writer.integer(entry.key.rawValue)
            writer.integer(entry.value.lowerBound)
            writer.integer(entry.value.upperBound)
            writer.taggedFields()
        }
        if version >= 1 { writer.integer(throttleMilliseconds) }
        writer.taggedFields()
    }
}
