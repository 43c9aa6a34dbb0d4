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
        toleratesAll = config.text("errors.tolerance")?.lowercased() == "all"
        retryTimeout = config.integer("errors.retry.timeout", default: 0)
        retryDelayMax = config.integer("errors.retry.delay.max.ms", default: 60_000)
        logs = config.boolean("errors.log.enable")
        logsMessages = config.boolean("errors.log.include.messages")
        deadLetterTopic = config.text("errors.deadletterqueue.topic.name")
        deadLetterReplication = Int16(
            clamping: config.integer("errors.deadletterqueue.topic.replication.factor", default: 3))
        deadLetterHeaders = config.boolean("errors.deadletterqueue.context.headers.enable")
    }
}
