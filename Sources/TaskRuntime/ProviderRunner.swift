internal import ConnectData
internal import PluginHost
internal import TaskProtocol

/// Runs a config provider of a plugin: it looks up what the daemon asks for, until the daemon asks for the end.
struct ProviderRunner {
    private let environment: TaskEnvironment

    init(_ environment: TaskEnvironment) {
        self.environment = environment
    }

    /// Throws why the provider cannot be made or configured.
    func run() throws(TaskFailure) {
        let plugin = try TaskFailure.during("loading the plugin") { () throws(ConnectError) in
            try environment.loadPlugin([.configProvider])
        }
        let provider = try TaskFailure.during("configure") { () throws(ConnectError) in
            try environment.call(.configure) { () throws(ConnectError) in
                try HostedConfigProvider(plugin, environment.start.config)
            }
        }
        defer { provider.destroy() }
        let channel = environment.process.control
        send(.started(version: plugin.version))
        while case .frame(let frame) = try? channel.receive(), let message = try? ToProcess(frame: frame) {
            guard case .provide(let request, let path, let keys) = message else { return }
            do throws(ConnectError) {
                let found = try environment.call(.provide) { () throws(ConnectError) in
                    try provider.get(path: path, keys: keys)
                }
                send(.provided(request: request, values: found.values, lifetime: found.lifetime))
            } catch {
                send(.requestFailed(request: request, message: error.message))
            }
        }
    }

    private func send(_ message: FromProcess) {
        do { try environment.process.control.send(message.frame) } catch { endNow() }
    }
}
