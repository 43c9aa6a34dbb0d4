package import NIOCore

/// The client's side of a SASL exchange (KIP-152).
package struct SaslAuthenticateRequest: WireRequest {
    package typealias Response = SaslAuthenticateResponse
    package static let key = APIKey.saslAuthenticate
    package static let versions: ClosedRange<Int16> = 0...2
    package static let firstFlexibleVersion: Int16 = 2

    package var authBytes = ByteBuffer()

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.bytes(&authBytes)
        try coder.taggedFields()
    }
}

/// The broker's side of a SASL exchange.
package struct SaslAuthenticateResponse: WireStructure {
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = ""
    package var authBytes = ByteBuffer()
    package var sessionLifetimeMs: Int64 = 0

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.error(&errorCode)
        try coder.nullableString(&errorMessage)
        try coder.bytes(&authBytes)
        if coder.version >= 1 { try coder.integer(&sessionLifetimeMs) }
        try coder.taggedFields()
    }
}
