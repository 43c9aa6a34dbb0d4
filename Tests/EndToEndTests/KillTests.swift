import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// `kill -9` of task processes loses no line: what went into the source's file is in the sink's.
@Suite struct KillTests {
    @Test func everyLineArrivesThoughTasksAreKilled() async throws {
        let topic = Broker.unique("kill")
        let worker = try await WorkerProcess(
            broker: try Broker.shared(),
            worker: ["task.restart.policy": "backoff", "task.restart.backoff.initial.ms": "100"]
        ) { directory in
            for name in ["in.txt", "steady.txt"] {
                FileManager.default.createFile(atPath: directory.appending(path: name).path(), contents: nil)
            }
            return [
                connector("source", "FileStreamSource", directory, file: "in.txt", "topic=\(topic)"),
                connector("sink", "FileStreamSink", directory, file: "out.txt", "topics=\(topic)"),
                connector("steady", "FileStreamSource", directory, file: "steady.txt", "topic=\(topic)-steady"),
            ]
        }
        try await with(worker) { worker in
            for name in ["source", "sink", "steady"] { try await worker.waitForTask(name) }
            let steady = worker.taskProcess(openFile: worker.directory.appending(path: "steady.txt").path())
            let growing = Growing(worker.directory.appending(path: "in.txt"), linesPerSecond: 20_000)
            growing.begin()
            let out = worker.directory.appending(path: "out.txt")
            var sizeAtKill = 0
            for round in 0..<4 {
                let (name, file) = round % 2 == 0 ? ("source", "in.txt") : ("sink", "out.txt")
                try await worker.waitForTask(name)
                try await Task.sleep(for: .milliseconds(Int.random(in: 1000...1500)))
                // The broker of the tests keeps a member for ever that dies while it joins: the sink has to be at work.
                if name == "sink" { try await eventually("the sink writes") { size(of: out) > sizeAtKill } }
                sizeAtKill = size(of: out)
                let pid = try #require(worker.taskProcess(openFile: worker.directory.appending(path: file).path()))
                kill(pid, SIGKILL)
                try await eventually("the end of \(name) is noticed") {
                    !FileManager.default.fileExists(atPath: "/proc/\(pid)")
                }
            }
            let written = try growing.end()
            try await eventually("all \(written) lines arrive; the log: \(worker.log.suffix(2000))") {
                try Arrived(out, expected: written).missing == 0
            }
            #expect(try Arrived(out, expected: written).fragments <= 2)
            let stillSteady = worker.taskProcess(openFile: worker.directory.appending(path: "steady.txt").path())
            #expect(steady != nil && steady == stillSteady, "the other connector never stopped")
            #expect(try await worker.terminate() == 0)
        }
    }
}

private func size(of file: URL) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: file.path())[.size] as? Int) ?? 0
}

private func connector(
    _ name: String, _ type: String, _ directory: URL, file: String, _ more: String
) -> (name: String, text: String) {
    let path = directory.appending(path: file).path()
    return ("\(name).properties", "name=\(name)\nconnector.class=\(type)\nfile=\(path)\n\(more)\n")
}

/// A file that grows by numbered lines at a steady rate until it is told to stop.
private final class Growing: Sendable {
    private let file: URL
    private let linesPerSecond: Int
    private let task = Mutex<Task<Int, any Error>?>(nil)
    private let stopped = Atomic(false)
    private let lines = Atomic(0)

    init(_ file: URL, linesPerSecond: Int) {
        self.file = file
        self.linesPerSecond = linesPerSecond
    }

    func begin() {
        Thread.detachNewThread { [self] in
            guard let handle = try? FileHandle(forWritingTo: file) else { return }
            let begun = ContinuousClock.now
            while !stopped.load(ordering: .acquiring) {
                let count = lines.load(ordering: .relaxed)
                let wanted = Int((ContinuousClock.now - begun) / .microseconds(1)) * linesPerSecond / 1_000_000
                let text = (count..<max(count, wanted)).map { String(format: "%09d\n", $0) }.joined()
                handle.write(Data(text.utf8))
                lines.store(max(count, wanted), ordering: .releasing)
                usleep(10_000)
            }
            stopped.store(false, ordering: .releasing)
        }
    }

    /// The number of lines written in all.
    func end() throws -> Int {
        stopped.store(true, ordering: .releasing)
        while stopped.load(ordering: .acquiring) { usleep(1000) }
        return lines.load(ordering: .acquiring)
    }
}

/// What arrived of numbered lines.
private struct Arrived {
    let missing: Int
    let fragments: Int

    init(_ file: URL, expected: Int) throws {
        var seen = [Bool](repeating: false, count: expected)
        var fragments = 0
        for line in (try Data(contentsOf: file)).split(separator: UInt8(ascii: "\n")) {
            if line.count == 9, let number = Int(String(decoding: line, as: UTF8.self)), number < expected {
                seen[number] = true
            } else {
                fragments += 1
            }
        }
        missing = seen.count { !$0 }
        self.fragments = fragments
    }
}
