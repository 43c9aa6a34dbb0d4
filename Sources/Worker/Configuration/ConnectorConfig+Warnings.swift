internal import ConnectConfig

extension ConnectorConfig {
    /// Keys that nobody defines and that resemble a setting of our own, each as a sentence.
    ///
    /// Any other unknown key is for the connector to read or to leave, as in Connect.
    ///
    /// - Parameter pluginKeys: what the connector's class says that it reads.
    static func warnings(about keys: [String], type: ConnectorType, pluginKeys: [String]) -> [String] {
        let own = TaskSupervision.workerKeys.map(\.name)
        let known = Set(own + pluginKeys + definition(type).keys.map(\.name))
        return keys.filter { !known.contains($0) }.sorted().compactMap { key in
            KeySpelling.closest(to: key, in: own).map {
                "'\(key)' is not a setting of the worker and is left to the connector. Did you mean '\($0)'?"
            }
        }
    }
}
