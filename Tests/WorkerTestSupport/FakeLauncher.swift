public import ConnectConfig
public import Supervisor
internal import Synchronization
public import TaskProtocol
public import Worker

/// Plugin processes that are only made up, so that tests decide what a process says, when it ends, and what it never
/// answers.
public final class FakeLauncher: PluginLauncher {
    /// Says whether it took care of a message; otherwise the process does what a good plugin does.
    public typealias Fault = @Sendable (FakePlugin, ToProcess) -> Bool

    /// What scans find, by the file's name.
    private let classes: [String: [PluginDescription]]
    private let fault: Fault
    private let launched = Mutex<[FakePlugin]>([])

    /// A launcher of good plugins with faults.
    public init(classes: [String: [PluginDescription]] = [:], fault: @escaping Fault = { _, _ in false }) {
        self.classes = classes
        self.fault = fault
    }

    /// What is built into these processes.
    public static let builtIns: [PluginDescription] = [
        "converters.ByteArrayConverter", "json.JsonConverter", "storage.StringConverter",
        "storage.SimpleHeaderConverter",
    ].flatMap { name in
        [PluginDescription.Kind.converter, .headerConverter].filter {
            $0 == .headerConverter || !name.hasSuffix("HeaderConverter")
        }.map { kind in
            PluginDescription(
                kind: kind, className: "org.apache.kafka.connect.\(name)", version: "4.3.0", documentation: "",
                aliases: [], keys: [])
        }
    }

    /// The processes of a role so far.
    public func processes(_ role: String) -> [FakePlugin] {
        launched.withLock { $0.filter { $0.role == role } }
    }

    /// See `PluginLauncher`.
    public func launch(
        _ launch: ProcessLaunch, context: String, secrets: ConfigSecrets
    ) async throws -> any LaunchedPlugin {
        let plugin = FakePlugin(launch: launch, fault: fault)
        launched.withLock { $0.append(plugin) }
        if plugin.role == "scan" {
            let name = launch.arguments.dropFirst().first?.split(separator: "/").last.map(String.init)
            let found = name.map { classes[$0] } ?? Self.builtIns
            plugin.say(found.map(FromProcess.scanned) ?? .rejected(reason: "it is no plugin"))
            plugin.end()
        }
        return plugin
    }
}

/// A process that is only made up.
public final class FakePlugin: LaunchedPlugin {
    /// `scan`, `validate`, `connector` or `task`.
    public let role: String
    /// The name in logs: `connector-0` for a task.
    public let label: String
    /// What it was told.
    public var received: [ToProcess] { messages.withLock { $0 } }

    private let messages = Mutex<[ToProcess]>([])
    private let fault: FakeLauncher.Fault
    private let events: AsyncStream<PluginEvent>
    private let continuation: AsyncStream<PluginEvent>.Continuation

    init(launch: ProcessLaunch, fault: @escaping FakeLauncher.Fault) {
        role = launch.arguments[0]
        label = launch.label
        self.fault = fault
        (events, continuation) = AsyncStream.makeStream()
    }

    /// Says something to the worker.
    public func say(_ message: FromProcess) {
        continuation.yield(.message(message))
    }

    /// Ends, gracefully unless there is a trace.
    public func end(trace: String? = nil) {
        continuation.yield(.ended(PluginEnd(isSuccess: trace == nil, trace: trace ?? "ended with exit code 0")))
        continuation.finish()
    }

    /// No call ever hangs.
    public let call: TaskMetricsSnapshot.Call? = nil

    /// See `LaunchedPlugin`.
    public func nextEvent() async -> PluginEvent? {
        var iterator = events.makeAsyncIterator()
        return await iterator.next()
    }

    /// See `LaunchedPlugin`.
    public func kill() {
        end(trace: "killed")
    }

    /// See `LaunchedPlugin`.
    public func send(_ message: ToProcess) throws {
        messages.withLock { $0.append(message) }
        if fault(self, message) { return }
        switch message {
        case .start: say(.started(version: "4.3.0"))
        case .pause: say(.paused)
        case .resume: say(.resumed)
        case .stop:
            say(.stopped)
            end()
        case .taskConfigs(let request, _): say(.taskConfigs(request: request, configs: [["task": "0"]]))
        case .validate(let request, let targets):
            say(.validated(request: request, results: targets.map { _ in ValidationResult() }))
        case .provide(let request, _, let keys):
            say(
                .provided(
                    request: request, values: Dictionary(keys.map { ($0, "value of \($0)") }) { $1 }, lifetime: nil))
        case .alterOffsets(let request, _): say(.offsetsAltered(request: request, accepted: true))
        case .offsets, .offsetsCommitted: break
        }
    }
}
