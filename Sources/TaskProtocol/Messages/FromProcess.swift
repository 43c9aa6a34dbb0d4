/// What a plugin process says to the daemon over the control channel.
public enum FromProcess: Equatable, Sendable {
    /// The plugin's `start` has returned: the connector or task is RUNNING (or PAUSED, if it was started so).
    case started(version: String)
    /// A pause or a resume has taken effect.
    case paused
    case resumed
    /// The instance cannot go on. `trace` is what the status shows. The process ends its plugin and exits after it. A new
    /// process can go on where this one was if it asks for a `restart`: what failed is its Kafka client, not the task.
    case failed(trace: String, restart: Bool = false)
    /// A graceful end is complete; the process exits with code 0 after it.
    case stopped
    /// Role `connector`: the configurations of the tasks.
    case taskConfigs(request: UInt64, configs: [[String: String]])
    /// Role `connector`: whether the connector takes care of the offsets.
    case offsetsAltered(request: UInt64, accepted: Bool)
    /// Role `connector`: the tasks are to be configured anew.
    case reconfigureTasks
    /// A request could not be served; the process goes on.
    case requestFailed(request: UInt64, message: String)
    /// Asks for the committed offsets of source partitions (JSON objects).
    case readOffsets(request: UInt64, partitions: [[UInt8]])
    /// Asks for source offsets to be made durable.
    case commitOffsets(request: UInt64, offsets: [SourceOffset])
    /// Role `validate`: what is wrong with a configuration, by key.
    case validated(request: UInt64, errors: [ConfigComplaint])
    /// Role `scan`: what is in the file.
    case scanned([PluginDescription])
    /// Role `scan`: why the file is no plugin that can be loaded.
    case rejected(reason: String)
    /// A sink's consumer joined its group: what LeaveGroup needs if the process dies.
    case joinedGroup(group: String, member: String)
}

/// One error of a configuration.
public struct ConfigComplaint: Equatable, Sendable {
    /// The configuration's key.
    public var name: String
    /// What is wrong with its value, in Connect's words where Connect has any.
    public var message: String

    /// Pairs a key with what is wrong with it.
    public init(name: String, message: String) {
        self.name = name
        self.message = message
    }
}

/// A class that a shared object provides.
public struct PluginDescription: Equatable, Sendable {
    /// What a class is, by the number that the ABI gives it (`MILLRACE_SOURCE_CONNECTOR` and so on).
    public enum Kind: UInt8, Sendable {
        case source = 1
        case sink = 2
        case converter = 3
        case headerConverter = 4
        case transformation = 5
        case predicate = 6
        case configProvider = 7
    }

    /// What the class is.
    public var kind: Kind
    /// The full class name.
    public var className: String
    /// The plugin's own version.
    public var version: String
    /// What it is for.
    public var documentation: String
    /// Other names that configurations may use.
    public var aliases: [String]
    /// The configuration's keys, as the descriptor defines them.
    public var keys: [PluginConfigKey]

    /// Describes a class.
    public init(
        kind: Kind, className: String, version: String, documentation: String, aliases: [String],
        keys: [PluginConfigKey]
    ) {
        self.kind = kind
        self.className = className
        self.version = version
        self.documentation = documentation
        self.aliases = aliases
        self.keys = keys
    }
}

/// One key of a plugin's configuration: what of its definition crosses a process border.
public struct PluginConfigKey: Equatable, Sendable {
    /// The key.
    public var name: String
    /// The ABI's number of the type (`MILLRACE_CONFIG_BOOLEAN` and so on).
    public var type: UInt8
    /// The ABI's number of the importance.
    public var importance: UInt8
    /// The ABI's number of the width.
    public var width: UInt8
    /// The ABI's flags (`MILLRACE_CONFIG_REQUIRED` and so on).
    public var flags: UInt32
    /// The default as an operator would write it; nil for none.
    public var defaultValue: String?
    /// What it is for.
    public var documentation: String
    /// The group it is listed in.
    public var group: String?
    /// The name that user interfaces show.
    public var displayName: String?
    /// Its place in the group.
    public var orderInGroup: Int32
    /// The keys whose recommenders look at this one.
    public var dependents: [String]

    /// Describes a key.
    public init(
        name: String, type: UInt8, importance: UInt8, width: UInt8, flags: UInt32, defaultValue: String?,
        documentation: String, group: String?, displayName: String?, orderInGroup: Int32, dependents: [String]
    ) {
        self.name = name
        self.type = type
        self.importance = importance
        self.width = width
        self.flags = flags
        self.defaultValue = defaultValue
        self.documentation = documentation
        self.group = group
        self.displayName = displayName
        self.orderInGroup = orderInGroup
        self.dependents = dependents
    }
}
