public import ConnectConfig

/// What the worker can be asked to do with connectors, whoever asks: it knows nothing of HTTP.
///
/// Questions are answered at once, also while every plugin hangs. Changes of one connector happen one after another;
/// each waits for plugins no longer than their deadlines.
public protocol Herder: Sendable {
    /// Who this worker is, and which Kafka cluster it uses.
    func workerInfo() async -> WorkerInfo
    /// Whether the connectors that the worker was started with have been created.
    func isReady() async -> Bool

    /// The names of all connectors.
    func connectorNames() async -> [String]
    /// What a connector is.
    func info(of connector: String) async throws(HerderError) -> ConnectorInfo
    /// What a connector and its tasks do.
    func status(of connector: String) async throws(HerderError) -> ConnectorStatus

    /// Creates a connector.
    func create(_ name: String, config: ConnectorProperties, state: TargetState) async throws(HerderError)
        -> ConnectorInfo
    /// Gives a connector a new configuration, or creates it. `isNew` says which.
    func put(_ name: String, config: ConnectorProperties) async throws(HerderError) -> (
        info: ConnectorInfo, isNew: Bool
    )
    /// Ends a connector and forgets it; its offsets stay.
    func delete(_ name: String) async throws(HerderError)

    /// Restarts the connector instance, and waits until it runs.
    func restart(_ name: String) async throws(HerderError)
    /// Restarts a connector and its tasks, or those that failed (KIP-745). Returns what is going to happen.
    func restart(_ name: String, includeTasks: Bool, onlyFailed: Bool) async throws(HerderError) -> ConnectorStatus
    /// Restarts one task.
    func restartTask(_ task: Int, of name: String) async throws(HerderError)
    /// Changes what a connector is to do.
    func setTarget(_ target: TargetState, of name: String) async throws(HerderError)

    /// The configurations of a connector's tasks, with the variables of config providers.
    func tasks(of connector: String) async throws(HerderError) -> [[String: String]]
    /// Checks a configuration and finds every error. Plugin code runs in a process of its own.
    func validate(_ config: ConnectorProperties) async throws(HerderError) -> ConfigInfos
    /// What a class can be configured with.
    ///
    /// - Parameters:
    ///   - name: a full class name or an alias.
    ///   - version: a version or a range of versions; nil for the newest.
    func definition(ofPlugin name: String, version: String?) async throws(HerderError) -> [ConfigDef.Key]

    /// Every class that can be used.
    func plugins() async -> [InstalledPlugin]
}

/// Who a worker is.
public struct WorkerInfo: Sendable, Equatable {
    /// The version of Connect whose contract the worker keeps, which clients look at.
    public var version: String
    /// The worker's own version.
    public var commit: String
    /// The identity of the Kafka cluster; nil until the cluster has answered.
    public var clusterID: String?
}
