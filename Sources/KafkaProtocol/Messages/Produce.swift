package import NIOCore

/// Appends record batches to partitions.
package struct ProduceRequest: WireRequest {
    /// What is appended to a topic.
    package struct TopicProduceData: WireStructure {
        package var name = ""
        package var partitionData: [PartitionProduceData] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitionData)
            try coder.taggedFields()
        }
    }

    /// What is appended to a partition.
    package struct PartitionProduceData: WireStructure {
        package var index: Int32 = 0
        package var records: ByteBuffer?

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&index)
            try coder.nullableBytes(&records)
            try coder.taggedFields()
        }
    }

    package typealias Response = ProduceResponse
    package static let key = APIKey.produce
    package static let versions: ClosedRange<Int16> = 3...9
    package static let firstFlexibleVersion: Int16 = 9

    package var transactionalId: String?
    package var acks: Int16 = 0
    package var timeoutMs: Int32 = 0
    package var topicData: [TopicProduceData] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.nullableString(&transactionalId)
        try coder.integer(&acks)
        try coder.integer(&timeoutMs)
        try coder.array(&topicData)
        try coder.taggedFields()
    }
}

/// What became of each partition's batches.
package struct ProduceResponse: WireStructure {
    /// A topic's answers.
    package struct TopicProduceResponse: WireStructure {
        package var name = ""
        package var partitionResponses: [PartitionProduceResponse] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitionResponses)
            try coder.taggedFields()
        }
    }

    /// Where a partition's records went, or why they did not.
    package struct PartitionProduceResponse: WireStructure {
        package var index: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var baseOffset: Int64 = 0
        package var logAppendTimeMs: Int64 = -1
        package var logStartOffset: Int64 = -1
        package var recordErrors: [BatchIndexAndErrorMessage] = []
        package var errorMessage: String?

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&index)
            try coder.error(&errorCode)
            try coder.integer(&baseOffset)
            try coder.integer(&logAppendTimeMs)
            if coder.version >= 5 { try coder.integer(&logStartOffset) }
            if coder.version >= 8 {
                try coder.array(&recordErrors)
                try coder.nullableString(&errorMessage)
            }
            try coder.taggedFields()
        }
    }

    /// Why a record was refused.
    package struct BatchIndexAndErrorMessage: WireStructure {
        package var batchIndex: Int32 = 0
        package var batchIndexErrorMessage: String?

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&batchIndex)
            try coder.nullableString(&batchIndexErrorMessage)
            try coder.taggedFields()
        }
    }

    package var responses: [TopicProduceResponse] = []
    package var throttleTimeMs: Int32 = 0

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.array(&responses)
        try coder.integer(&throttleTimeMs)
        try coder.taggedFields()
    }
}
