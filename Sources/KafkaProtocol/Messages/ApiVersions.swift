/// Asks which requests a broker serves (KIP-35).
package struct ApiVersionsRequest: WireRequest {
    package typealias Response = ApiVersionsResponse
    package static let key = APIKey.apiVersions
    package static let versions: ClosedRange<Int16> = 0...4
    package static let firstFlexibleVersion: Int16 = 3

    package var clientSoftwareName = ""
    package var clientSoftwareVersion = ""

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 3 {
            try coder.string(&clientSoftwareName)
            try coder.string(&clientSoftwareVersion)
        }
        try coder.taggedFields()
    }
}

/// The requests that a broker serves.
package struct ApiVersionsResponse: WireStructure {
    /// The versions of one kind of request that a broker serves.
    package struct ApiVersion: WireStructure {
        package var apiKey: APIKey = APIKey(rawValue: 0)
        package var minVersion: Int16 = 0
        package var maxVersion: Int16 = 0

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.apiKey(&apiKey)
            try coder.integer(&minVersion)
            try coder.integer(&maxVersion)
            try coder.taggedFields()
        }
    }

    package var errorCode: ErrorCode = .none
    package var apiKeys: [ApiVersion] = []
    package var throttleTimeMs: Int32 = 0

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.error(&errorCode)
        try coder.array(&apiKeys)
        if coder.version >= 1 { try coder.integer(&throttleTimeMs) }
        try coder.taggedFields()
    }
}
