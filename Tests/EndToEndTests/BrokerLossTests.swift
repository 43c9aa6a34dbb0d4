import Foundation
import Glibc
import TestSupport
import Testing

/// A worker outlives its broker.
@Suite struct BrokerLossTests {
    @Test("A worker starts without its broker, says so, and moves every line when the broker comes and comes back")
    func absentAndBack() async throws {
        let broker = try Broker()
        broker.end(SIGTERM)
        let worker = try await WorkerProcess(broker: broker) { fileToFile($0, topic: "lines") }
        try await with(worker) { worker in
            let (lines, out) = (worker.directory.appending(path: "in.txt"), worker.directory.appending(path: "out.txt"))
            for name in ["source", "sink"] { try await worker.waitForTask(name) }
            try append(0..<10_000, to: lines)
            try await eventually("the operator hears of it") {
                worker.log.contains("Kafka does not answer yet (bootstrap.servers=\(broker.address))")
            }
            try broker.startAgain()
            #expect(try await waitForLines(10_000, in: out, of: worker).duplicates == 0)
            try await eventually("the cluster is known") { worker.log.contains("Kafka cluster ID: ") }

            broker.end(SIGTERM)
            try append(10_000..<30_000, to: lines)
            try broker.startAgain()
            // A commit that the broker's end interrupted is made again; until then its records may come again.
            #expect(try await waitForLines(30_000, in: out, of: worker).fragments == 0)
            for name in ["source", "sink"] { #expect(try await worker.taskState(name) == "RUNNING") }
            #expect(try await worker.terminate() == 0)
        }
    }

    @Test("After kill -9 of the broker while lines are on their way every line arrives, without any restart policy")
    func killed() async throws {
        let broker = try Broker()
        let worker = try await WorkerProcess(broker: broker) { fileToFile($0, topic: "lines") }
        try await with(worker) { worker in
            let (lines, out) = (worker.directory.appending(path: "in.txt"), worker.directory.appending(path: "out.txt"))
            let growing = Growing(lines, linesPerSecond: 10_000)
            growing.begin()
            try await eventually("lines arrive") { size(of: out) > 100_000 }
            broker.end(SIGKILL)
            let atKill = size(of: lines)
            try await eventually("lines wait for the broker") { size(of: lines) > atKill + 100_000 }
            try broker.startAgain()
            #expect(try await waitForLines(growing.end(), in: out, of: worker).fragments == 0)
            for name in ["source", "sink"] { try await worker.waitForTask(name) }
            #expect(try await worker.terminate() == 0)
        }
    }
}
