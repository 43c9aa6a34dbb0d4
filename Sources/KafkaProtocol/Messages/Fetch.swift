package import NIOCore

/// Reads record batches from partitions, waiting until there are enough.
package struct FetchRequest: WireRequest {
    /// What is read of a topic.
    package struct FetchTopic: WireStructure {
        package var topic = ""
        package var partitions: [FetchPartition] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&topic)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// What a fetch session forgets.
    package struct ForgottenTopic: WireStructure {
        package var topic = ""
        package var partitions: [Int32] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&topic)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// Where a partition is read from, and how much.
    package struct FetchPartition: WireStructure {
        package var partition: Int32 = 0
        package var currentLeaderEpoch: Int32 = -1
        package var fetchOffset: Int64 = 0
        package var lastFetchedEpoch: Int32 = -1
        package var logStartOffset: Int64 = -1
        package var partitionMaxBytes: Int32 = 0

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partition)
            if coder.version >= 9 { try coder.integer(&currentLeaderEpoch) }
            try coder.integer(&fetchOffset)
            if coder.version >= 12 { try coder.integer(&lastFetchedEpoch) }
            if coder.version >= 5 { try coder.integer(&logStartOffset) }
            try coder.integer(&partitionMaxBytes)
            try coder.taggedFields()
        }
    }

    package typealias Response = FetchResponse
    package static let key = APIKey.fetch
    package static let versions: ClosedRange<Int16> = 4...12
    package static let firstFlexibleVersion: Int16 = 12

    package var replicaId: Int32 = -1
    package var maxWaitMs: Int32 = 0
    package var minBytes: Int32 = 0
    package var maxBytes: Int32 = .max
    package var isolationLevel: Int8 = 0
    package var sessionId: Int32 = 0
    package var sessionEpoch: Int32 = -1
    package var topics: [FetchTopic] = []
    package var forgottenTopicsData: [ForgottenTopic] = []
    package var rackId = ""

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&replicaId)
        try coder.integer(&maxWaitMs)
        try coder.integer(&minBytes)
        try coder.integer(&maxBytes)
        try coder.integer(&isolationLevel)
        if coder.version >= 7 {
            try coder.integer(&sessionId)
            try coder.integer(&sessionEpoch)
        }
        try coder.array(&topics)
        if coder.version >= 7 { try coder.array(&forgottenTopicsData) }
        if coder.version >= 11 { try coder.string(&rackId) }
        try coder.taggedFields()
    }
}

/// Record batches, as they lie in the log.
package struct FetchResponse: WireStructure {
    /// A topic's records.
    package struct FetchableTopicResponse: WireStructure {
        package var topic = ""
        package var partitions: [PartitionData] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&topic)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// A partition's records and ends.
    package struct PartitionData: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var highWatermark: Int64 = 0
        package var lastStableOffset: Int64 = -1
        package var logStartOffset: Int64 = -1
        package var abortedTransactions: [AbortedTransaction]? = []
        package var preferredReadReplica: Int32 = -1
        package var records: ByteBuffer?

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            try coder.error(&errorCode)
            try coder.integer(&highWatermark)
            try coder.integer(&lastStableOffset)
            if coder.version >= 5 { try coder.integer(&logStartOffset) }
            try coder.nullableArray(&abortedTransactions)
            if coder.version >= 11 { try coder.integer(&preferredReadReplica) }
            try coder.nullableBytes(&records)
            try coder.taggedFields()
        }
    }

    /// A transaction whose records are to be left out.
    package struct AbortedTransaction: WireStructure {
        package var producerId: Int64 = 0
        package var firstOffset: Int64 = 0

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&producerId)
            try coder.integer(&firstOffset)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var sessionId: Int32 = 0
    package var responses: [FetchableTopicResponse] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        if coder.version >= 7 {
            try coder.error(&errorCode)
            try coder.integer(&sessionId)
        }
        try coder.array(&responses)
        try coder.taggedFields()
    }
}
