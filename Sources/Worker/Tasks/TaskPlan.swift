internal import ConnectConfig
internal import Supervisor
internal import TaskProtocol

/// What a task is to run.
struct TaskPlan: Sendable {
    let connector: ConnectorPlan
    let number: Int
    /// What the connector's `taskConfigs` gave this task, its variables not replaced: it may hold secrets, see `TaskConfig`.
    let config: [String: String]
    /// The secrets that the connector knew when it gave that.
    var secrets = ConfigSecrets()

    var label: String { "\(connector.config.name)-\(number)" }
    var context: String { "\(connector.config.name)|task-\(number)" }

    /// The process that runs the task.
    var launch: ProcessLaunch {
        let supervision = connector.config.supervision
        return ProcessLaunch(
            label: label, subject: "connector \(connector.config.name), task \(number), \(connector.plugin.place)",
            arguments: ["task"],
            limits: .init(memory: supervision.memoryLimit, processesAllowed: supervision.allowsProcesses),
            inheritsStandardInput: usesStandardStreams && connector.plugin.kind == .source,
            inheritsStandardOutput: usesStandardStreams && connector.plugin.kind == .sink)
    }

    /// What config providers give for the variables in the connector's and in the task's configuration.
    func resolve(worker: WorkerContext) async throws(ConfigError) -> (
        connector: TransformedConfig, task: TransformedConfig
    ) {
        let transformer = worker.config.transformer
        return (try await transformer.transform(connector.properties.values), try await transformer.transform(config))
    }

    /// The first message to the process.
    func start(
        paused: Bool, worker: WorkerContext, _ resolved: (connector: TransformedConfig, task: TransformedConfig),
        hiding secrets: ConfigSecrets
    ) -> ProcessStart {
        let properties = resolved.connector.values.compactMapValues { $0 }
        return ProcessStart(
            connector: connector.config.name, task: Int32(number), pluginFile: connector.plugin.file ?? "",
            className: connector.plugin.className, config: resolved.task.values.compactMapValues { $0 },
            connectorConfig: properties.merging(connector.classNames.connector) { $1 },
            workerConfig: worker.workerProperties.merging(connector.classNames.worker) { $1 },
            otherPlugins: connector.supportingFiles, secrets: secrets.exposed, paused: paused, workerID: worker.workerID
        )
    }

    /// The file connectors read standard input and write standard output where no file is named: the worker's own.
    private var usesStandardStreams: Bool {
        connector.plugin.className.hasPrefix("org.apache.kafka.connect.file.FileStream") && config["file"] == nil
    }
}
