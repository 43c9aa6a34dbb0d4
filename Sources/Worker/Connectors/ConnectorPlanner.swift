internal import ConnectConfig
internal import Logging
internal import Supervisor
internal import TaskProtocol

/// Checks configurations: what the worker knows of them, and what the connector's own plugin says, in a process of its
/// own.
struct ConnectorPlanner: Sendable {
    let catalog: PluginCatalog
    let worker: WorkerContext

    /// Checks a configuration and finds its plugin.
    ///
    /// - Throws: Connect's message with every error of every key.
    func plan(_ name: String, _ properties: ConnectorProperties) async throws(HerderError) -> ConnectorPlan {
        guard let connectorClass = properties["connector.class"] else {
            let written = properties.keys.map { "\($0)=\(properties[$0] ?? "null")" }.joined(separator: ", ")
            throw .badRequest("Connector config {\(written)} contains no connector type")
        }
        let plugin = try await catalog.connector(named: connectorClass, version: properties["connector.plugin.version"])
        let registry = await catalog.registry()
        let type: ConnectorType = plugin.kind == .source ? .source : .sink
        var results = ConnectorConfig.validate(
            properties.values, type: type, worker: worker.config, classes: registry.classes)
        results += try await complaints(about: name, properties, plugin, registry)
        if let message = ConnectorConfig.errorMessage(for: results) { throw .badRequest(message) }
        warn(name, properties, type, plugin)
        do throws(ConfigError) {
            let config = try ConnectorConfig(
                properties.values, type: type, worker: worker.config, classes: registry.classes)
            return ConnectorPlan(
                properties: properties, config: config, plugin: plugin, supportingFiles: registry.supportingFiles,
                classNames: (registry.classNames(of: config), registry.classNames(of: worker.config)))
        } catch {
            throw .badRequest(error.message)
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

    private func complaints(
        about name: String, _ properties: ConnectorProperties, _ plugin: InstalledPlugin, _ registry: PluginRegistry
    ) async throws(HerderError) -> [ConfigValue] {
        let config = properties.values.compactMapValues { $0 }
        let supervision = worker.config.supervision
        let launch = ProcessLaunch(
            label: "\(name) (validate)", subject: "connector \(name), \(plugin.place)", arguments: ["validate"],
            limits: .init(memory: supervision.memoryLimit, processesAllowed: supervision.allowsProcesses))
        let start = ProcessStart(
            connector: name, task: 0, pluginFile: plugin.file ?? "", className: plugin.className, config: config,
            connectorConfig: config, workerConfig: worker.workerProperties, otherPlugins: registry.supportingFiles,
            workerID: worker.workerID)
        do {
            let process = try await worker.launcher.launch(launch, context: "\(name)|worker")
            let session = PluginSession(process: process) { _ in }
            defer { process.kill() }
            await session.send(.start(start))
            let answer = try await session.request("validate", deadline: supervision.connectorCallTimeout) {
                .validate(request: $0, config: config)
            }
            guard case .validated(_, let complaints) = answer else { return [] }
            return complaints.map { ConfigValue(name: $0.name, errors: [$0.message]) }
        } catch {
            throw .failed("The configuration of connector \(name) could not be validated: \(error)")
        }
    }
}
