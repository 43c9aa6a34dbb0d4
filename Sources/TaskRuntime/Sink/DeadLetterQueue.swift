internal import CMillrace
internal import ConnectConfig
internal import ConnectData
internal import KafkaClient
internal import TaskProtocol

/// The dead letter queue of a sink: records that were skipped, as they were consumed (KIP-298).
final class DeadLetterQueue {
    private let producer: KafkaProducer
    private let topic: TopicHandle
    private let environment: TaskEnvironment
    private let settings: ErrorSettings
    private let secrets: ConfigSecrets
    /// Nil when the topic is there.
    private var admin: KafkaAdmin?
    private var retry = StartRetry()
    private var lost = 0

    /// How long a commit waits for dead letters, in milliseconds.
    private static let flushTime: Int32 = 5000

    /// Nil without `errors.deadletterqueue.topic.name`.
    static func make(
        _ settings: ErrorSettings, _ clients: ClientSettings, _ environment: TaskEnvironment
    ) throws(ConnectError) -> DeadLetterQueue? {
        guard let name = settings.deadLetterTopic else { return nil }
        let (forAdmin, forProducer) = (try clients.admin(), try clients.deadLetterProducer())
        do throws(KafkaError) {
            let producer = try KafkaProducer(properties: forProducer)
            return DeadLetterQueue(
                producer, try producer.topic(name), try KafkaAdmin(properties: forAdmin), settings, environment)
        } catch {
            throw ConnectError(.fatal, "The dead letter queue, topic '\(name)', cannot be used: \(error)")
        }
    }

    private init(
        _ producer: KafkaProducer, _ topic: TopicHandle, _ admin: KafkaAdmin, _ settings: ErrorSettings,
        _ environment: TaskEnvironment
    ) {
        self.producer = producer
        self.topic = topic
        self.admin = admin
        self.settings = settings
        self.environment = environment
        secrets = ConfigSecrets(exposed: environment.start.secrets)
    }

    /// Creates the topic if it is missing. False as long as no broker answers: then it has to be called again.
    func prepare() throws(ConnectError) -> Bool {
        guard let admin else { return true }
        guard retry.isDue else { return false }
        do throws(KafkaError) {
            try createTopic(admin)
            self.admin = nil
            return true
        } catch {
            while let event = admin.nextEvent() { environment.log.client(event) }
            try retry.failed(
                "The dead letter queue, topic '\(topic.name)', cannot be used", error, log: environment.log)
            return false
        }
    }

    private func createTopic(_ admin: KafkaAdmin) throws(KafkaError) {
        let time = StartRetry.timeoutMilliseconds
        guard try admin.describeTopic(topic.name, timeoutMilliseconds: time) == nil else { return }
        let new = NewTopic(
            name: topic.name, partitions: 1, replicationFactor: Int32(settings.deadLetterReplication))
        for result in try admin.createTopics([new], timeoutMilliseconds: time) {
            if let error = result.error, !error.isTopicAlreadyExists { throw error }
        }
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
        guard settings.deadLetterHeaders else { return headers }
        let start = environment.start
        let context = [
            ("topic", message.topic), ("partition", "\(message.partition)"), ("offset", "\(message.offset)"),
            ("connector.name", start.connector), ("task.id", "\(start.task)"), ("stage", stage.rawValue),
            ("class.name", step), ("exception.class.name", error.className),
            ("exception.message", secrets.hide(in: error.message)),
            (
                "exception.stacktrace",
                secrets.hide(in: "\(error.className): \(environment.trace(error, in: stage.rawValue))")
            ),
        ]
        for (name, value) in context {
            Array("__connect.errors.\(name)".utf8).withUnsafeBytes { name in
                Array(value.utf8).withUnsafeBytes { headers.append(name: name, value: $0) }
            }
        }
        return headers
    }
}
