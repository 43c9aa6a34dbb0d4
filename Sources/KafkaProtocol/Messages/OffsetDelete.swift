/// Deletes a group's committed offsets (KIP-496).
package struct OffsetDeleteRequest: WireRequest {
    /// A topic.
    package struct OffsetDeleteRequestTopic: WireStructure {
        package var name = ""
        package var partitions: [OffsetDeleteRequestPartition] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
        }
    }

    /// A partition.
    package struct OffsetDeleteRequestPartition: WireStructure {
        package var partitionIndex: Int32 = 0

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
        }
    }

    package typealias Response = OffsetDeleteResponse
    package static let key = APIKey.offsetDelete
    package static let versions: ClosedRange<Int16> = 0...0
    package static let firstFlexibleVersion = Int16.max

    package var groupId = ""
    package var topics: [OffsetDeleteRequestTopic] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.string(&groupId)
        try coder.array(&topics)
    }
}

/// What became of each partition's offset.
package struct OffsetDeleteResponse: WireStructure {
    /// A topic's answers.
    package struct OffsetDeleteResponseTopic: WireStructure {
        package var name = ""
        package var partitions: [OffsetDeleteResponsePartition] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
        }
    }

    /// A partition's answer.
    package struct OffsetDeleteResponsePartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            try coder.error(&errorCode)
        }
    }

    package var errorCode: ErrorCode = .none
    package var throttleTimeMs: Int32 = 0
    package var topics: [OffsetDeleteResponseTopic] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.error(&errorCode)
        try coder.integer(&throttleTimeMs)
        try coder.array(&topics)
    }
}
