/// Commits a group's offsets.
package struct OffsetCommitRequest: WireRequest {
    /// A topic's offsets.
    package struct OffsetCommitRequestTopic: WireStructure {
        package var name = ""
        package var partitions: [OffsetCommitRequestPartition] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// A partition's offset.
    package struct OffsetCommitRequestPartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var committedOffset: Int64 = 0
        package var committedLeaderEpoch: Int32 = -1
        package var committedMetadata: String? = ""

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            try coder.integer(&committedOffset)
            if coder.version >= 6 { try coder.integer(&committedLeaderEpoch) }
            try coder.nullableString(&committedMetadata)
            try coder.taggedFields()
        }
    }

    package typealias Response = OffsetCommitResponse
    package static let key = APIKey.offsetCommit
    package static let versions: ClosedRange<Int16> = 2...9
    package static let firstFlexibleVersion: Int16 = 8

    package var groupId = ""
    package var generationIdOrMemberEpoch: Int32 = -1
    package var memberId = ""
    package var groupInstanceId: String?
    package var retentionTimeMs: Int64 = -1
    package var topics: [OffsetCommitRequestTopic] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.string(&groupId)
        try coder.integer(&generationIdOrMemberEpoch)
        try coder.string(&memberId)
        if coder.version >= 7 { try coder.nullableString(&groupInstanceId) }
        if coder.version <= 4 { try coder.integer(&retentionTimeMs) }
        try coder.array(&topics)
        try coder.taggedFields()
    }
}

/// What became of each partition's offset.
package struct OffsetCommitResponse: WireStructure {
    /// A topic's answers.
    package struct OffsetCommitResponseTopic: WireStructure {
        package var name = ""
        package var partitions: [OffsetCommitResponsePartition] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// A partition's answer.
    package struct OffsetCommitResponsePartition: WireStructure {
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
    package var topics: [OffsetCommitResponseTopic] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 3 { try coder.integer(&throttleTimeMs) }
        try coder.array(&topics)
        try coder.taggedFields()
    }
}
