import Foundation
import KafkaClient
import TestSupport

/// A record as a test writes it and finds it again.
struct Sent: Equatable {
    var partition: Int32
    var key: String?
    var value: String?
    var timestamp: Int64?
    /// Names and values; a header may have none.
    var headers: [[String?]] = []
}

extension Broker {
    /// Its directory, as `bootstrap.servers` names it.
    var embedded: String { "embedded://\(directory.path())" }

    /// Whether it can be reached.
    var listens: Bool { FileManager.default.fileExists(atPath: directory.appending(path: "address").path()) }

    /// The path of a file of this content.
    func file(_ name: String, _ content: String) throws -> String {
        let file = directory.appending(path: name)
        try Data(content.utf8).write(to: file)
        return file.path()
    }

    private func properties(_ kind: ClientKind, _ more: [String: String] = [:]) throws -> TranslatedProperties {
        try ClientProperties.translate(["bootstrap.servers": address].merging(more) { $1 }, for: kind)
    }

    func admin() throws -> KafkaAdmin { try KafkaAdmin(properties: properties(.admin)) }

    func makeTopic(_ topic: String, partitions: Int32 = 1, configs: [String: String] = [:]) throws {
        let new = NewTopic(name: topic, partitions: partitions, replicationFactor: 1, configs: configs)
        for result in try admin().createTopics([new]) { if let error = result.error { throw error } }
    }

    func write(_ records: [Sent], to topic: String) throws {
        try send(records, to: topic, with: try KafkaProducer(properties: properties(.producer)))
    }

    /// A producer that is ready for transactions.
    func transactional() throws -> KafkaProducer {
        let settings = ["transactional.id": Broker.unique("transactions")]
        let producer = try KafkaProducer(properties: properties(.producer, settings))
        try producer.initTransactions(timeoutMilliseconds: 60_000)
        return producer
    }

    func transaction(_ records: [Sent], to topic: String, commits: Bool) throws {
        let producer = try transactional()
        try producer.beginTransaction()
        try send(records, to: topic, with: producer)
        if commits {
            try producer.commitTransaction(timeoutMilliseconds: 60_000)
        } else {
            try producer.abortTransaction(timeoutMilliseconds: 60_000)
        }
    }

    /// Returns when all are acknowledged.
    func send(_ records: [Sent], to topic: String, with producer: KafkaProducer) throws {
        let handle = try producer.topic(topic)
        for record in records {
            let headers = record.headers.isEmpty ? nil : MessageHeaders(capacity: record.headers.count)
            for header in record.headers {
                with(header[0]) { name in
                    with(header[1]) { value in if let name { headers?.append(name: name, value: value) } }
                }
            }
            let outcome = with(record.key) { key in
                with(record.value) { value in
                    producer.send(
                        topic: handle, partition: record.partition, key: key, value: value,
                        timestamp: record.timestamp, headers: headers)
                }
            }
            guard case .queued = outcome else { throw TestSupportError(description: "cannot write: \(outcome)") }
        }
        var failure: KafkaError?
        let isDone = producer.flush(timeoutMilliseconds: 60_000) { _, error, _, _ in failure = error ?? failure }
        guard isDone, failure == nil else {
            throw TestSupportError(description: "not written: \(String(describing: failure))")
        }
    }

    /// A number of records from the beginning of a topic, by partitions; more if there are more.
    func read(_ topic: String, partitions: Int32, count: Int) throws -> [Sent] {
        let consumer = try KafkaConsumer(properties: properties(.consumer, ["group.id": Broker.unique("readers")]))
        defer { try? consumer.close() }
        try consumer.assign(
            (0..<partitions).map { PartitionOffset(TopicPartition(topic: topic, partition: $0), offset: 0) })
        let batch = ConsumedMessages(capacity: 1000)
        var found: [Sent] = []
        let deadline = ContinuousClock.now + .seconds(60)
        while found.count < count, ContinuousClock.now < deadline {
            consumer.poll(into: batch, timeoutMilliseconds: 100)
            for index in 0..<batch.count { found.append(try Sent(batch[index])) }
            batch.release()
        }
        return (0..<partitions).flatMap { partition in found.filter { $0.partition == partition } }
    }
}

extension Sent {
    fileprivate init(_ message: ConsumedMessage) throws {
        let text = { (bytes: UnsafeRawBufferPointer) in String(decoding: bytes, as: UTF8.self) }
        var headers: [[String?]] = []
        if let list = try message.headers() {
            headers = (0..<list.count).map { [text(list[$0].name), list[$0].value.map(text)] }
        }
        self.init(
            partition: message.partition, key: message.key.map(text), value: message.value.map(text),
            timestamp: message.timestamp.milliseconds, headers: headers)
    }
}

private func with<Result>(_ text: String?, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
    guard let text else { return body(nil) }
    return Array(text.utf8).withUnsafeBytes { body($0) }
}
