extension ConnectorConfig {
    /// A Kafka client that a connector's tasks use.
    public enum Client: String, Sendable, CaseIterable {
        /// Writes a source's records, and a sink's dead letters.
        case producer
        /// Reads a sink's records.
        case consumer
        /// Creates topics.
        case admin

        /// What goes before a client setting in a connector's configuration.
        public var overridePrefix: String { "\(rawValue).override." }

        /// What goes before a client setting in the worker's configuration.
        public var workerPrefix: String { "\(rawValue)." }
    }

    /// The client settings that an operator wrote for this connector's clients, in the names of the Java client.
    ///
    /// The worker's settings under the client's prefix come first, then the connector's overrides, over what Connect
    /// sets by itself: `bootstrap.servers`, `client.id`, and for a consumer `group.id`. An admin client also takes the
    /// settings that the worker's file has without a prefix. What else a client needs by default is for the client.
    ///
    /// - Parameters:
    ///   - client: the client.
    ///   - worker: the worker's configuration.
    ///   - task: the number of the task.
    public func clientSettings(_ client: Client, worker: WorkerConfig, task: Int) -> [String: String] {
        var settings: [String: String] = [:]
        if client == .admin { settings = worker.unprefixedClientSettings }
        settings["bootstrap.servers"] = worker.bootstrapServers.joined(separator: ",")
        switch client {
        case .producer: settings["client.id"] = "connector-producer-\(name)-\(task)"
        case .consumer:
            settings["client.id"] = "connector-consumer-\(name)-\(task)"
            settings["group.id"] = "connect-\(name)"
        case .admin: settings["client.id"] = "connector-adminclient-\(name)-\(task)"
        }
        settings.merge(worker.settings(withPrefix: client.workerPrefix)) { $1 }
        settings.merge(self.settings(withPrefix: client.overridePrefix)) { $1 }
        return settings
    }
}
