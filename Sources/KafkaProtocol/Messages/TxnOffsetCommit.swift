/// Commits a group's offsets within a transaction.
package struct TxnOffsetCommitRequest: WireRequest {
    /// A topic's offsets.
    package struct TxnOffsetCommitRequestTopic: WireStructure {
        package var name = ""
        package var partitions: [TxnOffsetCommitRequestPartition] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// A partition's offset.
    package struct TxnOffsetCommitRequestPartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var committedOffset: Int64 = 0
        package var committedLeaderEpoch: Int32 = -1
        package var committedMetadata: String? = ""

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            try coder.integer(&committedOffset)
            if coder.version >= 2 { try coder.integer(&committedLeaderEpoch) }
            try coder.nullableString(&committedMetadata)
            try coder.taggedFields()
        }
    }

    package typealias Response = TxnOffsetCommitResponse
    package static let key = APIKey.txnOffsetCommit
    package static let versions: ClosedRange<Int16> = 0...3
    package static let firstFlexibleVersion: Int16 = 3

    package var transactionalId = ""
    package var groupId = ""
    package var producerId: Int64 = 0
    package var producerEpoch: Int16 = 0
    package var generationId: Int32 = -1
    package var memberId = ""
    package var groupInstanceId: String?
    package var topics: [TxnOffsetCommitRequestTopic] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.string(&transactionalId)
        try coder.string(&groupId)
        try coder.integer(&producerId)
        try coder.integer(&producerEpoch)
        if coder.version >= 3 {
            try coder.integer(&generationId)
            try coder.string(&memberId)
            try coder.nullableString(&groupInstanceId)
        }
        try coder.array(&topics)
        try coder.taggedFields()
    }
}

/// What became of each partition's offset.
package struct TxnOffsetCommitResponse: WireStructure {
    /// A topic's answers.
    package struct TxnOffsetCommitResponseTopic: WireStructure {
        package var name = ""
        package var partitions: [TxnOffsetCommitResponsePartition] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// A partition's answer.
    package struct TxnOffsetCommitResponsePartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            try coder.error(&errorCode)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var topics: [TxnOffsetCommitResponseTopic] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.array(&topics)
        try coder.taggedFields()
    }
}
