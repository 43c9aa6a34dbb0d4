import KafkaClient

/// What tests write to topics and read from them.
extension Broker {
    /// A record as a test sees it.
    public struct Message: Sendable, Equatable {
        /// Nil for no key.
        public var key: String?
        /// Nil for a tombstone.
        public var value: String?
        /// In order.
        public var headers: [Header]
        /// Milliseconds since 1970.
        public var timestamp: Int64

        /// A header whose value is text.
        public struct Header: Sendable, Equatable {
            /// The header's name.
            public var name: String
            /// Nil for none.
            public var value: String?
        }
    }

    /// Writes values to a topic, which the first one creates; returns when they are durable.
    public func write(
        _ values: [String?], to topic: String, key: String? = nil, header: (String, String)? = nil,
        timestamp: Int64? = nil
    ) throws {
        let producer = try KafkaProducer(
            properties: ClientProperties.translate(["bootstrap.servers": address], for: .producer))
        let handle = try producer.topic(topic)
        for value in values {
            let headers = header.map(messageHeaders)
            let outcome = withBytes(key) { key in
                withBytes(value) { value in
                    producer.send(topic: handle, key: key, value: value, timestamp: timestamp, headers: headers)
                }
            }
            guard case .queued = outcome else { throw TestSupportError(description: "cannot write: \(outcome)") }
            if producer.queuedCount > 10_000 { try flush(producer) }
        }
        try flush(producer)
    }

    private func flush(_ producer: KafkaProducer) throws {
        var failure: KafkaError?
        let isDone = producer.flush(timeoutMilliseconds: 20_000) { _, error, _, _ in failure = error ?? failure }
        guard isDone, failure == nil else {
            throw TestSupportError(description: "records were not written: \(String(describing: failure))")
        }
    }

    /// Creates a topic with a name of its own.
    public func createTopic(_ prefix: String, partitions: Int32 = 1) throws -> String {
        let name = Self.unique(prefix)
        let admin = try KafkaAdmin(
            properties: ClientProperties.translate(["bootstrap.servers": address], for: .admin))
        for result in try admin.createTopics([NewTopic(name: name, partitions: partitions, replicationFactor: 1)]) {
            if let error = result.error { throw error }
        }
        return name
    }

    /// A consumer of a topic from its beginning, in a group of its own.
    public func reader(of topic: String) throws -> TopicReader { try TopicReader(self, topic) }

    /// The offset that a group has committed in partition 0 of a topic; nil for none.
    public func committed(group: String, topic: String) throws -> Int64? {
        let properties = ["bootstrap.servers": address, "group.id": group]
        let consumer = try KafkaConsumer(properties: ClientProperties.translate(properties, for: .consumer))
        return try consumer.committed([TopicPartition(topic: topic, partition: 0)]).first?.offset
    }
}

/// Reads a topic. Used by one thread at a time.
public final class TopicReader {
    private let consumer: KafkaConsumer
    private let messages = ConsumedMessages(capacity: 1000)

    fileprivate init(_ broker: Broker, _ topic: String) throws {
        let properties = [
            "bootstrap.servers": broker.address, "group.id": Broker.unique("reader-\(topic)"),
            "auto.offset.reset": "earliest", "metadata.max.age.ms": "200",
        ]
        consumer = try KafkaConsumer(properties: ClientProperties.translate(properties, for: .consumer))
        try consumer.subscribe(topics: [topic])
    }

    deinit { try? consumer.close() }

    /// What has come within a moment; none if nothing has.
    public func read(timeoutMilliseconds: Int32 = 50) throws -> [Broker.Message] {
        consumer.poll(into: messages, timeoutMilliseconds: timeoutMilliseconds)
        defer { messages.release() }
        return try (0..<messages.count).map { index in
            let message = messages[index]
            var headers: [Broker.Message.Header] = []
            if let list = try message.headers() {
                headers = (0..<list.count).map { .init(name: text(list[$0].0), value: list[$0].1.map(text)) }
            }
            return Broker.Message(
                key: message.key.map(text), value: message.value.map(text), headers: headers,
                timestamp: message.timestamp.milliseconds)
        }
    }

    /// Reads until a condition holds of all that has come; throws after 60 seconds. Other tests run between two reads.
    public func read(until isComplete: ([Broker.Message]) -> Bool) async throws -> [Broker.Message] {
        let deadline = ContinuousClock.now + .seconds(60)
        var all: [Broker.Message] = []
        while !isComplete(all) {
            guard ContinuousClock.now < deadline else {
                throw TestSupportError(description: "only \(all.count) records came, the last \(all.suffix(3))")
            }
            all += try read()
            await Task.yield()
        }
        return all
    }
}

private func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

private func messageHeaders(_ header: (name: String, value: String)) -> MessageHeaders {
    let headers = MessageHeaders(capacity: 1)
    withBytes(header.name) { name in
        withBytes(header.value) { value in if let name { headers.append(name: name, value: value) } }
    }
    return headers
}

private func withBytes<Result>(_ text: String?, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
    guard let text else { return body(nil) }
    return Array(text.utf8).withUnsafeBytes { body($0) }
}
