internal import CMillrace
internal import ConnectData
internal import KafkaClient
internal import TaskProtocol

/// The dead letter queue of a sink: records that were skipped, as they were consumed (KIP-298).
final class DeadLetterQueue {
    private let producer: KafkaProducer
    private let topic: TopicHandle
    private let environment: TaskEnvironment
    private let withContext: Bool
    private var lost = 0

    /// How long a commit waits for dead letters, in milliseconds.
    private static let flushTime: Int32 = 5000

    /// Nil without `errors.deadletterqueue.topic.name`. Creates the topic if it is missing.
    static func make(
        _ settings: ErrorSettings, _ clients: ClientSettings, _ environment: TaskEnvironment
    ) throws(ConnectError) -> DeadLetterQueue? {
        guard let name = settings.deadLetterTopic else { return nil }
        do throws(KafkaError) {
            let admin = try KafkaAdmin(
                properties: try Self.configured { () throws(ConnectError) in try clients.admin() })
            if try admin.describeTopic(name) == nil {
                let new = NewTopic(
                    name: name, partitions: 1, replicationFactor: Int32(settings.deadLetterReplication))
                for result in try admin.createTopics([new]) {
                    if let error = result.error, !error.isTopicAlreadyExists { throw error }
                }
            }
            let producer = try KafkaProducer(
                properties: try Self.configured { () throws(ConnectError) in try clients.deadLetterProducer() })
            return DeadLetterQueue(
                producer, try producer.topic(name), environment, withContext: settings.deadLetterHeaders)
        } catch {
            throw ConnectError(
                .fatal, "The dead letter queue, topic '\(name)', cannot be used: \(error.detail ?? error.description)")
        }
    }

    private static func configured(
        _ body: () throws(ConnectError) -> TranslatedProperties
    ) throws(KafkaError) -> TranslatedProperties {
        do throws(ConnectError) { return try body() } catch {
            throw KafkaError(code: -1, detail: error.message, isRetriable: false)
        }
    }

    private init(
        _ producer: KafkaProducer, _ topic: TopicHandle, _ environment: TaskEnvironment, withContext: Bool
    ) {
        self.producer = producer
        self.topic = topic
        self.environment = environment
        self.withContext = withContext
    }

    /// What ends the task: a dead letter that Kafka refused would be a record lost.
    var failure: ConnectError? {
        guard lost > 0 else { return nil }
        return ConnectError(.fatal, "\(lost) records could not be written to the dead letter queue '\(topic.name)'")
    }

    /// Writes the message that a record was made from, with what went wrong in its headers if that is wanted.
    func report(
        _ index: Int, of batch: Batch, _ source: SinkBatch?, _ stage: Stage, _ step: String, _ error: ConnectError
    ) {
        guard let source, let message = source.message(of: batch.records[index]) else {
            lost += 1
            return
        }
        environment.metrics.add(.deadLetterRequests)
        let headers = makeHeaders(message, stage, step, error)
        let timestamp = message.timestamp
        while true {
            switch producer.send(
                topic: topic, key: message.key, value: message.value,
                timestamp: timestamp.type == .none ? nil : timestamp.milliseconds, headers: headers, opaque: 0)
            {
            case .queued:
                return takeReports(wait: 0)
            case .queueFull:
                takeReports(wait: 100)
            case .failed(let problem):
                headers.destroy()
                return fail(problem)
            }
        }
    }

    /// Waits until everything is written; false if that takes too long.
    func flush() -> Bool {
        producer.flush(timeoutMilliseconds: Self.flushTime) { [self] in take($0, $1, $2, $3) } && lost == 0
    }

    private func takeReports(wait: Int32) {
        producer.pollDeliveries(timeoutMilliseconds: wait) { [self] in take($0, $1, $2, $3) }
        while let event = producer.nextEvent() { environment.log.client(event) }
    }

    private func take(_ opaque: UInt, _ error: KafkaError?, _ partition: Int32, _ offset: Int64) {
        if let error { fail(error) }
    }

    private func fail(_ error: KafkaError) {
        lost += 1
        environment.metrics.add(.deadLetterFailures)
        environment.log.error("A dead letter cannot be written to topic '\(topic.name)': \(error)")
    }

    /// The record's own headers, then Connect's `__connect.errors.*`.
    private func makeHeaders(
        _ message: ConsumedMessage, _ stage: Stage, _ step: String, _ error: ConnectError
    ) -> MessageHeaders {
        let headers = MessageHeaders(capacity: 12)
        if let own = try? message.headers() {
            for place in 0..<own.count {
                let (name, value) = own[place]
                headers.append(name: name, value: value)
            }
        }
        guard withContext else { return headers }
        let start = environment.start
        let context = [
            ("topic", message.topic), ("partition", "\(message.partition)"), ("offset", "\(message.offset)"),
            ("connector.name", start.connector), ("task.id", "\(start.task)"), ("stage", stage.rawValue),
            ("class.name", step), ("exception.class.name", error.className), ("exception.message", error.message),
            ("exception.stacktrace", environment.trace(error, in: stage.rawValue)),
        ]
        for (name, value) in context {
            Array("__connect.errors.\(name)".utf8).withUnsafeBytes { name in
                Array(value.utf8).withUnsafeBytes { headers.append(name: name, value: $0) }
            }
        }
        return headers
    }
}

extension ConnectError {
    /// The exception of Connect's that the error stands for.
    fileprivate var className: String {
        switch code {
        case .retriable, .notConnected: "org.apache.kafka.connect.errors.RetriableException"
        case .badData: "org.apache.kafka.connect.errors.DataException"
        case .badConfig: "org.apache.kafka.common.config.ConfigException"
        case .fatal: "org.apache.kafka.connect.errors.ConnectException"
        }
    }
}
