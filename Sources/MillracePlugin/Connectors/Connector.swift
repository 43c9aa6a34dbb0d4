import ConnectData

/// What source and sink connectors have in common, as in Connect.
///
/// A connector runs in a process of its own, on its main thread, one call at a time. The process may end after
/// `taskConfigs` and start anew later, so keep state in the instance only between `start` and `stop`. Any error that is
/// thrown fails the connector; throw a `ConnectError`, or a `ConfigError` for a wrong configuration.
public protocol Connector: AnyObject, PluginClass {
    /// Makes an instance that is not started.
    init()

    /// Begins. `properties` is the configuration as the operator wrote it: `Self.config.parse(properties)` gives typed
    /// values with defaults.
    func start(_ properties: [String: String], _ context: ConnectorContext) throws

    /// Ends what `start` began. Does nothing by default.
    func stop() throws

    /// The configurations of at most `maxTasks` tasks.
    func taskConfigs(maxTasks: Int) throws -> [[String: String]]

    /// Checks what the definition cannot, such as keys that go together, on an instance that is not started. No
    /// complaints by default.
    func validate(_ properties: [String: String]) throws -> [ConfigComplaint]
}

extension Connector {
    /// Does nothing.
    public func stop() throws {}
    /// No complaints.
    public func validate(_ properties: [String: String]) throws -> [ConfigComplaint] { [] }
}

/// What a connector's own validation found wrong with a key.
public struct ConfigComplaint: Equatable, Sendable {
    /// The key.
    public var key: String
    /// What is wrong with it.
    public var message: String

    /// A complaint.
    public init(key: String, _ message: String) {
        self.key = key
        self.message = message
    }
}
