internal import ConnectConfig

/// What connectors and tasks need of their worker.
struct WorkerContext: Sendable {
    let config: WorkerConfig
    let launcher: any PluginLauncher
    let offsets: any OffsetStore
    let groups: (any ConsumerGroups)?
    /// How statuses name this worker.
    let workerID: String

    /// The worker's file as it was written, which task processes read by themselves, with the brokers to begin with.
    var workerProperties: [String: String] {
        var properties = config.values.originals.compactMapValues { $0 }
        properties["bootstrap.servers"] = config.bootstrapServers.joined(separator: ",")
        return properties
    }
}

/// What the worker says to consumer groups in the name of sink tasks that died.
public protocol ConsumerGroups: Sendable {
    /// Takes a dead member out of its group, so that a restarted task does not wait for its session to expire.
    ///
    /// - Parameter settings: the consumer's settings, in the names of the Java client; they may hold secrets.
    func leave(group: String, member: String, settings: [String: String]) async throws
}
