/// What the daemon says to a plugin process over the control channel.
public enum ToProcess: Equatable, Sendable {
    /// First, to every role: what to load and how to configure it.
    case start(ProcessStart)
    /// Role `task`: deliver nothing until `resume`; a sink stays in its group, with its partitions paused.
    case pause
    case resume
    /// End gracefully: records in flight are acknowledged, offsets are committed, sinks flush. Then the process exits.
    case stop
    /// Role `connector`: call `taskConfigs`, answered by `FromProcess.taskConfigs` or `.requestFailed`.
    case taskConfigs(request: UInt64, maxTasks: Int32)
    /// Role `connector`: call `alterOffsets`, answered by `FromProcess.offsetsAltered` or `.requestFailed`.
    case alterOffsets(request: UInt64, offsets: [SourceOffset])
    /// The answer to `FromProcess.readOffsets`: one offset for each partition asked for, in that order.
    case offsets(request: UInt64, offsets: [[UInt8]?])
    /// The answer to `FromProcess.commitOffsets`: the offsets are durable, or `error` says why not.
    case offsetsCommitted(request: UInt64, error: String?)
    /// Role `validate`: validate parts of a configuration, answered by `FromProcess.validated` or `.requestFailed`.
    case validate(request: UInt64, targets: [ValidationTarget])
    /// Role `provider`: look up keys, or all that there are if none is named, answered by `FromProcess.provided` or
    /// `.requestFailed`.
    case provide(request: UInt64, path: String, keys: [String])
}

/// A source partition and its offset, each schemaless JSON; a nil offset is a reset.
public struct SourceOffset: Equatable, Sendable {
    /// A JSON object, such as `{"filename":"/var/log/x"}`.
    public var partition: [UInt8]
    /// A JSON object, or nil for "no offset any more".
    public var offset: [UInt8]?

    /// Pairs a partition with its offset.
    public init(partition: [UInt8], offset: [UInt8]?) {
        self.partition = partition
        self.offset = offset
    }
}

/// All that a plugin process needs to begin. It may hold secrets: it travels over the control socket only and is
/// never logged.
public struct ProcessStart: Equatable, Sendable {
    /// The connector's name.
    public var connector: String
    /// The task's number; 0 in the other roles.
    public var task: Int32
    /// The shared object that holds the connector, or the provider.
    public var pluginFile: String
    /// The connector's or provider's class name, resolved to the one of the descriptor.
    public var className: String
    /// The connector's configuration (role `connector`), the task's (role `task`) or the provider's (role `provider`),
    /// placeholders resolved.
    public var config: [String: String]
    /// The configuration of the connector itself, in which converters, transforms and `errors.*` are set (role `task`).
    public var connectorConfig: [String: String]
    /// The worker's own configuration: `producer.*`, `consumer.*`, default converters, flush intervals, limits.
    public var workerConfig: [String: String]
    /// The shared objects of converters, transformations and predicates from plugins, by the names of their classes; of
    /// one whose version the configuration asks for, by the key that names the class.
    public var otherPlugins: [String: String]
    /// The variables of config providers by the values that they stand for, to be hidden in what the process itself
    /// writes where others read it (role `task`).
    public var secrets: [String: String]
    /// Whether the task starts paused.
    public var paused: Bool
    /// The worker's identity, as statuses show it.
    public var workerID: String

    /// Gathers what a process needs to begin.
    public init(
        connector: String, task: Int32, pluginFile: String, className: String, config: [String: String],
        connectorConfig: [String: String], workerConfig: [String: String], otherPlugins: [String: String] = [:],
        secrets: [String: String] = [:], paused: Bool = false, workerID: String
    ) {
        self.connector = connector
        self.task = task
        self.pluginFile = pluginFile
        self.className = className
        self.config = config
        self.connectorConfig = connectorConfig
        self.workerConfig = workerConfig
        self.otherPlugins = otherPlugins
        self.secrets = secrets
        self.paused = paused
        self.workerID = workerID
    }
}
