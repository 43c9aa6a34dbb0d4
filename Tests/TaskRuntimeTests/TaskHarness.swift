import Foundation
import Supervisor
import Synchronization
import TaskProtocol
import TestSupport
import Testing

/// The daemon's part, as far as one task process sees it: spawns it, keeps its offsets, and collects what it says.
final class TaskHarness: Sendable {
    let process: PluginProcess
    private let supervisor: ProcessSupervisor
    private let offsets: Mutex<[[UInt8]: [UInt8]]>
    private let seen = Mutex(Seen())

    struct Seen {
        var messages: [FromProcess] = []
        var logs: [String] = []
        var exit: ProcessExit?
    }

    /// The executable lies beside the test bundle.
    static let executable: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "millrace-task").path()
    }()

    /// Spawns a process, says `start` to it, and begins to answer its questions about offsets.
    init(
        role: [String], start: ProcessStart?, limits: ProcessLaunch.Limits = .init(),
        offsets: [[UInt8]: [UInt8]] = [:]
    ) async throws {
        supervisor = try ProcessSupervisor(executable: Self.executable)
        self.offsets = Mutex(offsets)
        process = try await supervisor.spawn(ProcessLaunch(label: "test-0", arguments: role, limits: limits))
        if let start { try process.send(ToProcess.start(start).frame) }
        Task { await collect() }
    }

    /// A task of a plugin of the zoo. `plugins` names the zoo's plugin of each class that its chain uses, `files` the
    /// shared object of each class that is not in the zoo.
    static func task(
        _ plugin: String, kind: String = "SourceConnector", className: String? = nil, connector: String? = nil,
        config: [String: String] = [:], worker: [String: String] = [:], plugins: [String: String] = [:],
        files: [String: String] = [:], secrets: [String: String] = [:], paused: Bool = false,
        limits: ProcessLaunch.Limits = .init(),
        offsets: [[UInt8]: [UInt8]] = [:],
        broker: String
    ) async throws -> TaskHarness {
        let name = className ?? Zoo.className(plugin, kind: kind)
        var files = files
        for (className, plugin) in plugins { files[className] = try await Zoo.built(plugin) }
        let defaults = [
            "bootstrap.servers": broker, "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.storage.StringConverter",
            "offset.flush.interval.ms": "100",
            // On a busy machine the broker's answers, and the test's own to a task's commits, may be slow.
            "task.shutdown.graceful.timeout.ms": "60000",
        ]
        let start = ProcessStart(
            connector: connector ?? Broker.unique(plugin), task: 0, pluginFile: try await Zoo.built(plugin),
            className: name, config: config, connectorConfig: config, workerConfig: defaults.merging(worker) { $1 },
            otherPlugins: files, secrets: secrets, paused: paused, workerID: "127.0.0.1:8083")
        return try await TaskHarness(role: ["task"], start: start, limits: limits, offsets: offsets)
    }

    /// The offsets in the store, as a restarted task is given them.
    var storedOffsets: [[UInt8]: [UInt8]] { offsets.withLock { $0 } }
    var hasEnded: Bool { seen.withLock { $0.exit != nil } }
    var messages: [FromProcess] { seen.withLock { $0.messages } }
    var logs: [String] { seen.withLock { $0.logs } }
    /// The committed offsets, as text, by partition.
    var committed: [String: String] {
        offsets.withLock { offsets in
            Dictionary(uniqueKeysWithValues: offsets.map { (text($0.key), text($0.value)) })
        }
    }

    func send(_ message: ToProcess) throws { try process.send(message.frame) }

    /// Waits until what was seen fulfils a condition; fails after 60 seconds.
    @discardableResult
    func wait(
        _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, until condition: (Seen) -> Bool
    ) async throws -> Seen {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let now = seen.withLock { $0 }
            if condition(now) { return now }
            if now.exit != nil { break }
            try await Task.sleep(for: .milliseconds(2))
        }
        let last = seen.withLock { $0 }
        if condition(last) { return last }
        Issue.record("\(what): \(last)", sourceLocation: sourceLocation)
        throw TestSupportError(description: "\(what)")
    }

    /// Waits for the end of the process.
    func exit() async throws -> ProcessExit {
        let seen = try await wait("the process ends") { $0.exit != nil }
        return try #require(seen.exit)
    }

    /// Asks for a graceful end and waits for it.
    func stop() async throws -> ProcessExit {
        try send(.stop)
        return try await exit()
    }

    /// What the process said it failed with, else what its end says.
    func failure() async throws -> String {
        let exit = try await exit()
        for case .failed(let trace, _) in messages { return trace }
        return exit.traceText
    }

    func end() async {
        process.kill()
        await supervisor.shutdown()
    }

    private func collect() async {
        for await event in process.events {
            switch event {
            case .message(let frame):
                guard let message = try? FromProcess(frame: frame) else { continue }
                answer(message)
                seen.withLock { $0.messages.append(message) }
            case .log(_, _, let text): seen.withLock { $0.logs.append(text) }
            case .output(_, let line): seen.withLock { $0.logs.append(line) }
            case .exited(let exit): seen.withLock { $0.exit = exit }
            case .dropped, .controlClosed: break
            }
        }
    }

    private func answer(_ message: FromProcess) {
        switch message {
        case .readOffsets(let request, let partitions):
            let found = offsets.withLock { offsets in partitions.map { offsets[$0] } }
            try? send(.offsets(request: request, offsets: found))
        case .commitOffsets(let request, let entries):
            offsets.withLock { offsets in for entry in entries { offsets[entry.partition] = entry.offset } }
            try? send(.offsetsCommitted(request: request, error: nil))
        default: break
        }
    }
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Runs `body` with a harness, which is ended afterwards.
func with<T>(_ harness: TaskHarness, _ body: (TaskHarness) async throws -> T) async throws -> T {
    do {
        let result = try await body(harness)
        await harness.end()
        return result
    } catch {
        await harness.end()
        throw error
    }
}
