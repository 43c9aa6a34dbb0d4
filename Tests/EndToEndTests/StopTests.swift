import Foundation
import Glibc
import TestSupport
import Testing

/// How a worker ends: gracefully, hard, or by `kill -9`.
@Suite struct StopTests {
    @Test(
        "SIGTERM, though it comes twice at once, commits what is in flight: after another start each line is there once"
    )
    func drains() async throws {
        let topic = Broker.unique("drain")
        // Nothing but the end commits.
        let worker = try await WorkerProcess(
            broker: try Broker.shared(),
            worker: ["offset.flush.interval.ms": "600000", "task.shutdown.graceful.timeout.ms": "60000"]
        ) { fileToFile($0, topic: topic) }
        try await with(worker) { worker in
            let out = worker.directory.appending(path: "out.txt")
            let growing = Growing(worker.directory.appending(path: "in.txt"), linesPerSecond: 10_000)
            growing.begin()
            try await eventually("lines arrive") { size(of: out) > 0 }
            // As `timeout` and shells do: one wish, several signals at once.
            worker.signal(SIGTERM)
            worker.signal(SIGINT)
            #expect(try await worker.terminate() == 0)
            #expect(worker.pluginProcesses().isEmpty)
            let written = growing.end()
            #expect(size(of: out) < written * 10, "the worker was stopped while lines were on their way")

            try await worker.startAgain()
            let arrived = try await waitForLines(written, in: out, of: worker)
            #expect(arrived.duplicates == 0, "the log: \(worker.log)")
            #expect(arrived.fragments == 0)
            #expect(try await worker.terminate() == 0)
        }
    }

    @Test("A second SIGTERM ends a worker at once whose plugins hang, and nothing is left")
    func secondSignal() async throws {
        let worker = try await hanging()
        try await with(worker) { worker in
            worker.signal(SIGTERM)
            try await eventually("it stops") { worker.log.contains("Stopping: tasks have 600000 ms to end") }
            // Nothing tells when the second is over in which a signal counts as the first.
            try await Task.sleep(for: .milliseconds(1200))
            #expect(!worker.pluginProcesses().isEmpty)
            #expect(try await worker.terminate() == 128 + SIGTERM)
            try await eventually("the plugins' processes end") { worker.pluginProcesses().isEmpty }
            #expect(try files(worker) == before)
        }
    }

    @Test("After kill -9 of the worker no plugin process and no file is left")
    func killed() async throws {
        let worker = try await hanging()
        try await with(worker) { worker in
            worker.signal(SIGKILL)
            _ = try await worker.end()
            try await eventually("the plugins' processes end") { worker.pluginProcesses().isEmpty }
            #expect(try files(worker) == before)
        }
    }

    private let plugins = ["spin-in-poll", "hang-in-stop", "source"]
    private var before: Set<String> {
        Set(plugins.map { "\($0).properties" } + ["log", "plugins", "worker.properties"])
    }

    /// A worker whose tasks would not end by themselves.
    private func hanging() async throws -> WorkerProcess {
        let topic = Broker.unique("hanging")
        let worker = try await WorkerProcess(
            broker: try Broker.shared(), worker: ["task.shutdown.graceful.timeout.ms": "600000"], zoo: plugins
        ) { _ in plugins.map { zooConnector($0, ["topic": topic]) } }
        for plugin in plugins { try await worker.waitForTask(plugin) }
        return worker
    }

    /// The files beside the offsets, which are replaced at any time: a next write takes the place of a torn one.
    private func files(_ worker: WorkerProcess) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: worker.directory.path())).subtracting([
            "offsets", "offsets.new",
        ])
    }
}
