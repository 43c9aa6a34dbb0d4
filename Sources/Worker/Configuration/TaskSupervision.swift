import ConnectConfig

/// How the processes of connectors and tasks are watched, limited and restarted.
///
/// These settings are our own. The worker's file sets them for all connectors; a connector's configuration overrides
/// them for its own.
public struct TaskSupervision: Sendable, Equatable {
    /// What happens to a task that failed.
    public enum RestartPolicy: Sendable, Equatable {
        /// It stays failed until someone restarts it, as in Connect.
        case none
        /// It is started again after a delay that doubles with each attempt.
        case backoff(RestartBackoff)
    }

    /// The delays and limits of restarts.
    public struct RestartBackoff: Sendable, Equatable {
        /// The delay before the first restart.
        public let initial: Duration
        /// The longest delay.
        public let maximum: Duration
        /// How many restarts in a row are tried, or `nil` for any number.
        public let limit: Int?
        /// A task that ran this long is healthy again: the next failure begins with the first attempt.
        public let reset: Duration

        /// The delay before a restart, doubled for each before it; the first attempt is 1.
        public func delay(attempt: Int) -> Duration {
            var delay = initial
            for _ in 1..<max(1, attempt) where delay < maximum { delay *= 2 }
            return min(delay, maximum)
        }
    }

    /// After this time in one call of the plugin the status of a task says that it is stalled.
    public let stallTimeout: Duration
    /// After this time in one call of the plugin the process of a task is ended; `nil` means never.
    public let callTimeout: Duration?
    /// How long a task may take to start.
    public let startTimeout: Duration
    /// How long a connector may take for one call, such as start, validate or taskConfigs.
    public let connectorCallTimeout: Duration
    /// What happens to a task that failed.
    public let restartPolicy: RestartPolicy
    /// The memory that the process of a task may use, in bytes; `nil` means no limit.
    public let memoryLimit: Int?
    /// Whether a plugin may start processes.
    public let allowsProcesses: Bool

    /// Reads the settings from a configuration that has them all.
    init(_ config: ParsedConfig) throws(ConfigError) {
        func duration(_ key: String) throws(ConfigError) -> Duration {
            .milliseconds(try config.integer(key))
        }
        func limit(_ key: String) throws(ConfigError) -> Int? {
            let value = try config.integer(key)
            return value < 0 ? nil : value
        }
        stallTimeout = try duration("task.stall.timeout.ms")
        callTimeout = try limit("task.call.timeout.ms").map { .milliseconds($0) }
        startTimeout = try duration("task.start.timeout.ms")
        connectorCallTimeout = try duration("connector.call.timeout.ms")
        memoryLimit = try limit("task.memory.limit.bytes")
        allowsProcesses = try config.boolean("task.processes.allowed")
        if try config.string("task.restart.policy").lowercased() == "backoff" {
            restartPolicy = .backoff(
                RestartBackoff(
                    initial: try duration("task.restart.backoff.initial.ms"),
                    maximum: try duration("task.restart.backoff.max.ms"),
                    limit: try limit("task.restart.backoff.limit"),
                    reset: try duration("task.restart.backoff.reset.ms")))
        } else {
            restartPolicy = .none
        }
    }
}

extension TaskSupervision {
    /// The keys in the worker's file.
    static let workerKeys: [ConfigDef.Key] = [
        key(
            "task.stall.timeout.ms", .long, 60000, .atLeast(1),
            "After this time in one call of its plugin a task's status says that it is stalled."),
        key(
            "task.call.timeout.ms", .long, -1, positiveOrOff,
            "After this time in one call of its plugin a task's process is ended and the task fails; -1 means never."),
        key("task.start.timeout.ms", .long, 60000, .atLeast(1), "How long a task may take to start."),
        key(
            "connector.call.timeout.ms", .long, 60000, .atLeast(1),
            "How long a connector may take for one call, such as start, validate or taskConfigs."),
        key(
            "task.restart.policy", .string, "none", .oneOf(ignoringCase: ["none", "backoff"]),
            "What happens to a failed task: none leaves it, backoff starts it again after a growing delay."),
        key(
            "task.restart.backoff.initial.ms", .long, 1000, .atLeast(1),
            "The delay before the first restart of a failed task; it doubles with each attempt."),
        key(
            "task.restart.backoff.max.ms", .long, 60000, .atLeast(1),
            "The longest delay before a restart of a failed task."),
        key(
            "task.restart.backoff.limit", .int, 10, .atLeast(-1),
            "How many restarts in a row are tried; -1 means any number."),
        key(
            "task.restart.backoff.reset.ms", .long, 300_000, .atLeast(0),
            "A task that ran this long is healthy again, and its restarts are counted anew."),
        key(
            "task.memory.limit.bytes", .long, -1, positiveOrOff,
            "The memory that a task's process may use; -1 means no limit."),
        key(
            "task.processes.allowed", .boolean, false, nil,
            "Whether the plugin of a task may start processes."),
    ]

    private static func key(
        _ name: String, _ type: ConfigDef.ValueType, _ value: ConfigDef.Default, _ validator: ConfigDef.Validator?,
        _ documentation: String
    ) -> ConfigDef.Key {
        ConfigDef.Key(
            name, type, default: value, validator: validator, importance: .low, documentation: documentation,
            group: "Task Supervision")
    }

    private static let positiveOrOff = ConfigDef.Validator("-1 or [1,...]") { key, value throws(ConfigError) in
        guard let number = value.integer, number == -1 || number >= 1 else {
            throw ConfigError(value: "\(value)", key: key, reason: "Value must be at least 1, or -1 for no limit")
        }
    }
}
