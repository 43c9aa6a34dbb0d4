/// Creates topics.
package struct CreateTopicsRequest: WireRequest {
    /// A topic to create; -1 partitions and replicas stand for the broker's defaults.
    package struct CreatableTopic: WireStructure {
        package var name = ""
        package var numPartitions: Int32 = 0
        package var replicationFactor: Int16 = 0
        package var assignments: [CreatableReplicaAssignment] = []
        package var configs: [CreatableTopicConfig] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.integer(&numPartitions)
            try coder.integer(&replicationFactor)
            try coder.array(&assignments)
            try coder.array(&configs)
            try coder.taggedFields()
        }
    }

    /// A partition's brokers.
    package struct CreatableReplicaAssignment: WireStructure {
        package var partitionIndex: Int32 = 0
        package var brokerIds: [Int32] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            try coder.array(&brokerIds)
            try coder.taggedFields()
        }
    }

    /// A setting.
    package struct CreatableTopicConfig: WireStructure {
        package var name = ""
        package var value: String? = ""

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.nullableString(&value)
            try coder.taggedFields()
        }
    }

    package typealias Response = CreateTopicsResponse
    package static let key = APIKey.createTopics
    package static let versions: ClosedRange<Int16> = 2...7
    package static let firstFlexibleVersion: Int16 = 5

    package var topics: [CreatableTopic] = []
    package var timeoutMs: Int32 = 60000
    package var validateOnly = false

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.array(&topics)
        try coder.integer(&timeoutMs)
        try coder.boolean(&validateOnly)
        try coder.taggedFields()
    }
}

/// What became of each topic.
package struct CreateTopicsResponse: WireStructure {
    /// What became of a topic.
    package struct CreatableTopicResult: WireStructure {
        package var name = ""
        package var topicId: WireUUID = .none
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""
        package var numPartitions: Int32 = -1
        package var replicationFactor: Int16 = -1
        package var configs: [CreatableTopicConfigs]? = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            if coder.version >= 7 { try coder.uuid(&topicId) }
            try coder.error(&errorCode)
            try coder.nullableString(&errorMessage)
            if coder.version >= 5 {
                try coder.integer(&numPartitions)
                try coder.integer(&replicationFactor)
                try coder.nullableArray(&configs)
            }
            try coder.taggedFields()
        }
    }

    /// A setting that is in force.
    package struct CreatableTopicConfigs: WireStructure {
        package var name = ""
        package var value: String? = ""
        package var readOnly = false
        package var configSource: Int8 = -1
        package var isSensitive = false

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.nullableString(&value)
            try coder.boolean(&readOnly)
            try coder.integer(&configSource)
            try coder.boolean(&isSensitive)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var topics: [CreatableTopicResult] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.array(&topics)
        try coder.taggedFields()
    }
}
