internal import ConnectConfig
internal import ConnectData
internal import PluginHost
internal import TaskProtocol

/// Validates configurations of a connector: by the definition of its keys, then by the connector itself.
struct ValidationRunner {
    private let environment: TaskEnvironment

    init(_ environment: TaskEnvironment) {
        self.environment = environment
    }

    /// Serves requests until the daemon asks for the end.
    func run() throws(TaskFailure) {
        let connector = try TaskFailure.during("create") { () throws(ConnectError) in
            let plugin = try environment.loadPlugin([.source, .sink])
            return try environment.call(.validate) { () throws(ConnectError) in
                try HostedConnector(plugin, services: NoServices())
            }
        }
        let channel = environment.process.control
        while case .frame(let frame) = try? channel.receive(), let message = try? ToProcess(frame: frame) {
            guard case .validate(let request, let config) = message else { return }
            do {
                try channel.send(validate(connector, config, request).frame)
            } catch {
                endNow()
            }
        }
    }

    private func validate(_ connector: HostedConnector, _ config: [String: String], _ request: UInt64) -> FromProcess {
        do throws(ConnectError) {
            let values = try environment.call(.validate) { () throws(ConnectError) in try connector.validate(config) }
            let complaints = values.flatMap { value in
                value.errors.map { ConfigComplaint(name: value.name, message: $0) }
            }
            return .validated(request: request, errors: complaints)
        } catch {
            return .requestFailed(request: request, message: error.message)
        }
    }
}

/// A connector that is only validated has no one to ask.
private final class NoServices: ConnectorServices {
    func requestTaskReconfiguration() {}
    func raiseError(_ message: String) {}

    func readOffsets(
        of partitions: UnsafeBufferPointer<Value>, into offsets: UnsafeMutableBufferPointer<Value>, memory: Batch
    ) throws(ConnectError) {
        throw ConnectError(.fatal, "Offsets cannot be read while a configuration is validated")
    }
}
