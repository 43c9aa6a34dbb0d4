import ConnectConfig
import Foundation
import Supervisor
import TestSupport
import Testing
import Worker
import WorkerTestSupport

/// Bad plugins in real processes: one task or connector fails with a trace that says why, and the rest goes on.
@Suite("The standalone herder and bad plugins")
struct BadPluginTests {
    private func worker(_ plugins: [String], _ settings: [String: String] = [:]) async throws -> TestWorker {
        let directory = try TemporaryDirectories.make("herder")
        let launcher = SupervisedLauncher(supervisor: try ProcessSupervisor(executable: taskExecutable))
        let all = settings.merging(["bootstrap.servers": try Broker.shared().address]) { given, _ in given }
        let worker = try await TestWorker(launcher: launcher, directory: directory, settings: all)
        try Zoo.install(plugins, into: worker.plugins.path())
        await worker.catalog.refreshed()
        return worker
    }

    @Test(
        "A task that fails says why, and the worker's other connector never stops",
        arguments: [
            ("crash-in-start", ["SIGSEGV", "in start"]), ("crash-in-poll", ["SIGSEGV", "in poll"]),
            ("exit-in-poll", ["ended with exit code 0", "in poll"]), ("abort-in-poll", ["SIGABRT", "in poll"]),
            ("fail-in-poll", ["poll"]),
            ("hang-in-poll", ["poll did not return within task.call.timeout.ms=1000"]),
        ])
    func taskFails(plugin: String, words: [String]) async throws {
        let worker = try await worker([plugin, "minimal-source"])
        try await worker.create("good", ["connector.class": "com.example.Counter", "topic": "good"])
        let good = try await worker.status(of: "good") { $0.tasks.first?.state == .running }
        #expect(good.tasks.first?.state == .running)
        try await worker.create(
            "bad", ["connector.class": Zoo.className(plugin), "task.call.timeout.ms": "1000", "topic": "zoo"])
        let status = try await worker.status(of: "bad") { $0.tasks.first?.state == .failed }
        #expect(status.connector.state == .running)
        #expect(status.tasks.first?.state == .failed)
        let trace = try #require(status.tasks.first?.trace)
        for word in words { #expect(trace.contains(word)) }
        #expect(try await worker.herder.status(of: "good").tasks.first?.state == .running)
        await worker.herder.end()
    }

    @Test(
        "A connector that fails is FAILED with a trace, and its creator hears of it",
        arguments: [
            ("crash-in-connector-start", "SIGSEGV"), ("fail-in-connector-start", "start"),
            ("fail-in-task-configs", "task configurations"),
        ])
    func connectorFails(plugin: String, word: String) async throws {
        let worker = try await worker([plugin])
        let error = await #expect(throws: HerderError.self) {
            try await worker.create("bad", ["connector.class": Zoo.className(plugin)])
        }
        #expect(error?.description.contains(word) == true)
        let status = try await worker.herder.status(of: "bad")
        #expect(status.connector.state == .failed)
        #expect(status.connector.trace != nil)
        #expect(status.connector.trace?.contains("task 0") == false, "it is no task's")
        try await worker.herder.delete("bad")
        #expect(await worker.herder.connectorNames().isEmpty)
    }

    @Test("A task that does not come back from poll is RUNNING and said to be stalled")
    func stalled() async throws {
        let worker = try await worker(["hang-in-poll"], ["task.stall.timeout.ms": "200"])
        try await worker.create("bad", ["connector.class": Zoo.className("hang-in-poll"), "topic": "zoo"])
        let status = try await worker.status(of: "bad") { status in
            status.tasks.first?.state == .running && status.tasks.first?.stall?.hasPrefix("poll") == true
        }
        #expect(status.tasks.first?.state == .running)
        #expect(status.tasks.first?.stall?.hasPrefix("poll has not returned for") == true)
        await worker.herder.end()
    }
}
