/// Asks where leader epochs end (KIP-320).
package struct OffsetForLeaderEpochRequest: WireRequest {
    /// A topic.
    package struct OffsetForLeaderTopic: WireStructure {
        package var topic = ""
        package var partitions: [OffsetForLeaderPartition] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&topic)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// A partition and an epoch.
    package struct OffsetForLeaderPartition: WireStructure {
        package var partition: Int32 = 0
        package var currentLeaderEpoch: Int32 = -1
        package var leaderEpoch: Int32 = 0

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partition)
            try coder.integer(&currentLeaderEpoch)
            try coder.integer(&leaderEpoch)
            try coder.taggedFields()
        }
    }

    package typealias Response = OffsetForLeaderEpochResponse
    package static let key = APIKey.offsetForLeaderEpoch
    package static let versions: ClosedRange<Int16> = 2...4
    package static let firstFlexibleVersion: Int16 = 4

    package var replicaId: Int32 = -2
    package var topics: [OffsetForLeaderTopic] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 3 { try coder.integer(&replicaId) }
        try coder.array(&topics)
        try coder.taggedFields()
    }
}

/// Where the leader epochs end.
package struct OffsetForLeaderEpochResponse: WireStructure {
    /// A topic's answers.
    package struct OffsetForLeaderTopicResult: WireStructure {
        package var topic = ""
        package var partitions: [EpochEndOffset] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&topic)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// Where an epoch of a partition ends.
    package struct EpochEndOffset: WireStructure {
        package var errorCode: ErrorCode = .none
        package var partition: Int32 = 0
        package var leaderEpoch: Int32 = -1
        package var endOffset: Int64 = -1

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.error(&errorCode)
            try coder.integer(&partition)
            try coder.integer(&leaderEpoch)
            try coder.integer(&endOffset)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var topics: [OffsetForLeaderTopicResult] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.array(&topics)
        try coder.taggedFields()
    }
}
