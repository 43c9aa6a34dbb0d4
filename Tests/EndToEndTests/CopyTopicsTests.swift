import Foundation
import Glibc
import KafkaClient
import Synchronization
import TestSupport
import Testing

/// `millrace copy-topics`: how topics leave the embedded broker for a cluster, which here is another broker.
@Suite struct CopyTopicsTests {
    @Test("Every committed record arrives in its partition as it was, and a topic that is missing is made as it was")
    func copiesAll() async throws {
        try await withTwoBrokers { source, target in
            try source.makeTopic(
                "orders", partitions: 3, configs: ["max.message.bytes": "2000000", "retention.ms": "-1"])
            try source.makeTopic("empty", partitions: 2)
            let records = [
                Sent(partition: 0, key: "k", value: "v", timestamp: 1_600_000_000_000),
                Sent(partition: 0, key: nil, value: "no key", timestamp: 0),
                Sent(partition: 0, key: "gone", value: nil, timestamp: 1_600_000_000_001),
                Sent(partition: 1, key: "", value: "", timestamp: 1_600_000_000_002),
                Sent(
                    partition: 1, key: "h", value: "headers", timestamp: 1_600_000_000_003,
                    headers: [["a", "1"], ["a", ""], ["none", nil]]),
            ]
            try source.write(records, to: "orders")
            try source.transaction([Sent(partition: 0, key: "x", value: "aborted")], to: "orders", commits: false)
            let committed = [Sent(partition: 0, key: "t", value: "committed", timestamp: 1_600_000_000_004)]
            try source.transaction(committed, to: "orders", commits: true)
            // The last that these partitions hold is nothing that is copied.
            for partition in [Int32(1), 2] {
                try source.transaction(
                    [Sent(partition: partition, key: "x", value: "aborted")], to: "orders", commits: false)
            }

            let (code, output) = try await copyTopics(from: source.embedded, to: target.address, ["orders", "empty"])
            #expect(code == 0, "\(output)")
            #expect(output.contains("orders: 6 records copied\nempty: 0 records copied\n"), "\(output)")
            let arrived = try target.read("orders", partitions: 3, count: 6)
            #expect(arrived == (records + committed).sorted { $0.partition < $1.partition })
            let configs = try target.admin().describeTopicConfigs("orders", withDefaults: false)
            #expect(configs == ["max.message.bytes": "2000000", "retention.ms": "-1"])
            #expect(try target.admin().describeTopic("empty")?.partitionCount == 2)
        }
    }

    @Test("A broker that does not run is started for the copy; client properties come from a file")
    func startsTheBroker() async throws {
        try await withTwoBrokers { source, target in
            try source.makeTopic("lines")
            let records = (0..<20_000).map { Sent(partition: 0, key: "\($0)", value: "line \($0)", timestamp: 1) }
            try source.write(records, to: "lines")
            source.end(SIGTERM)
            #expect(!source.listens)
            let file = try source.file("to.properties", "compression.type=zstd\nacks=all\nbootstrap.servers=unused:1\n")

            let arguments = ["--to-config", file, "lines"]
            let (code, output) = try await copyTopics(from: source.embedded, to: target.address, arguments)
            #expect(code == 0 && output.contains("lines: 20000 records copied"), "\(output)")
            #expect(try target.read("lines", partitions: 1, count: records.count) == records)
        }
    }

    @Test("The records of a transaction that is open when the copy begins are waited for")
    func openTransaction() async throws {
        try await withTwoBrokers { source, target in
            try source.makeTopic("payments")
            let producer = try source.transactional()
            try producer.beginTransaction()
            let records = [Sent(partition: 0, key: "k", value: "late", timestamp: 7)]
            try source.send(records, to: "payments", with: producer)
            let copy = try CopyTopics(from: source.embedded, to: target.address, ["payments"])
            try await eventually("it says so: \(copy.output)") {
                copy.output.contains("payments-0 has an open transaction at offset 0")
            }
            try producer.commitTransaction(timeoutMilliseconds: 60_000)
            let code = try await copy.end()
            #expect(code == 0 && copy.output.contains("payments: 1 records copied"), "\(copy.output)")
            #expect(try target.read("payments", partitions: 1, count: 1) == records)
        }
    }

