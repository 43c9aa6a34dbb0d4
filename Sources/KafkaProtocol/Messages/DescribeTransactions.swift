/// Asks for transactions' states (KIP-664).
package struct DescribeTransactionsRequest: WireRequest {
    package typealias Response = DescribeTransactionsResponse
    package static let key = APIKey.describeTransactions
    package static let versions: ClosedRange<Int16> = 0...0
    package static let firstFlexibleVersion: Int16 = 0

    package var transactionalIds: [String] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.array(&transactionalIds)
        try coder.taggedFields()
    }
}

/// The transactions' states.
package struct DescribeTransactionsResponse: WireStructure {
    /// A transaction.
    package struct TransactionState: WireStructure {
        package var errorCode: ErrorCode = .none
        package var transactionalId = ""
        package var transactionState = ""
        package var transactionTimeoutMs: Int32 = 0
        package var transactionStartTimeMs: Int64 = 0
        package var producerId: Int64 = 0
        package var producerEpoch: Int16 = 0
        package var topics: [TopicData] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.error(&errorCode)
            try coder.string(&transactionalId)
            try coder.string(&transactionState)
            try coder.integer(&transactionTimeoutMs)
            try coder.integer(&transactionStartTimeMs)
            try coder.integer(&producerId)
            try coder.integer(&producerEpoch)
            try coder.array(&topics)
            try coder.taggedFields()
        }
    }

    /// A topic's partitions.
    package struct TopicData: WireStructure {
        package var topic = ""
        package var partitions: [Int32] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&topic)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var transactionStates: [TransactionState] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.array(&transactionStates)
        try coder.taggedFields()
    }
}
