internal import ConnectConfig

/// A connector's `errors.*` settings (KIP-298).
struct ErrorSettings {
    /// `errors.tolerance=all`: a record that cannot be processed is skipped.
    let toleratesAll: Bool
    /// `errors.retry.timeout` in milliseconds; -1 retries without end.
    let retryTimeout: Int64
    /// `errors.retry.delay.max.ms`.
    let retryDelayMax: Int64
    /// `errors.log.enable`.
    let logs: Bool
    /// `errors.log.include.messages`.
    let logsMessages: Bool
    /// `errors.deadletterqueue.topic.name`, if it is set.
    let deadLetterTopic: String?
    /// `errors.deadletterqueue.topic.replication.factor`.
    let deadLetterReplication: Int16
    /// `errors.deadletterqueue.context.headers.enable`.
    let deadLetterHeaders: Bool

    /// Connect's first delay between two attempts, in milliseconds.
    static let firstDelay: Int64 = 300

    /// Reads the settings; the daemon has validated them, so what cannot be read has its default.
    init(_ config: [String: String]) {
        toleratesAll = config["errors.tolerance"]?.lowercased() == "all"
        retryTimeout = config["errors.retry.timeout"].flatMap { Int64($0) } ?? 0
        retryDelayMax = config["errors.retry.delay.max.ms"].flatMap { Int64($0) } ?? 60_000
        logs = config["errors.log.enable"]?.lowercased() == "true"
        logsMessages = config["errors.log.include.messages"]?.lowercased() == "true"
        let topic = config["errors.deadletterqueue.topic.name"] ?? ""
        deadLetterTopic = topic.isEmpty ? nil : topic
        deadLetterReplication = config["errors.deadletterqueue.topic.replication.factor"].flatMap { Int16($0) } ?? 3
        deadLetterHeaders = config["errors.deadletterqueue.context.headers.enable"]?.lowercased() == "true"
    }
}
