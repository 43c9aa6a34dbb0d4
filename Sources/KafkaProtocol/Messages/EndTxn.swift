/// Commits or aborts a transaction.
package struct EndTxnRequest: WireRequest {
    package typealias Response = EndTxnResponse
    package static let key = APIKey.endTxn
    package static let versions: ClosedRange<Int16> = 0...3
    package static let firstFlexibleVersion: Int16 = 3

    package var transactionalId = ""
    package var producerId: Int64 = 0
    package var producerEpoch: Int16 = 0
    package var committed = false

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.string(&transactionalId)
        try coder.integer(&producerId)
        try coder.integer(&producerEpoch)
        try coder.boolean(&committed)
        try coder.taggedFields()
    }
}

/// Whether the transaction ended.
package struct EndTxnResponse: WireStructure {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.error(&errorCode)
        try coder.taggedFields()
    }
}
