import KafkaProtocol
import NIOCore

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// What tests ask of a broker, in few words.
extension BrokerConnection {
    /// Who writes a batch, and where it comes in the order of its batches.
    struct Producer: Sendable {
        var id: Int64 = -1
        var epoch: Int16 = -1
        var sequence: Int32 = -1
        var transactionalId: String?
    }

    mutating func createTopic(_ name: String, partitions: Int32 = 1, configs: [String: String] = [:]) async throws {
        var topic = CreateTopicsRequest.CreatableTopic()
        topic.name = name
        topic.numPartitions = partitions
        topic.replicationFactor = 1
        topic.configs = configs.map { name, value in
            var config = CreateTopicsRequest.CreatableTopicConfig()
            config.name = name
            config.value = value
            return config
        }
        var request = CreateTopicsRequest()
        request.topics = [topic]
        request.timeoutMs = 10_000
        let response = try await send(request)
        if let code = response.topics.first?.errorCode, code != .none { throw code }
    }

    /// Sends records of these values to a partition.
    @discardableResult
    mutating func produce(
        _ values: [String], to topic: String, partition: Int32 = 0, key: String? = nil, timestamp: Int64 = 1000,
        by producer: Producer = Producer()
    ) async throws -> ProduceResponse.PartitionProduceResponse {
        var header = BatchHeader()
        header.producerId = producer.id
        header.producerEpoch = producer.epoch
        header.baseSequence = producer.sequence
        if producer.transactionalId != nil { header.attributes.insert(.transactional) }
        let records = values.map {
            NewRecord(timestamp: timestamp, key: key.map(ByteBuffer.init(string:)), value: ByteBuffer(string: $0))
        }
        return try await produce(
            RecordBatch(of: records, header: header).bytes, to: topic, partition: partition,
            transactionalId: producer.transactionalId)
    }

    /// Sends bytes to a partition.
    mutating func produce(
        _ batch: ByteBuffer, to topic: String, partition: Int32 = 0, transactionalId: String? = nil
    ) async throws -> ProduceResponse.PartitionProduceResponse {
        var data = ProduceRequest.PartitionProduceData()
        data.index = partition
        data.records = batch
        var topicData = ProduceRequest.TopicProduceData()
        topicData.name = topic
        topicData.partitionData = [data]
        var request = ProduceRequest()
        request.acks = -1
        request.timeoutMs = 10_000
        request.transactionalId = transactionalId
        request.topicData = [topicData]
        let answers = try await send(request).responses.flatMap(\.partitionResponses)
        return answers[0]
    }

    /// What there is of a partition from an offset on, as the broker answers it.
    mutating func fetch(
        _ topic: String, partition: Int32 = 0, from offset: Int64 = 0, isReadCommitted: Bool = false,
        maxWaitMs: Int32 = 0, minBytes: Int32 = 1, partitionMaxBytes: Int32 = 1 << 20, maxBytes: Int32 = .max
    ) async throws -> FetchResponse.PartitionData {
        var wanted = FetchRequest.FetchPartition()
        wanted.partition = partition
        wanted.fetchOffset = offset
        wanted.partitionMaxBytes = partitionMaxBytes
        var wantedTopic = FetchRequest.FetchTopic()
        wantedTopic.topic = topic
        wantedTopic.partitions = [wanted]
        var request = FetchRequest()
        request.isolationLevel = isReadCommitted ? 1 : 0
        request.maxWaitMs = maxWaitMs
        request.minBytes = minBytes
        request.maxBytes = maxBytes
        request.topics = [wantedTopic]
        let answers = try await send(request).responses.flatMap(\.partitions)
        return answers[0]
    }

    /// The values of a partition's records, as a consumer that reads to the end sees them: without markers, and without
    /// those of aborted transactions if it reads committed ones only.
    mutating func values(
        _ topic: String, partition: Int32 = 0, from offset: Int64 = 0, isReadCommitted: Bool = false
    ) async throws -> [String] {
        var values: [String] = []
        var next = offset
        while true {
            let data = try await fetch(topic, partition: partition, from: next, isReadCommitted: isReadCommitted)
            if data.errorCode != .none { throw data.errorCode }
            guard var bytes = data.records, bytes.readableBytes > 0 else { return values }
            var aborted = data.abortedTransactions ?? []
            var hidden: Set<Int64> = []
            while let batch = try RecordBatch(next: &bytes) {
                next = batch.lastOffset + 1
                for transaction in aborted where transaction.firstOffset <= batch.lastOffset {
                    hidden.insert(transaction.producerId)
                }
                aborted.removeAll { $0.firstOffset <= batch.lastOffset }
                if batch.attributes.contains(.control) {
                    hidden.remove(batch.producerId)
                    continue
                }
                if batch.attributes.contains(.transactional), hidden.contains(batch.producerId) { continue }
                var records = try Records(of: batch)
                while let record = try records.next() {
                    values.append(records.value(of: record).map { String(buffer: $0) } ?? "null")
                }
            }
        }
    }
}

extension RecordBatch {
    /// The first batch of some; nil after the last.
    init?(next bytes: inout ByteBuffer) throws {
        guard let length = bytes.getInteger(at: bytes.readerIndex + 8, as: Int32.self),
            let batch = bytes.readSlice(length: 12 + Int(length))
        else { return nil }
        try self.init(batch)
    }
}
