/// Asks for the configurations of topics and brokers.
package struct DescribeConfigsRequest: WireRequest {
    /// A topic or a broker.
    package struct DescribeConfigsResource: WireStructure {
        package var resourceType: Int8 = 0
        package var resourceName = ""
        package var configurationKeys: [String]? = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&resourceType)
            try coder.string(&resourceName)
            try coder.nullableArray(&configurationKeys)
            try coder.taggedFields()
        }
    }

    package typealias Response = DescribeConfigsResponse
    package static let key = APIKey.describeConfigs
    package static let versions: ClosedRange<Int16> = 1...4
    package static let firstFlexibleVersion: Int16 = 4

    package var resources: [DescribeConfigsResource] = []
    package var includeSynonyms = false
    package var includeDocumentation = false

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.array(&resources)
        try coder.boolean(&includeSynonyms)
        if coder.version >= 3 { try coder.boolean(&includeDocumentation) }
        try coder.taggedFields()
    }
}

/// The configurations.
package struct DescribeConfigsResponse: WireStructure {
    /// A resource's configuration.
    package struct DescribeConfigsResult: WireStructure {
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""
        package var resourceType: Int8 = 0
        package var resourceName = ""
        package var configs: [DescribeConfigsResourceResult] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.error(&errorCode)
            try coder.nullableString(&errorMessage)
            try coder.integer(&resourceType)
            try coder.string(&resourceName)
            try coder.array(&configs)
            try coder.taggedFields()
        }
    }

    /// A setting.
    package struct DescribeConfigsResourceResult: WireStructure {
        package var name = ""
        package var value: String? = ""
        package var readOnly = false
        package var configSource: Int8 = -1
        package var isSensitive = false
        package var synonyms: [DescribeConfigsSynonym] = []
        package var configType: Int8 = 0
        package var documentation: String? = ""

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.nullableString(&value)
            try coder.boolean(&readOnly)
            try coder.integer(&configSource)
            try coder.boolean(&isSensitive)
            try coder.array(&synonyms)
            if coder.version >= 3 {
                try coder.integer(&configType)
                try coder.nullableString(&documentation)
            }
            try coder.taggedFields()
        }
    }

    /// A place that sets it too, the strongest first.
    package struct DescribeConfigsSynonym: WireStructure {
        package var name = ""
        package var value: String? = ""
        package var source: Int8 = 0

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.nullableString(&value)
            try coder.integer(&source)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var results: [DescribeConfigsResult] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.array(&results)
        try coder.taggedFields()
    }
}
