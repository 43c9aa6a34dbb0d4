/// Names the mechanism of the SASL exchange that follows.
package struct SaslHandshakeRequest: WireRequest {
    package typealias Response = SaslHandshakeResponse
    package static let key = APIKey.saslHandshake
    package static let versions: ClosedRange<Int16> = 0...1
    package static let firstFlexibleVersion = Int16.max

    package var mechanism = ""

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.string(&mechanism)
    }
}

/// Whether the broker has the mechanism, and what it has.
package struct SaslHandshakeResponse: WireStructure {
    package var errorCode: ErrorCode = .none
    package var mechanisms: [String] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.error(&errorCode)
        try coder.array(&mechanisms)
    }
}
