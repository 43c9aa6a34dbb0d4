/// Asks for the producers that partitions know (KIP-664).
package struct DescribeProducersRequest: WireRequest {
    /// A topic's partitions.
    package struct TopicRequest: WireStructure {
        package var name = ""
        package var partitionIndexes: [Int32] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitionIndexes)
            try coder.taggedFields()
        }
    }

    package typealias Response = DescribeProducersResponse
    package static let key = APIKey.describeProducers
    package static let versions: ClosedRange<Int16> = 0...0
    package static let firstFlexibleVersion: Int16 = 0

    package var topics: [TopicRequest] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.array(&topics)
        try coder.taggedFields()
    }
}

/// The producers that each partition knows.
package struct DescribeProducersResponse: WireStructure {
    /// A topic's answers.
    package struct TopicResponse: WireStructure {
        package var name = ""
        package var partitions: [PartitionResponse] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// A partition's producers.
    package struct PartitionResponse: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var errorMessage: String?
        package var activeProducers: [ProducerState] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            try coder.error(&errorCode)
            try coder.nullableString(&errorMessage)
            try coder.array(&activeProducers)
            try coder.taggedFields()
        }
    }

    /// A producer that wrote to the partition.
    package struct ProducerState: WireStructure {
        package var producerId: Int64 = 0
        package var producerEpoch: Int32 = 0
        package var lastSequence: Int32 = -1
        package var lastTimestamp: Int64 = -1
        package var coordinatorEpoch: Int32 = 0
        package var currentTxnStartOffset: Int64 = -1

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&producerId)
            try coder.integer(&producerEpoch)
            try coder.integer(&lastSequence)
            try coder.integer(&lastTimestamp)
            try coder.integer(&coordinatorEpoch)
            try coder.integer(&currentTxnStartOffset)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var topics: [TopicResponse] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.array(&topics)
        try coder.taggedFields()
    }
}
