import ConnectConfig
import Supervisor
import Synchronization
import TaskProtocol
import TestSupport
import Testing
import Worker
import WorkerTestSupport

/// Faults that no real plugin can be made to show at will, injected by made-up processes.
@Suite("The standalone herder and faulty processes")
struct FaultTests {
    private let source = ["connector.class": "FileStreamSource", "topic": "t", "file": "/dev/null"]
    private let sink = ["connector.class": "FileStreamSink", "topics": "t", "file": "/dev/null"]

    private func worker(
        _ settings: [String: String] = [:], groups: (any ConsumerGroups)? = nil,
        fault: @escaping FakeLauncher.Fault = { _, _ in false }
    ) async throws -> (TestWorker, FakeLauncher) {
        let launcher = FakeLauncher(classes: ["file.so": TestWorker.fileStream], fault: fault)
        let directory = try TemporaryDirectories.make("herder")
        let worker = try await TestWorker(
            launcher: launcher, directory: directory, settings: settings, files: ["file.so"], groups: groups)
        return (worker, launcher)
    }

    @Test("Questions are answered while a plugin hangs, and what hangs ends at its deadline")
    func hangingStart() async throws {
        let (worker, launcher) = try await worker(["connector.call.timeout.ms": "300"]) { plugin, message in
            if case .start = message { plugin.role == "connector" } else { false }
        }
        let creation = Task { try await worker.create("c", source) }
        try await eventually { !launcher.processes("connector").isEmpty }
        #expect(await worker.herder.connectorNames() == ["c"])
        #expect(try await worker.herder.status(of: "c").connector.state == .unassigned)
        let error = await #expect(throws: HerderError.self) { try await creation.value }
        #expect(
            error
                == .failed(
                    "Failed to start connector c: start did not return within 300 ms, so the plugin process was ended"))
        let status = try await worker.herder.status(of: "c")
        #expect(status.connector.state == .failed)
        #expect(status.connector.trace?.contains("start did not return within 300 ms") == true)
    }

    @Test("A sink task that dies is taken out of its group before it is started again")
    func leavesGroup() async throws {
        let groups = RecordedGroups()
        let settings = ["task.restart.policy": "backoff", "task.restart.backoff.initial.ms": "1"]
        let (worker, launcher) = try await worker(settings, groups: groups) { plugin, message in
            guard plugin.role == "task", case .start(let start) = message else { return false }
            plugin.say(.started(version: "1"))
            plugin.say(.joinedGroup(group: "connect-\(start.connector)", member: "member-1"))
            return true
        }
        try await worker.create("s", sink.merging(["consumer.override.client.id": "mine"]) { $1 })
        try await eventually { try await worker.herder.status(of: "s").tasks.first?.state == .running }
        groups.atLeave { launcher.processes("task").count }
        launcher.processes("task")[0].end(trace: "killed by a test")
        try await eventually { launcher.processes("task").count >= 2 }
        #expect(groups.left == ["connect-s member-1 mine, with 1 processes so far"])
    }

    @Test("A failed task is started again as often as its policy says, and then stays failed")
    func restartLimit() async throws {
        let settings = [
            "task.restart.policy": "backoff", "task.restart.backoff.initial.ms": "1",
            "task.restart.backoff.limit": "3",
        ]
        let (worker, launcher) = try await worker(settings) { plugin, message in
            guard plugin.role == "task", case .start = message else { return false }
            plugin.say(.failed(trace: "it always fails"))
            plugin.end()
            return true
        }
        try await worker.create("c", source)
        try await eventually { launcher.processes("task").count >= 4 }
        let status = try await worker.status(of: "c") { $0.tasks.first?.state == .failed }
        #expect(status.tasks.first?.trace == "it always fails")
        #expect(status.connector.state == .running)
        #expect(launcher.processes("task").count == 4)
    }

    @Test("Without a policy a failed task stays failed, as in Connect, until somebody restarts it")
    func restartByHand() async throws {
        let (worker, launcher) = try await worker()
        try await worker.create("c", source)
        _ = try await worker.status(of: "c") { $0.tasks.first?.state == .running }
        launcher.processes("task")[0].end(trace: "killed by a test")
        var status = try await worker.status(of: "c") { $0.tasks.first?.state == .failed }
        #expect(status.tasks.first?.trace == "killed by a test")
        status = try await worker.herder.restart("c", includeTasks: true, onlyFailed: true)
        #expect(status.connector.state == .running)
        #expect(status.tasks.first?.state == .restarting)
        status = try await worker.status(of: "c") { $0.tasks.first?.state == .running }
        #expect(status.tasks.first?.trace == nil)
        #expect(launcher.processes("task").count == 2)
        #expect(launcher.processes("connector").count == 1)
    }

    @Test("A restart with tasks restarts them also when the connector itself cannot be started now")
    func restartOfTasksAlone() async throws {
        let isBroken = Mutex(false)
        let (worker, launcher) = try await worker { plugin, message in
            guard plugin.role == "connector", case .start = message, isBroken.withLock({ $0 }) else { return false }
            plugin.say(.failed(trace: "not now"))
            plugin.end()
            return true
        }
        try await worker.create("c", source)
        _ = try await worker.status(of: "c") { $0.tasks.first?.state == .running }
        isBroken.withLock { $0 = true }
        _ = try await worker.herder.restart("c", includeTasks: true, onlyFailed: false)
        let status = try await worker.status(of: "c") {
            $0.connector.state == .failed && $0.tasks.first?.state == .running
        }
        #expect(status.connector.state == .failed)
        #expect(status.tasks.map(\.state) == [.running])
        #expect(launcher.processes("task").count == 2)
    }

    @Test(
        "A task whose Kafka client cannot go on is started anew without any policy, and a task that fails then is not")
    func renewal() async throws {
        let starts = Mutex(0)
        let (worker, launcher) = try await worker { plugin, message in
            guard plugin.role == "task", case .start = message else { return false }
            let number = starts.withLock { starts in
                starts += 1
                return starts
            }
            plugin.say(.started(version: "1"))
            plugin.say(.failed(trace: "out of order", restart: number < 3))
            plugin.end()
            return true
        }
        try await worker.create("c", source)
        try await eventually { launcher.processes("task").count >= 3 }
        let status = try await worker.status(of: "c") { $0.tasks.first?.state == .failed }
        #expect(status.tasks.first?.trace == "out of order")
        #expect(launcher.processes("task").count == 3)
    }

    @Test("Tasks get the full names of converters and transformations, whichever names the files have")
    func shortNames() async throws {
        let classes = [
            (PluginDescription.Kind.converter, "org.example.MineConverter"),
            (.transformation, "org.example.Mask$Value"),
        ].map { kind, name in
            PluginDescription(kind: kind, className: name, version: "1", documentation: "", aliases: [], keys: [])
        }
        let launcher = FakeLauncher(classes: ["file.so": TestWorker.fileStream + classes])
        let worker = try await TestWorker(
            launcher: launcher, directory: try TemporaryDirectories.make("herder"), settings: ["key.converter": "Mine"],
            files: ["file.so"])
        let config = ["value.converter": "JsonConverter", "transforms": "m", "transforms.m.type": "Value"]
        try await worker.create("c", source.merging(config) { $1 })
        _ = try await worker.status(of: "c") { $0.tasks.first?.state == .running }
        guard case .start(let start) = launcher.processes("task").first?.received.first else {
            Issue.record("the task was not started")
            return
        }
        #expect(start.workerConfig["key.converter"] == "org.example.MineConverter")
        #expect(start.connectorConfig["value.converter"] == "org.apache.kafka.connect.json.JsonConverter")
        #expect(start.connectorConfig["transforms.m.type"] == "org.example.Mask$Value")
        #expect(start.otherPlugins.keys.sorted() == ["org.example.Mask$Value", "org.example.MineConverter"])
        #expect(try await worker.herder.info(of: "c").config["value.converter"] == "JsonConverter")
    }

    @Test("More tasks than tasks.max fail the connector, unless that is not enforced", arguments: [true, false])
    func tooManyTasks(enforced: Bool) async throws {
        let (worker, _) = try await worker { plugin, message in
            guard case .taskConfigs(let request, _) = message else { return false }
            plugin.say(.taskConfigs(request: request, configs: [[:], [:], [:]]))
            return true
        }
        let config = source.merging(["tasks.max": "2", "tasks.max.enforce": "\(enforced)"]) { $1 }
        guard enforced else {
            #expect(try await worker.create("c", config).taskCount == 3)
            return
        }
        let error = await #expect(throws: HerderError.self) { try await worker.create("c", config) }
        #expect(error?.description.hasPrefix("The connector c has generated 3 tasks, which is greater than 2") == true)
        let status = try await worker.herder.status(of: "c")
        #expect(status.connector.state == .failed)
        #expect(status.tasks.isEmpty)
    }

    @Test("A connector that asks for it gets its tasks configured anew")
    func reconfiguration() async throws {
        let width = Mutex(1)
        let (worker, launcher) = try await worker { plugin, message in
            guard case .taskConfigs(let request, _) = message else { return false }
            let configs = (0..<width.withLock { $0 }).map { ["number": "\($0)"] }
            plugin.say(.taskConfigs(request: request, configs: configs))
            return true
        }
        try await worker.create("c", source.merging(["tasks.max": "3"]) { $1 })
        width.withLock { $0 = 3 }
        launcher.processes("connector")[0].say(.reconfigureTasks)
        let status = try await worker.status(of: "c") { status in
            status.tasks.count == 3 && status.tasks.allSatisfy { $0.state == .running }
        }
        #expect(status.tasks.map(\.state) == [.running, .running, .running])
    }

    @Test("Pause, resume and stop reach connector and tasks; a stopped connector has no processes")
    func targets() async throws {
        let (worker, launcher) = try await worker()
        try await worker.create("c", source, state: .paused)
        var status = try await worker.status(of: "c") { $0.tasks.first?.state == .paused }
        guard case .start(let start) = launcher.processes("task")[0].received.first else {
            Issue.record("the task was not started")
            return
        }
        #expect(status.connector.state == .paused)
        #expect(start.paused)
        try await worker.herder.setTarget(.started, of: "c")
        status = try await worker.status(of: "c") { $0.tasks.first?.state == .running }
        #expect(status.connector.state == .running)
        try await worker.herder.setTarget(.stopped, of: "c")
        status = try await worker.herder.status(of: "c")
        #expect(status.connector.state == .stopped)
        #expect(status.tasks.isEmpty)
        #expect(launcher.processes("task").allSatisfy { $0.received.last == .stop })
    }

    @Test("Errors of the worker's and of the plugin's checks are told together")
    func collectsErrors() async throws {
        let (worker, _) = try await worker { plugin, message in
            guard case .validate(let request, _) = message else { return false }
            let complaint = ValidationResult(values: [ValidatedValue(name: "file", errors: ["No such file"])])
            plugin.say(.validated(request: request, results: [complaint]))
            return true
        }
        let error = await #expect(throws: HerderError.self) {
            try await worker.create("c", source.merging(["tasks.max": "0"]) { $1 })
        }
        #expect(
            error
                == .badRequest(
                    """
                    Connector configuration is invalid and contains the following 2 error(s):
                    No such file
                    Invalid value 0 for configuration tasks.max: Value must be at least 1
                    You can also find the above list of errors at the endpoint \
                    `/connector-plugins/{connectorType}/config/validate`
                    """))
        #expect(await worker.herder.connectorNames().isEmpty)
    }

    @Test("Offsets that a task commits are durable, and a restarted task reads them")
    func offsets() async throws {
        let (worker, launcher) = try await worker()
        try await worker.create("c", source)
        _ = try await worker.status(of: "c") { $0.tasks.first?.state == .running }
        let task = launcher.processes("task")[0]
        let partition = Array(#"{"filename":"a"}"#.utf8)
        let offset = Array(#"{"position":7}"#.utf8)
        task.say(.commitOffsets(request: 5, offsets: [SourceOffset(partition: partition, offset: offset)]))
        try await eventually { task.received.contains(.offsetsCommitted(request: 5, error: nil)) }
        task.say(.readOffsets(request: 6, partitions: [partition, Array("{}".utf8)]))
        try await eventually { task.received.contains(.offsets(request: 6, offsets: [offset, nil])) }
        let stored = try FileOffsetStore(path: worker.config.offsetStorageFile)
        #expect(try await stored.offsets(of: [partition], connector: "c") == [offset])
    }

    @Test("The end stops all tasks gracefully, and what does not stop is ended at the deadline")
    func end() async throws {
        let (worker, launcher) = try await worker(["task.shutdown.graceful.timeout.ms": "200"]) { plugin, message in
            plugin.label == "hangs-0" && message == .stop
        }
        for name in ["hangs", "stops"] { try await worker.create(name, source) }
        for name in ["hangs", "stops"] { _ = try await worker.status(of: name) { $0.tasks.first?.state == .running } }
        await worker.herder.end()
        #expect(launcher.processes("task").map(\.received.last) == [.stop, .stop])
        let late = await #expect(throws: HerderError.self) { try await worker.create("late", source) }
        #expect(late == .conflict("The worker is being stopped"))
    }
}

/// Groups that only note who leaves.
private final class RecordedGroups: ConsumerGroups {
    private let notes = Mutex<[String]>([])
    private let count = Mutex<@Sendable () -> Int>({ 0 })

    var left: [String] { notes.withLock { $0 } }

    func atLeave(_ count: @escaping @Sendable () -> Int) {
        self.count.withLock { $0 = count }
    }

    func leave(group: String, member: String, settings: [String: String]) async throws {
        let processes = count.withLock { $0 }()
        notes.withLock {
            $0.append("\(group) \(member) \(settings["client.id"] ?? ""), with \(processes) processes so far")
        }
    }
}
