import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// `kill -9` of task processes loses no line: what went into the source's file is in the sink's.
///
/// `MILLRACE_KILLS` and `MILLRACE_KILL_LINES` say how often, and how many lines a second the file grows meanwhile.
@Suite struct KillTests {
    private let kills = number("MILLRACE_KILLS", otherwise: 4)
    private let linesPerSecond = number("MILLRACE_KILL_LINES", otherwise: 20_000)

    @Test func everyLineArrivesThoughTasksAreKilled() async throws {
        let topic = Broker.unique("kill")
        let worker = try await WorkerProcess(
            broker: try Broker.shared(),
            worker: ["task.restart.policy": "backoff", "task.restart.backoff.initial.ms": "100"]
        ) { directory in
            for name in ["in.txt", "steady.txt"] { makeFile(directory.appending(path: name)) }
            return [
                connector("source", "FileStreamSource", directory, file: "in.txt", "topic=\(topic)"),
                connector("sink", "FileStreamSink", directory, file: "out.txt", "topics=\(topic)"),
                connector("steady", "FileStreamSource", directory, file: "steady.txt", "topic=\(topic)-steady"),
            ]
        }
        try await with(worker) { worker in
            for name in ["source", "sink", "steady"] { try await worker.waitForTask(name) }
            let steady = worker.taskProcess(openFile: worker.directory.appending(path: "steady.txt").path())
            let growing = Growing(worker.directory.appending(path: "in.txt"), linesPerSecond: linesPerSecond)
            growing.begin()
            let out = worker.directory.appending(path: "out.txt")
            var sizeAtKill = 0
            for round in 0..<kills {
                let (name, file) = round % 2 == 0 ? ("source", "in.txt") : ("sink", "out.txt")
                try await worker.waitForTask(name)
                try await Task.sleep(for: .milliseconds(Int.random(in: 1000...1500)))
                // A member that dies while it joins holds up its group until its session is over: the sink has to be at
                // work.
                if name == "sink" { try await eventually("the sink writes") { size(of: out) > sizeAtKill } }
                sizeAtKill = size(of: out)
                let pid = try #require(worker.taskProcess(openFile: worker.directory.appending(path: file).path()))
                kill(pid, SIGKILL)
                try await eventually("the end of \(name) is noticed") {
                    !FileManager.default.fileExists(atPath: "/proc/\(pid)")
                }
            }
            let arrived = try await waitForLines(growing.end(), in: out, of: worker)
            #expect(arrived.fragments <= kills / 2, "a kill of the sink may tear one line")
            let stillSteady = worker.taskProcess(openFile: worker.directory.appending(path: "steady.txt").path())
            #expect(steady != nil && steady == stillSteady, "the other connector never stopped")
            print(
                "\(kills) kills at \(linesPerSecond) lines/s: \(arrived); the other connector: pid \(stillSteady ?? 0)")
            #expect(try await worker.terminate() == 0)
        }
    }
}

private func number(_ variable: String, otherwise standard: Int) -> Int {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? standard
}
