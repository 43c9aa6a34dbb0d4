internal import ConnectConfig
internal import Supervisor
internal import TaskProtocol

/// A config provider of a plugin, which runs in a process of its own. The process is started when the provider is asked
/// for the first time, and again if it has ended.
actor PluginConfigProvider: ConfigProvider {
    private let alias: String
    private let className: String
    private let file: String
    private let settings: [String: String]
    private let launcher: any PluginLauncher
    private let deadline: Duration
    private var starting: Task<PluginSession, any Error>?
    /// How many processes there were: what a former one says of its end does not concern the one of now.
    private var starts = 0

    init(
        alias: String, className: String, file: String, settings: [String: String], launcher: any PluginLauncher,
        deadline: Duration
    ) {
        self.alias = alias
        self.className = className
        self.file = file
        self.settings = settings
        self.launcher = launcher
        self.deadline = deadline
    }

    func get(path: String, keys: Set<String>) async throws(ConfigError) -> ConfigData {
        do {
            let session = try await session()
            let keys = keys.sorted()
            let answer = try await session.request("get", deadline: deadline) {
                .provide(request: $0, path: path, keys: keys)
            }
            guard case .provided(_, let values, let lifetime) = answer else {
                throw PluginFailure(description: "the plugin process answered something else than values")
            }
            return ConfigData(values, lifetime: lifetime)
        } catch {
            throw ConfigError("\(error)")
        }
    }

    private func session() async throws -> PluginSession {
        if let starting { return try await starting.value }
        starts += 1
        let number = starts
        let task = Task { try await start(number) }
        starting = task
        do {
            return try await task.value
        } catch {
            forget(number)
            throw error
        }
    }

    private func start(_ number: Int) async throws -> PluginSession {
        let launch = ProcessLaunch(
            label: "\(alias) (provider)", subject: "config provider \(alias), class \(className), plugin \(file)",
            arguments: ["provider"])
        let process = try await launcher.launch(launch, context: "", secrets: ConfigSecrets())
        let session = PluginSession(process: process) { [weak self] notice in
            if case .ended = notice { await self?.forget(number) }
        }
        let start = ProcessStart(
            connector: alias, task: 0, pluginFile: file, className: className, config: settings, connectorConfig: [:],
            workerConfig: [:], workerID: "")
        _ = try await session.start(start, deadline: deadline)
        return session
    }

    private func forget(_ number: Int) {
        if number == starts { starting = nil }
    }
}
