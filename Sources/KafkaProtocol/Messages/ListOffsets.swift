/// Asks for the offsets at the ends of partitions, or at a time.
package struct ListOffsetsRequest: WireRequest {
    /// A topic.
    package struct ListOffsetsTopic: WireStructure {
        package var name = ""
        package var partitions: [ListOffsetsPartition] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// A partition and a time; -1 asks for the end, -2 for the start.
    package struct ListOffsetsPartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var currentLeaderEpoch: Int32 = -1
        package var timestamp: Int64 = 0

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            if coder.version >= 4 { try coder.integer(&currentLeaderEpoch) }
            try coder.integer(&timestamp)
            try coder.taggedFields()
        }
    }

    package typealias Response = ListOffsetsResponse
    package static let key = APIKey.listOffsets
    package static let versions: ClosedRange<Int16> = 1...8
    package static let firstFlexibleVersion: Int16 = 6

    package var replicaId: Int32 = 0
    package var isolationLevel: Int8 = 0
    package var topics: [ListOffsetsTopic] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&replicaId)
        if coder.version >= 2 { try coder.integer(&isolationLevel) }
        try coder.array(&topics)
        try coder.taggedFields()
    }
}

/// The offsets that were found.
package struct ListOffsetsResponse: WireStructure {
    /// A topic's offsets.
    package struct ListOffsetsTopicResponse: WireStructure {
        package var name = ""
        package var partitions: [ListOffsetsPartitionResponse] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// A partition's offset.
    package struct ListOffsetsPartitionResponse: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var timestamp: Int64 = -1
        package var offset: Int64 = -1
        package var leaderEpoch: Int32 = -1

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            try coder.error(&errorCode)
            try coder.integer(&timestamp)
            try coder.integer(&offset)
            if coder.version >= 4 { try coder.integer(&leaderEpoch) }
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var topics: [ListOffsetsTopicResponse] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 2 { try coder.integer(&throttleTimeMs) }
        try coder.array(&topics)
        try coder.taggedFields()
    }
}
