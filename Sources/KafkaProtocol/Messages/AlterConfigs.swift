/// Replaces the configurations of topics and brokers.
package struct AlterConfigsRequest: WireRequest {
    /// A topic or a broker.
    package struct AlterConfigsResource: WireStructure {
        package var resourceType: Int8 = 0
        package var resourceName = ""
        package var configs: [AlterableConfig] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&resourceType)
            try coder.string(&resourceName)
            try coder.array(&configs)
            try coder.taggedFields()
        }
    }

    /// A setting.
    package struct AlterableConfig: WireStructure {
        package var name = ""
        package var value: String? = ""

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.nullableString(&value)
            try coder.taggedFields()
        }
    }

    package typealias Response = AlterConfigsResponse
    package static let key = APIKey.alterConfigs
    package static let versions: ClosedRange<Int16> = 0...2
    package static let firstFlexibleVersion: Int16 = 2

    package var resources: [AlterConfigsResource] = []
    package var validateOnly = false

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.array(&resources)
        try coder.boolean(&validateOnly)
        try coder.taggedFields()
    }
}

/// What became of each resource.
package struct AlterConfigsResponse: WireStructure {
    /// What became of a resource.
    package struct AlterConfigsResourceResponse: WireStructure {
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""
        package var resourceType: Int8 = 0
        package var resourceName = ""

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.error(&errorCode)
            try coder.nullableString(&errorMessage)
            try coder.integer(&resourceType)
            try coder.string(&resourceName)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var responses: [AlterConfigsResourceResponse] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.array(&responses)
        try coder.taggedFields()
    }
}
