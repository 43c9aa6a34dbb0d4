/// Asks for the cluster's brokers and topics.
package struct MetadataRequest: WireRequest {
    /// A topic, by name or id.
    package struct MetadataRequestTopic: WireStructure {
        package var topicId: WireUUID = .none
        package var name: String? = ""

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            if coder.version >= 10 { try coder.uuid(&topicId) }
            try coder.nullableString(&name, since: 10)
            try coder.taggedFields()
        }
    }

    package typealias Response = MetadataResponse
    package static let key = APIKey.metadata
    package static let versions: ClosedRange<Int16> = 0...12
    package static let firstFlexibleVersion: Int16 = 9

    package var topics: [MetadataRequestTopic]? = []
    package var allowAutoTopicCreation = true
    package var includeClusterAuthorizedOperations = false
    package var includeTopicAuthorizedOperations = false

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.nullableArray(&topics, since: 1)
        if coder.version >= 4 { try coder.boolean(&allowAutoTopicCreation) }
        if 8...10 ~= coder.version { try coder.boolean(&includeClusterAuthorizedOperations) }
        if coder.version >= 8 { try coder.boolean(&includeTopicAuthorizedOperations) }
        try coder.taggedFields()
    }
}

/// The cluster's brokers and topics.
package struct MetadataResponse: WireStructure {
    /// A broker.
    package struct MetadataResponseBroker: WireStructure {
        package var nodeId: Int32 = 0
        package var host = ""
        package var port: Int32 = 0
        package var rack: String?

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&nodeId)
            try coder.string(&host)
            try coder.integer(&port)
            if coder.version >= 1 { try coder.nullableString(&rack) }
            try coder.taggedFields()
        }
    }

    /// A topic.
    package struct MetadataResponseTopic: WireStructure {
        package var errorCode: ErrorCode = .none
        package var name: String? = ""
        package var topicId: WireUUID = .none
        package var isInternal = false
        package var partitions: [MetadataResponsePartition] = []
        package var topicAuthorizedOperations: Int32 = .min

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.error(&errorCode)
            try coder.nullableString(&name, since: 12)
            if coder.version >= 10 { try coder.uuid(&topicId) }
            if coder.version >= 1 { try coder.boolean(&isInternal) }
            try coder.array(&partitions)
            if coder.version >= 8 { try coder.integer(&topicAuthorizedOperations) }
            try coder.taggedFields()
        }
    }

    /// A partition and its replicas.
    package struct MetadataResponsePartition: WireStructure {
        package var errorCode: ErrorCode = .none
        package var partitionIndex: Int32 = 0
        package var leaderId: Int32 = 0
        package var leaderEpoch: Int32 = -1
        package var replicaNodes: [Int32] = []
        package var isrNodes: [Int32] = []
        package var offlineReplicas: [Int32] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.error(&errorCode)
            try coder.integer(&partitionIndex)
            try coder.integer(&leaderId)
            if coder.version >= 7 { try coder.integer(&leaderEpoch) }
            try coder.array(&replicaNodes)
            try coder.array(&isrNodes)
            if coder.version >= 5 { try coder.array(&offlineReplicas) }
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var brokers: [MetadataResponseBroker] = []
    package var clusterId: String?
    package var controllerId: Int32 = -1
    package var topics: [MetadataResponseTopic] = []
    package var clusterAuthorizedOperations: Int32 = .min

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 3 { try coder.integer(&throttleTimeMs) }
        try coder.array(&brokers)
        if coder.version >= 2 { try coder.nullableString(&clusterId) }
        if coder.version >= 1 { try coder.integer(&controllerId) }
        try coder.array(&topics)
        if 8...10 ~= coder.version { try coder.integer(&clusterAuthorizedOperations) }
        try coder.taggedFields()
    }
}
