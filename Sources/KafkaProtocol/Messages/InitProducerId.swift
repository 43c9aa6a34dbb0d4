/// Asks for a producer id, and fences the transactional id's former producers.
package struct InitProducerIdRequest: WireRequest {
    package typealias Response = InitProducerIdResponse
    package static let key = APIKey.initProducerId
    package static let versions: ClosedRange<Int16> = 0...4
    package static let firstFlexibleVersion: Int16 = 2

    package var transactionalId: String? = ""
    package var transactionTimeoutMs: Int32 = 0
    package var producerId: Int64 = -1
    package var producerEpoch: Int16 = -1

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.nullableString(&transactionalId)
        try coder.integer(&transactionTimeoutMs)
        if coder.version >= 3 {
            try coder.integer(&producerId)
            try coder.integer(&producerEpoch)
        }
        try coder.taggedFields()
    }
}

/// A producer's id and epoch.
package struct InitProducerIdResponse: WireStructure {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var producerId: Int64 = -1
    package var producerEpoch: Int16 = 0

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.error(&errorCode)
        try coder.integer(&producerId)
        try coder.integer(&producerEpoch)
        try coder.taggedFields()
    }
}
