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
    /// Role `validate`: one result for each target, in that order.
    case validated(request: UInt64, results: [ValidationResult])
    /// Role `scan`: what is in the file, or without a file what is built in.
    case scanned([PluginDescription])
    /// Role `scan`: why the file is no plugin that can be loaded.
    case rejected(reason: String)
    /// Role `provider`: the values, which are secrets, and the milliseconds after which they should be read again.
    case provided(request: UInt64, values: [String: String], lifetime: Int64?)
    /// A sink's consumer joined its group: what LeaveGroup needs if the process dies.
    case joinedGroup(group: String, member: String)
}
