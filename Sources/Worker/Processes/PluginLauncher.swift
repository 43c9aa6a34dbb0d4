public import ConnectConfig
public import Supervisor
public import TaskProtocol

/// Starts plugin processes: the worker's only way to plugin code.
public protocol PluginLauncher: Sendable {
    /// Starts a process; what it logs and prints appears in the worker's log with `context`, as Connect's
    /// `connector.context` does: `file-source|task-0`.
    ///
    /// - Parameter secrets: what the process is going to be given; nothing that it says shows them.
    func launch(
        _ launch: ProcessLaunch, context: String, secrets: ConfigSecrets
    ) async throws -> any LaunchedPlugin
}

/// A plugin process, as the worker sees it.
public protocol LaunchedPlugin: Sendable {
    /// What the process says next, for one reader; nil after `.ended`.
    func nextEvent() async -> PluginEvent?

    /// Hands over a message without waiting.
    func send(_ message: ToProcess) throws

    /// Ends the process at once; `.ended` follows.
    func kill()

    /// The call into the plugin that runs now, and for how long.
    var call: TaskMetricsSnapshot.Call? { get }
}

/// What a plugin process said, or what became of it.
public enum PluginEvent: Sendable {
    /// A message of the control channel.
    case message(FromProcess)
    /// The control channel cannot be used any more, although the process goes on.
    case disconnected(reason: String)
    /// The process ended. Comes once, and last.
    case ended(PluginEnd)
}

/// How a plugin process ended.
public struct PluginEnd: Sendable {
    /// Whether it returned code 0.
    public let isSuccess: Bool
    /// What an operator reads in a status: the end, the frames, the last words on standard error.
    public let trace: String

    /// An end.
    public init(isSuccess: Bool, trace: String) {
        self.isSuccess = isSuccess
        self.trace = trace
    }
}
