/// Asks for all transactions, or those that fit (KIP-664).
package struct ListTransactionsRequest: WireRequest {
    package typealias Response = ListTransactionsResponse
    package static let key = APIKey.listTransactions
    package static let versions: ClosedRange<Int16> = 0...1
    package static let firstFlexibleVersion: Int16 = 0

    package var stateFilters: [String] = []
    package var producerIdFilters: [Int64] = []
    package var durationFilter: Int64 = -1

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.array(&stateFilters)
        try coder.array(&producerIdFilters)
        if coder.version >= 1 { try coder.integer(&durationFilter) }
        try coder.taggedFields()
    }
}

/// The transactions that were found.
package struct ListTransactionsResponse: WireStructure {
    /// A transaction.
    package struct TransactionState: WireStructure {
        package var transactionalId = ""
        package var producerId: Int64 = 0
        package var transactionState = ""

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&transactionalId)
            try coder.integer(&producerId)
            try coder.string(&transactionState)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var unknownStateFilters: [String] = []
    package var transactionStates: [TransactionState] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.error(&errorCode)
        try coder.array(&unknownStateFilters)
        try coder.array(&transactionStates)
        try coder.taggedFields()
    }
}
