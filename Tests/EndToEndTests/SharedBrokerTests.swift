import Foundation
import Glibc
import TestSupport
import Testing

/// `bootstrap.servers=embedded:///DIR`: workers start the embedded broker of a directory, share it and leave it.
/// One test after the other: each moves what other tests would wait for.
@Suite(.serialized) struct SharedBrokerTests {
    @Test("A worker starts the broker in a session of its own, moves lines through it, and ends it with itself")
    func startsAndStops() async throws {
        let broker = try BrokerDirectory()
        try await with(try await worker(on: broker)) { worker in
            try append(0..<1000, to: worker.directory.appending(path: "in.txt"))
            let arrived = try await waitForLines(1000, in: worker.directory.appending(path: "out.txt"), of: worker)
            #expect(arrived.duplicates == 0)
            let process = try #require(broker.process)
            #expect(getsid(process) == process, "a terminal's Ctrl-C does not reach it")
            #expect(try broker.permissions == 0o700)
            try await eventually("the cluster is known") { worker.log.contains("Kafka cluster ID: ") }
            try await end(worker)
            #expect(!broker.runs, "it has ended before the worker")

            try await worker.startAgain()
            try append(1000..<2000, to: worker.directory.appending(path: "in.txt"))
            #expect(
                try await waitForLines(2000, in: worker.directory.appending(path: "out.txt"), of: worker).duplicates
                    == 0)
            try await end(worker)
        }
    }

    @Test("Two workers share one broker, and the last one to leave ends it")
    func shared() async throws {
        let broker = try BrokerDirectory()
        try await with(try await worker(on: broker)) { first in
            let process = try #require(broker.process)
            try await with(try await worker(on: broker)) { second in
                #expect(second.log.contains("Joined the embedded broker, process \(process)"))
                try await end(first)
                #expect(broker.runs && broker.process == process)
                try append(0..<1000, to: second.directory.appending(path: "in.txt"))
                _ = try await waitForLines(1000, in: second.directory.appending(path: "out.txt"), of: second)
                try await end(second)
                #expect(!broker.runs)
            }
        }
    }

    @Test("Workers that start at once have one broker")
    func together() async throws {
        let broker = try BrokerDirectory()
        try await withThrowingTaskGroup(of: WorkerProcess.self) { group in
            for _ in 0..<3 { group.addTask { try await worker(on: broker) } }
            let workers = try await group.reduce(into: []) { $0.append($1) }
            defer { for worker in workers { worker.kill() } }
            let how = workers.map { $0.log.contains("Started the embedded broker") }
            #expect(how.count { $0 } == 1)
            for worker in workers { try await end(worker) }
        }
        #expect(!broker.runs)
    }

    @Test("A worker that comes while the broker is ending waits for the end and starts it again")
    func comesWhileItEnds() async throws {
        let broker = try BrokerDirectory()
        try await with(try await worker(on: broker)) { worker in
            for _ in 0..<5 {
                worker.signal(SIGTERM)
                try await with(try await self.worker(on: broker)) { next in
                    #expect(broker.runs)
                    let code = try await worker.end()
                    #expect(code == 0)
                    try await end(next)
                    #expect(!broker.runs)
                }
                try await worker.startAgain()
            }
            try await end(worker)
        }
    }

    @Test("kill -9 of the broker while lines are on their way: it is started again, no task fails, no line is missing")
    func brokerIsKilled() async throws {
        let broker = try BrokerDirectory()
        try await with(try await worker(on: broker)) { worker in
            let (lines, out) = (worker.directory.appending(path: "in.txt"), worker.directory.appending(path: "out.txt"))
            let growing = Growing(lines, linesPerSecond: 10_000)
            growing.begin()
            let address = try #require(broker.address)
            for _ in 0..<4 {
                let before = size(of: out)
                try await eventually("lines arrive; the log: \(worker.log.suffix(3000))") { size(of: out) > before }
                let killed = try #require(broker.process)
                kill(killed, SIGKILL)
                let wait = try await ContinuousClock().measure {
                    try await eventually("it runs again") { broker.runs && broker.process != killed }
                }
                #expect(wait < .seconds(10))
            }
            #expect(broker.address == address)
            let arrived = try await waitForLines(growing.end(), in: out, of: worker)
            #expect(arrived.fragments == 0)
            print("4 kills of the broker: \(arrived)")
            #expect(!worker.log.contains("FAILED"))
            for name in ["source", "sink"] { #expect(try await worker.taskState(name) == "RUNNING") }
            try await end(worker)
        }
    }

    @Test(
        "kill -9 of the worker that started the broker: another goes on, and starts the broker again when it is killed")
    func starterIsKilled() async throws {
        let broker = try BrokerDirectory()
        try await with(try await worker(on: broker)) { first in
            try await with(try await worker(on: broker)) { second in
                let (lines, out) = (
                    second.directory.appending(path: "in.txt"), second.directory.appending(path: "out.txt")
                )
                let growing = Growing(lines, linesPerSecond: 10_000)
                growing.begin()
                try await eventually("lines arrive") { size(of: out) > 0 }
                let process = try #require(broker.process)
                first.signal(SIGKILL)
                _ = try await first.end()
                let before = size(of: out)
                try await eventually("lines go on arriving") { size(of: out) > before }
                #expect(broker.runs && broker.process == process)
                kill(process, SIGKILL)
                try await eventually("it runs again") { broker.runs && broker.process != process }
                #expect(try await waitForLines(growing.end(), in: out, of: second).fragments == 0)
                try await end(second)
                #expect(!broker.runs)
            }
        }
    }

    @Test(
        "SIGTERM to worker and broker at once, as service managers send it: what is in flight is committed all the same"
    )
    func bothAreTold() async throws {
        let broker = try BrokerDirectory()
        let topic = Broker.unique("told")
        // Nothing but the end commits. A sink that finds no broker when it leaves its group stays there for its session.
        let patient = [
            "offset.flush.interval.ms": "600000", "task.shutdown.graceful.timeout.ms": "60000",
            "consumer.session.timeout.ms": "6000",
        ]
        let worker = try await WorkerProcess(bootstrapServers: broker.setting, worker: patient) {
            fileToFile($0, topic: topic)
        }
        try await with(worker) { worker in
            let (lines, out) = (worker.directory.appending(path: "in.txt"), worker.directory.appending(path: "out.txt"))
            let growing = Growing(lines, linesPerSecond: 10_000)
            growing.begin()
            try await eventually("lines arrive") { size(of: out) > 0 }
            let process = try #require(broker.process)
            kill(process, SIGTERM)
            try await end(worker)
            #expect(!broker.runs)
            try await worker.startAgain()
            let arrived = try await waitForLines(growing.end(), in: out, of: worker)
            #expect(arrived.duplicates == 0 && arrived.fragments == 0, "\(arrived); the log: \(worker.log)")
            try await end(worker)
        }
    }

    @Test("After kill -9 of its only worker the broker ends by itself")
    func onlyWorkerIsKilled() async throws {
        let broker = try BrokerDirectory()
        try await with(try await worker(on: broker)) { worker in
            worker.signal(SIGKILL)
            _ = try await worker.end()
            try await eventually("the broker ends") { !broker.runs }
        }
    }

    @Test("A broker that an operator started is joined, and goes on when the workers have left")
    func operatorsBroker() async throws {
        let broker = try BrokerDirectory()
        let process = Process()
        process.executableURL = WorkerProcess.products.appending(path: "millrace-broker")
        process.arguments = ["--dir", broker.directory.path()]
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        try await eventually("it listens") { broker.address != nil }
        try await with(try await worker(on: broker)) { worker in
            #expect(worker.log.contains("Joined the embedded broker, process \(process.processIdentifier)"))
            try await end(worker)
        }
        #expect(process.isRunning)
        process.terminate()
        try await eventually("it ends") { !process.isRunning }
        #expect(process.terminationStatus == 0)
    }

    private func end(_ worker: WorkerProcess) async throws {
        let code = try await worker.terminate()
        #expect(code == 0, "the log: \(worker.log)")
    }

    private func worker(on broker: BrokerDirectory) async throws -> WorkerProcess {
        let topic = Broker.unique("shared")
        return try await WorkerProcess(bootstrapServers: broker.setting) { fileToFile($0, topic: topic) }
    }
}

/// The directory of an embedded broker, and what its files tell.
struct BrokerDirectory: Sendable {
    let directory: URL

    init() throws {
        // Its last part is left to the worker.
        directory = try TemporaryDirectories.make("embedded").appending(path: "broker")
    }

    var setting: String { "embedded://\(directory.path())" }

    var process: pid_t? { line("lock").flatMap { pid_t($0) } }

    var address: String? { line("address") }

    /// Whether the process that owned the directory last runs, and can be reached.
    var runs: Bool {
        guard let process else { return false }
        return kill(process, 0) == 0 && address != nil
    }

    var permissions: Int {
        get throws {
            let attributes = try FileManager.default.attributesOfItem(atPath: directory.path())
            return attributes[.posixPermissions] as? Int ?? 0
        }
    }

    private func line(_ name: String) -> String? {
        let text = try? String(contentsOf: directory.appending(path: name), encoding: .utf8)
        return text?.split(separator: "\n").first.map(String.init)
    }
}
