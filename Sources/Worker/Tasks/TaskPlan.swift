internal import Supervisor
internal import TaskProtocol

/// What a task is to run.
struct TaskPlan: Sendable {
    let connector: ConnectorPlan
    let number: Int
    /// What the connector's `taskConfigs` gave this task.
    let config: [String: String]

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

    /// The first message to the process.
    func start(paused: Bool, worker: WorkerContext) -> ProcessStart {
        ProcessStart(
            connector: connector.config.name, task: Int32(number), pluginFile: connector.plugin.file ?? "",
            className: connector.plugin.className, config: config,
            connectorConfig: connector.config.properties.merging(connector.classNames.connector) { $1 },
            workerConfig: worker.workerProperties.merging(connector.classNames.worker) { $1 },
            otherPlugins: connector.supportingFiles, paused: paused,
            workerID: worker.workerID)
    }

    /// The file connectors read standard input and write standard output where no file is named: the worker's own.
    private var usesStandardStreams: Bool {
        connector.plugin.className.hasPrefix("org.apache.kafka.connect.file.FileStream") && config["file"] == nil
    }
}
