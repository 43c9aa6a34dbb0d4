/// Adds partitions to topics.
package struct CreatePartitionsRequest: WireRequest {
    /// A topic and the partitions it shall have.
    package struct CreatePartitionsTopic: WireStructure {
        package var name = ""
        package var count: Int32 = 0
        package var assignments: [CreatePartitionsAssignment]? = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.integer(&count)
            try coder.nullableArray(&assignments)
            try coder.taggedFields()
        }
    }

    /// A new partition's brokers.
    package struct CreatePartitionsAssignment: WireStructure {
        package var brokerIds: [Int32] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.array(&brokerIds)
            try coder.taggedFields()
        }
    }

    package typealias Response = CreatePartitionsResponse
    package static let key = APIKey.createPartitions
    package static let versions: ClosedRange<Int16> = 0...3
    package static let firstFlexibleVersion: Int16 = 2

    package var topics: [CreatePartitionsTopic] = []
    package var timeoutMs: Int32 = 0
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
package struct CreatePartitionsResponse: WireStructure {
    /// What became of a topic.
    package struct CreatePartitionsTopicResult: WireStructure {
        package var name = ""
        package var errorCode: ErrorCode = .none
        package var errorMessage: String?

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.error(&errorCode)
            try coder.nullableString(&errorMessage)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var results: [CreatePartitionsTopicResult] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.array(&results)
        try coder.taggedFields()
    }
}
