public import ConnectConfig
internal import Logging
public import Supervisor
internal import TaskProtocol

/// Starts plugin processes under the supervisor, and writes what they log and print to the worker's log.
public struct SupervisedLauncher: PluginLauncher {
    private let supervisor: ProcessSupervisor

    /// Uses a supervisor, which the caller shuts down.
    public init(supervisor: ProcessSupervisor) {
        self.supervisor = supervisor
    }

    /// See `PluginLauncher`.
    public func launch(
        _ launch: ProcessLaunch, context: String, secrets: ConfigSecrets
    ) async throws -> any LaunchedPlugin {
        SupervisedPlugin(process: try await supervisor.spawn(launch), context: context, secrets: secrets)
    }
}

private struct SupervisedPlugin: LaunchedPlugin {
    let process: PluginProcess
    let context: String
    let secrets: ConfigSecrets

    var call: TaskMetricsSnapshot.Call? { process.metrics.call }

    func send(_ message: ToProcess) throws {
        try process.send(message.frame)
    }

    func kill() {
        process.kill()
    }

    func nextEvent() async -> PluginEvent? {
        var events = process.events.makeAsyncIterator()
        while let event = await events.next() {
            switch event {
            case .message(let frame):
                do {
                    return .message(hide(try FromProcess(frame: frame)))
                } catch {
                    process.kill()
                    return .disconnected(reason: "the plugin process sent garbage over its control channel: \(error)")
                }
            case .controlClosed:
                return .disconnected(reason: "the plugin process closed its control channel")
            case .exited(let exit):
                return .ended(PluginEnd(isSuccess: exit.isSuccess, trace: secrets.hide(in: exit.traceText)))
            case .log(let level, let logger, let text):
                log(level.level, logger: logger, text)
            case .output(let stream, let line):
                log(stream == .standardError ? .warning : .info, logger: stream.rawValue, line)
            case .dropped(let source, let count):
                log(
                    .warning, logger: "millrace.supervisor",
                    "\(count) lines of the plugin's \(source.name) were dropped")
            }
        }
        return nil
    }

    /// What an operator or another client may come to see.
    private func hide(_ message: FromProcess) -> FromProcess {
        switch message {
        case .failed(let trace, let restart): .failed(trace: secrets.hide(in: trace), restart: restart)
        case .requestFailed(let request, let reason):
            .requestFailed(request: request, message: secrets.hide(in: reason))
        case .rejected(let reason): .rejected(reason: secrets.hide(in: reason))
        default: message
        }
    }

    private func log(_ level: Logger.Level, logger name: String, _ text: String) {
        let logger = Logger(label: name)
        let text = secrets.hide(in: text)
        guard !context.isEmpty else { return logger.log(level: level, "\(text)") }
        logger.log(level: level, "\(text)", metadata: [connectorContext: "\(context)"])
    }
}

/// The metadata key that names the connector and task a line is about, as in Connect's logging.
public let connectorContext = "connector.context"

extension LineSource {
    fileprivate var name: String {
        switch self {
        case .log: "log"
        case .output(let stream): stream.rawValue
        }
    }
}

extension LogLevel {
    fileprivate var level: Logger.Level {
        switch self {
        case .trace: .trace
        case .debug: .debug
        case .info: .info
        case .notice: .notice
        case .warning: .warning
        case .error: .error
        case .critical: .critical
        }
    }
}
