/// Adds partitions to a transaction.
package struct AddPartitionsToTxnRequest: WireRequest {
    /// A topic's partitions.
    package struct AddPartitionsToTxnTopic: WireStructure {
        package var name = ""
        package var partitions: [Int32] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    package typealias Response = AddPartitionsToTxnResponse
    package static let key = APIKey.addPartitionsToTxn
    package static let versions: ClosedRange<Int16> = 0...3
    package static let firstFlexibleVersion: Int16 = 3

    package var v3AndBelowTransactionalId = ""
    package var v3AndBelowProducerId: Int64 = 0
    package var v3AndBelowProducerEpoch: Int16 = 0
    package var v3AndBelowTopics: [AddPartitionsToTxnTopic] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.string(&v3AndBelowTransactionalId)
        try coder.integer(&v3AndBelowProducerId)
        try coder.integer(&v3AndBelowProducerEpoch)
        try coder.array(&v3AndBelowTopics)
        try coder.taggedFields()
    }
}

/// What became of each partition.
package struct AddPartitionsToTxnResponse: WireStructure {
    /// A topic's answers.
    package struct AddPartitionsToTxnTopicResult: WireStructure {
        package var name = ""
        package var resultsByPartition: [AddPartitionsToTxnPartitionResult] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&resultsByPartition)
            try coder.taggedFields()
        }
    }

    /// A partition's answer.
    package struct AddPartitionsToTxnPartitionResult: WireStructure {
        package var partitionIndex: Int32 = 0
        package var partitionErrorCode: ErrorCode = .none

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            try coder.error(&partitionErrorCode)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var resultsByTopicV3AndBelow: [AddPartitionsToTxnTopicResult] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.array(&resultsByTopicV3AndBelow)
        try coder.taggedFields()
    }
}
