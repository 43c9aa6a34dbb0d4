internal import ConnectConfig
internal import Supervisor
internal import TaskProtocol

/// A connector whose configuration was found valid.
struct ConnectorPlan: Sendable {
    /// The configuration as it was written, with the variables of config providers.
    let properties: ConnectorProperties
    /// The configuration with the values that config providers gave: it holds secrets.
    private(set) var config: ConnectorConfig
    let plugin: InstalledPlugin
    /// The files of converters, transformations and predicates from plugins: see `ProcessStart.otherPlugins`.
    let supportingFiles: [String: String]
    /// Full class names in place of the names that the connector's and the worker's configuration have, by their keys.
    let classNames: (connector: [String: String], worker: [String: String])

    /// A process that runs the connector itself, or checks its configuration.
    func launch(role: String) -> ProcessLaunch {
        ProcessLaunch(
            label: "\(config.name) (\(role))", subject: "connector \(config.name), \(plugin.place)", arguments: [role],
            limits: .init(memory: config.supervision.memoryLimit, processesAllowed: config.supervision.allowsProcesses))
    }

    /// The first message to such a process.
    func start(worker: WorkerContext) -> ProcessStart {
        ProcessStart(
            connector: config.name, task: 0, pluginFile: plugin.file ?? "", className: plugin.className,
            config: config.properties, connectorConfig: config.properties, workerConfig: worker.workerProperties,
            otherPlugins: supportingFiles, workerID: worker.workerID)
    }

    /// Asks config providers again.
    ///
    /// - Returns: the plan with what they gave, and that by itself.
    /// - Throws: a sentence without secrets.
    func renewed(worker: WorkerContext) async throws(ConfigError) -> (plan: ConnectorPlan, resolved: TransformedConfig)
    {
        let resolved = try await worker.config.transformer.transform(properties.values)
        var plan = self
        do throws(ConfigError) {
            plan.config = try ConnectorConfig(resolved.values, type: config.type, worker: worker.config)
        } catch {
            throw ConfigError(resolved.secrets.hide(in: error.message))
        }
        return (plan, resolved)
    }
}
