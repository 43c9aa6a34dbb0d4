/// Asks for the committed offsets of a group, from version 8 on of several (KIP-709).
package struct OffsetFetchRequest: WireRequest {
    /// A topic, before version 8.
    package struct OffsetFetchRequestTopic: WireStructure {
        package var name = ""
        package var partitionIndexes: [Int32] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitionIndexes)
            try coder.taggedFields()
        }
    }

    /// A group, from version 8 on.
    package struct OffsetFetchRequestGroup: WireStructure {
        package var groupId = ""
        package var memberId: String?
        package var memberEpoch: Int32 = -1
        package var topics: [OffsetFetchRequestTopics]? = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&groupId)
            if coder.version >= 9 {
                try coder.nullableString(&memberId)
                try coder.integer(&memberEpoch)
            }
            try coder.nullableArray(&topics)
            try coder.taggedFields()
        }
    }

    /// A topic of a group.
    package struct OffsetFetchRequestTopics: WireStructure {
        package var name = ""
        package var partitionIndexes: [Int32] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitionIndexes)
            try coder.taggedFields()
        }
    }

    package typealias Response = OffsetFetchResponse
    package static let key = APIKey.offsetFetch
    package static let versions: ClosedRange<Int16> = 1...9
    package static let firstFlexibleVersion: Int16 = 6

    package var groupId = ""
    package var topics: [OffsetFetchRequestTopic]? = []
    package var groups: [OffsetFetchRequestGroup] = []
    package var requireStable = false

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version <= 7 {
            try coder.string(&groupId)
            try coder.nullableArray(&topics, since: 2)
        }
        if coder.version >= 8 { try coder.array(&groups) }
        if coder.version >= 7 { try coder.boolean(&requireStable) }
        try coder.taggedFields()
    }
}

/// Committed offsets.
package struct OffsetFetchResponse: WireStructure {
    /// A topic's offsets, before version 8.
    package struct OffsetFetchResponseTopic: WireStructure {
        package var name = ""
        package var partitions: [OffsetFetchResponsePartition] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// A group's offsets, from version 8 on.
    package struct OffsetFetchResponseGroup: WireStructure {
        package var groupId = ""
        package var topics: [OffsetFetchResponseTopics] = []
        package var errorCode: ErrorCode = .none

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&groupId)
            try coder.array(&topics)
            try coder.error(&errorCode)
            try coder.taggedFields()
        }
    }

    /// A partition's offset, before version 8; -1 for none.
    package struct OffsetFetchResponsePartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var committedOffset: Int64 = 0
        package var committedLeaderEpoch: Int32 = -1
        package var metadata: String? = ""
        package var errorCode: ErrorCode = .none

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            try coder.integer(&committedOffset)
            if coder.version >= 5 { try coder.integer(&committedLeaderEpoch) }
            try coder.nullableString(&metadata)
            try coder.error(&errorCode)
            try coder.taggedFields()
        }
    }

    /// A topic's offsets.
    package struct OffsetFetchResponseTopics: WireStructure {
        package var name = ""
        package var partitions: [OffsetFetchResponsePartitions] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// A partition's offset; -1 for none.
    package struct OffsetFetchResponsePartitions: WireStructure {
        package var partitionIndex: Int32 = 0
        package var committedOffset: Int64 = 0
        package var committedLeaderEpoch: Int32 = -1
        package var metadata: String? = ""
        package var errorCode: ErrorCode = .none

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            try coder.integer(&committedOffset)
            try coder.integer(&committedLeaderEpoch)
            try coder.nullableString(&metadata)
            try coder.error(&errorCode)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var topics: [OffsetFetchResponseTopic] = []
    package var errorCode: ErrorCode = .none
    package var groups: [OffsetFetchResponseGroup] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 3 { try coder.integer(&throttleTimeMs) }
        if coder.version <= 7 { try coder.array(&topics) }
        if 2...7 ~= coder.version { try coder.error(&errorCode) }
        if coder.version >= 8 { try coder.array(&groups) }
        try coder.taggedFields()
    }
}
