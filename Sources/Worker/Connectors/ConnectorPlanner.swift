internal import ConnectConfig
internal import Logging
internal import TaskProtocol

/// Makes plans of configurations that are found valid.
struct ConnectorPlanner: Sendable {
    let catalog: PluginCatalog
    let worker: WorkerContext

    /// Checks a configuration and finds its plugin.
    ///
    /// - Throws: Connect's message with every error of every key.
    func plan(_ name: String, _ properties: ConnectorProperties) async throws(HerderError) -> ConnectorPlan {
        let validator = ConnectorValidator(catalog: catalog, worker: worker)
        let outcome = try await validator.validate(properties)
        if let message = outcome.infos.errorMessage { throw .badRequest(message) }
        guard let plugin = outcome.plugin else { throw .failed("Connector \(name) has no plugin") }
        let type: ConnectorType = plugin.kind == .source ? .source : .sink
        warn(name, properties, type, plugin)
        do throws(ConfigError) {
            let registry = outcome.registry
            let config = try ConnectorConfig(
                outcome.resolved.values, type: type, worker: worker.config, classes: registry.classes)
            return ConnectorPlan(
                properties: properties, config: config, plugin: plugin,
                supportingFiles: registry.supportingFiles(of: outcome.resolved.values, worker.config),
                classNames: (registry.classNames(of: config), registry.classNames(of: worker.config)))
        } catch {
            throw .badRequest(outcome.resolved.secrets.hide(in: error.message))
        }
    }

    private func warn(
        _ name: String, _ properties: ConnectorProperties, _ type: ConnectorType, _ plugin: InstalledPlugin
    ) {
        let logger = Logger(label: "millrace.connector")
        let warnings = ConnectorConfig.warnings(
            about: Array(properties.keys), type: type, pluginKeys: plugin.description.keys.map(\.name))
        for warning in warnings {
            logger.warning("Connector \(name): \(warning)", metadata: [connectorContext: "\(name)|worker"])
        }
    }
}