    @Test("A topic that has records is left alone unless it is to be added to")
    func append() async throws {
        try await withTwoBrokers { source, target in
            let (old, new) = (
                [Sent(partition: 0, key: nil, value: "old", timestamp: 1)],
                [Sent(partition: 0, key: nil, value: "new", timestamp: 2)]
            )
            for (broker, records) in [(source, new), (target, old)] {
                try broker.makeTopic("log")
                try broker.write(records, to: "log")
            }
            try source.makeTopic("other")
            let refused = try await copyTopics(from: source.embedded, to: target.address, ["other", "log"])
            #expect(refused.code == 1)
            #expect(refused.output.contains("topic log has records at \(target.address) already"), "\(refused.output)")
            #expect(try target.admin().describeTopic("other") == nil, "nothing is done if a topic cannot be")
            #expect(try target.read("log", partitions: 1, count: 1) == old)

            let added = try await copyTopics(from: source.embedded, to: target.address, ["--append", "log"])
            #expect(added.code == 0 && added.output.contains("log: 1 records copied"), "\(added.output)")
            #expect(try target.read("log", partitions: 1, count: 2) == old + new)
        }
    }

    @Test("What cannot be copied is an error that says what and where")
    func refusals() async throws {
        try await withTwoBrokers { source, target in
            for topic in ["wide", "small", "lonely"] { try source.makeTopic(topic) }
            try target.makeTopic("wide", partitions: 2)
            try target.makeTopic("small", configs: ["max.message.bytes": "1000"])
            let noise = String((0..<5000).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "-" })
            try source.write([Sent(partition: 0, key: nil, value: noise)], to: "small")
            let file = try source.file("bad.properties", "security.protocol=NONSENSE\n")
            let cases = [
                (source.embedded, target.address, ["missing"], "has no topic missing"),
                (source.embedded, source.address, ["small"], "are the same cluster"),
                (
                    source.embedded, target.address, ["wide"],
                    "topic wide has 1 partitions at \(source.address) and 2 at"
                ),
                (
                    source.embedded, target.address, ["small"],
                    "small-0 was not written to the target: MSG_SIZE_TOO_LARGE"
                ),
                (
                    source.embedded, target.address, ["--to-config", file, "small"],
                    "\(file): Invalid value NONSENSE for configuration security.protocol"
                ),
                ("embedded:///nowhere/broker", target.address, ["small"], "no broker has ever run on /nowhere/broker"),
                (
                    source.embedded, target.address, ["--replication-factor", "3", "lonely"],
                    "\(target.address) does not make topic lonely: INVALID_REPLICATION_FACTOR"
                ),
            ]
            for (from, to, arguments, words) in cases {
                let (code, output) = try await copyTopics(from: from, to: to, arguments)
                #expect(code != 0 && output.contains(words), "\(arguments): \(output)")
            }
        }
    }

    /// The first broker is copied from, the second stands for a cluster.
    private func withTwoBrokers(_ body: (Broker, Broker) async throws -> Void) async throws {
        let (source, target) = (try Broker(), try Broker())
        defer { for broker in [source, target] { broker.end(SIGTERM) } }
        try await body(source, target)
    }

    private func copyTopics(
        from source: String, to target: String, _ arguments: [String]
    ) async throws -> (code: Int32, output: String) {
        let copy = try CopyTopics(from: source, to: target, arguments)
        return (try await copy.end(), copy.output)
    }
}

/// A `millrace copy-topics` that runs.
private final class CopyTopics: Sendable {
    private let process: Mutex<Process>
    private let log: URL

    init(from source: String, to target: String, _ arguments: [String]) throws {
        log = try TemporaryDirectories.make("copy").appending(path: "output")
        makeFile(log)
        let process = Process()
        process.executableURL = WorkerProcess.products.appending(path: "millrace")
        process.arguments = ["copy-topics", "--from", source, "--to", target] + arguments
        let file = try FileHandle(forWritingTo: log)
        process.standardOutput = file
        process.standardError = file
        try process.run()
        self.process = Mutex(process)
    }

    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// Waits for the end; the exit code.
    func end() async throws -> Int32 {
        try await eventually("the copy ends: \(output)") { !process.withLock { $0.isRunning } }
        return process.withLock { $0.terminationStatus }
    }
}
