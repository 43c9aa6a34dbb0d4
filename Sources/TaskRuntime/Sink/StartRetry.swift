internal import ConnectData
internal import KafkaClient

/// When to ask Kafka again for what a task needs before it can begin: each second, as long as no broker answers.
struct StartRetry {
    /// How long one question may take: a stop waits for it.
    static let timeoutMilliseconds: Int32 = 3000
    private static let interval = Duration.seconds(1)
    private static let warningInterval = Duration.seconds(60)

    private var next = ContinuousClock.now
    private var nextWarning = ContinuousClock.now

    var isDue: Bool { ContinuousClock.now >= next }

    /// Throws unless the error may pass by itself. It is logged the first time, and then rarely.
    mutating func failed(_ what: String, _ error: KafkaError, log: TaskLog) throws(ConnectError) {
        guard error.isRetriable else { throw ConnectError(.fatal, "\(what): \(error)") }
        let now = ContinuousClock.now
        next = now + Self.interval
        guard now >= nextWarning else { return }
        nextWarning = now + Self.warningInterval
        log.warn("\(what) yet, it is tried again each second: \(error)")
    }
}
