extension TaskSupervision.RestartBackoff {
    /// For tasks whose Kafka client has to be made anew: nothing is wrong with them, so they are started again at once, and
    /// ever later while that does not help.
    static let ofClients = Self(initial: .milliseconds(100), maximum: .seconds(60), limit: nil, reset: .seconds(60))
}

/// Decides whether and when a failed task is started again (`task.restart.*`).
struct RestartCounter: Sendable {
    let policy: TaskSupervision.RestartPolicy
    /// Restarts since the task was last healthy.
    private(set) var attempts = 0
    private var start: ContinuousClock.Instant?

    init(policy: TaskSupervision.RestartPolicy) {
        self.policy = policy
    }

    /// Notes that the task runs.
    mutating func hasStarted(at time: ContinuousClock.Instant) {
        start = time
    }

    /// The delay before the next restart, which it counts; nil if the task is to stay failed.
    mutating func nextDelay(now: ContinuousClock.Instant) -> Duration? {
        guard case .backoff(let backoff) = policy else { return nil }
        if let start, now - start >= backoff.reset { attempts = 0 }
        start = nil
        if let limit = backoff.limit, attempts >= limit { return nil }
        attempts += 1
        return backoff.delay(attempt: attempts)
    }
}
