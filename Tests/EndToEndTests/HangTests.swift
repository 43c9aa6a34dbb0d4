import Foundation
import Glibc
import TestSupport
import Testing

/// Plugins that hang or crash where it hurts: one task fails, the others go on, and the worker can always be stopped.
@Suite struct HangTests {
    @Test("A task whose plugin hangs fails with a trace that says where, and another connector goes on")
    func hangingCalls() async throws {
        let topic = Broker.unique("hang")
        let limit = ["task.call.timeout.ms": "1000", "topic": topic]
        let sink = ["task.call.timeout.ms": "1000", "topics": topic]
        let bad = ["spin-in-poll", "hang-in-put", "fail-in-poll-and-hang-in-stop"]
        let worker = try await WorkerProcess(
            broker: try Broker.shared(), worker: ["task.shutdown.graceful.timeout.ms": "2000"], zoo: bad + ["source"]
        ) { _ in
            [
                zooConnector("source", ["topic": topic]), zooConnector(bad[0], limit),
                zooConnector(bad[1], kind: "SinkConnector", sink), zooConnector(bad[2], ["topic": topic]),
            ]
        }
        try await with(worker) { worker in
            try await worker.waitForTask("source")
            let good = worker.pluginProcesses().map(\.pid)
            let words = [
                ["poll did not return within task.call.timeout.ms=1000", "was killed in poll"],
                ["put did not return within task.call.timeout.ms=1000", "was killed in put"],
                ["the zoo is closed", "in poll"],
            ]
            for (plugin, words) in zip(bad, words) {
                try await worker.waitForTask(plugin, "FAILED")
                let trace = try #require(try await worker.task(plugin)?.trace)
                let file = "plugin \(worker.directory.appending(path: "plugins/\(plugin).so").path())"
                for word in words + ["connector \(plugin), task 0, class zoo.", file] {
                    #expect(trace.contains(word), "\(trace)")
                }
            }
            #expect(try await worker.taskState("source") == "RUNNING")
            let still = worker.pluginProcesses().map(\.pid)
            #expect(Set(good).intersection(still).count >= 2, "the good connector and its task never stopped")
            #expect(try await worker.terminate() == 0)
        }
    }

    @Test("A worker whose plugins all hang, or crash when they are stopped, ends in time and leaves nothing behind")
    func stopsInTime() async throws {
        let topic = Broker.unique("stop")
        let sources = ["source", "spin-in-poll", "hang-in-poll", "hang-in-stop", "crash-in-stop"]
        let sinks = ["hang-in-put", "hang-in-sink-stop"]
        let worker = try await WorkerProcess(
            broker: try Broker.shared(),
            worker: ["task.shutdown.graceful.timeout.ms": "3000", "task.stall.timeout.ms": "200"], zoo: sources + sinks
        ) { _ in
            sources.map { zooConnector($0, ["topic": topic]) }
                + sinks.map { zooConnector($0, kind: "SinkConnector", ["topics": topic]) }
        }
        try await with(worker) { worker in
            for plugin in sources + sinks { try await worker.waitForTask(plugin) }
            for plugin in ["spin-in-poll", "hang-in-poll", "hang-in-put"] {
                try await eventually("\(plugin) hangs") { try await worker.task(plugin)?.stalled != nil }
            }
            let begun = ContinuousClock.now
            #expect(try await worker.terminate() == 0)
            // One second more than the tasks have, and another for a machine that is busy with other tests.
            #expect(ContinuousClock.now - begun < .seconds(5))
            #expect(worker.pluginProcesses().isEmpty)
            for (plugin, call) in [("spin-in-poll", "poll"), ("hang-in-put", "put"), ("hang-in-sink-stop", "stop")] {
                let late = "Task \(plugin)-0 did not stop gracefully: it did not end within 3000 ms"
                #expect(worker.log.contains(late))
                let end = try Regex("Plugin process \(plugin)-0 \\(pid [0-9]+\\) was killed in \(call)")
                #expect(worker.log.contains(end))
            }
            #expect(
                worker.log.contains(try Regex("crash-in-stop-0 \\(pid [0-9]+\\) ended by SIGSEGV.* on thread stop")))
        }
    }
}
