import Foundation
import TestSupport
import Testing

/// The real Kafka Connect 4.3 with the broker in the place of a Kafka cluster: lines from a file through a topic into
/// another file.
@Suite(.serialized, .enabled(if: Java.isInstalled, Java.skipped)) struct KafkaConnectTests {
    @Test func standalone() async throws {
        try await withBroker { _, address in
            let files = try Files()
            try files.append(0..<1000)
            let connectors = try [files.source(), files.sink()].map { settings in
                let file = files.directory.appending(path: "\(settings["name"] ?? "").properties")
                try Data(settings.map { "\($0.key)=\($0.value)\n" }.joined().utf8).write(to: file)
                return file.path()
            }
            let offsets = files.directory.appending(path: "offsets").path()
            let worker = try ConnectWorker(
                "standalone", in: files.directory,
                settings: ["bootstrap.servers": address, "offset.storage.file.filename": offsets],
                connectors: connectors)
            defer { worker.kill() }
            try await files.expectLines(0..<1000, worker)
            try files.append(1000..<2000)
            try await files.expectLines(0..<2000, worker)
        }
    }

    /// A second worker joins and takes tasks over; then the first is killed, and the second has them all.
    @Test func distributed() async throws {
        try await withBroker { _, address in
            let files = try Files()
            try files.append(0..<1000)
            let first = try ConnectWorker("first", in: files.directory, settings: distributedSettings(address))
            defer { first.kill() }
            try await eventually("the sink is taken: \(first.text.suffix(3000))") {
                try await first.put("sink", files.sink())
            }
            #expect(try await first.put("source", files.source()))
            try await files.expectLines(0..<1000, first)

            let second = try ConnectWorker("second", in: files.directory, settings: distributedSettings(address))
            defer { second.kill() }
            try await eventually("the second has a task: \(second.text.suffix(3000))") {
                guard let source = try await second.workers(of: "source"),
                    let sink = try await second.workers(of: "sink")
                else { return false }
                return Set(source + sink).count == 2
            }
            try files.append(1000..<2000)
            try await files.expectLines(0..<2000, second)

            first.kill()
            try await eventually("the second has all tasks: \(second.text.suffix(3000))") {
                let name = String(second.url.dropFirst("http://".count))
                let (source, sink) = (try await second.workers(of: "source"), try await second.workers(of: "sink"))
                return source == [name] && sink == [name]
            }
            try files.append(2000..<3000)
            try await files.expectLines(0..<3000, second, mayRepeat: true)
        }
    }

    /// Offsets and records are one transaction: after a `kill -9` of the worker each line is in the topic once.
    @Test func exactlyOnceSource() async throws {
        try await withBroker { _, address in
            let files = try Files()
            let settings = distributedSettings(address).merging(["exactly.once.source.support": "enabled"]) { $1 }
            var worker = try ConnectWorker("once", in: files.directory, settings: settings)
            defer { worker.kill() }
            try files.append(0..<5000)
            // Asking for a topic makes it.
            try await ClientProgram.run(command: ["kcat", "-b", address, "-L", "-t", "lines"])
            let source = files.source().merging(["exactly.once.support": "requested"]) { $1 }
            try await eventually("the source is taken: \(worker.text.suffix(3000))") {
                try await worker.put("source", source)
            }
            try await files.expectTopic(0..<5000, at: address, isWhole: false)
            worker.kill()
            worker = try ConnectWorker("again", in: files.directory, settings: settings)
            try files.append(5000..<6000)
            try await files.expectTopic(0..<6000, at: address, isWhole: true)
        }
    }

    private func distributedSettings(_ address: String) -> [String: String] {
        [
            "bootstrap.servers": address, "group.id": "connect", "config.storage.topic": "connect-configs",
            "offset.storage.topic": "connect-offsets", "status.storage.topic": "connect-status",
            "config.storage.replication.factor": "1", "offset.storage.replication.factor": "1",
            "status.storage.replication.factor": "1", "offset.storage.partitions": "3",
            "status.storage.partitions": "2",
            "scheduled.rebalance.max.delay.ms": "500", "session.timeout.ms": "6000", "heartbeat.interval.ms": "500",
            "consumer.session.timeout.ms": "6000", "consumer.heartbeat.interval.ms": "500",
        ]
    }
}

/// The file that a source reads, and the one that a sink writes.
private struct Files {
    let directory: URL

    init() throws {
        directory = try TemporaryDirectories.make("connect")
        _ = FileManager.default.createFile(atPath: directory.appending(path: "in.txt").path(), contents: nil)
    }

    func source() -> [String: String] {
        [
            "name": "source", "connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector",
            "tasks.max": "1", "file": directory.appending(path: "in.txt").path(), "topic": "lines",
        ]
    }

    func sink() -> [String: String] {
        [
            "name": "sink", "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector",
            "tasks.max": "1",
            "file": directory.appending(path: "out.txt").path(), "topics": "lines",
        ]
    }

    /// Adds lines that are numbers.
    func append(_ numbers: Range<Int>) throws {
        let handle = try FileHandle(forWritingTo: directory.appending(path: "in.txt"))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(numbers.map { "\($0)\n" }.joined().utf8))
        try handle.close()
    }

    /// Waits until the sink has written numbers; a worker that was killed may have written some of them twice.
    func expectLines(_ numbers: Range<Int>, _ worker: ConnectWorker, mayRepeat: Bool = false) async throws {
        var lines: [Int] = []
        try await eventually("\(lines.count) lines, the last \(lines.suffix(2)): \(worker.text.suffix(3000))") {
            let text = try? String(contentsOf: directory.appending(path: "out.txt"), encoding: .utf8)
            lines = (text ?? "").split(separator: "\n").compactMap { Int($0) }
            return Set(lines).isSuperset(of: numbers)
        }
        #expect(mayRepeat || lines == Array(numbers))
    }

    /// Waits until committed lines are in the topic: all of them once, or some of them.
    func expectTopic(_ numbers: Range<Int>, at address: String, isWhole: Bool) async throws {
        var lines: [Int] = []
        try await eventually("lines are in the topic, \(lines.count) now, the last \(lines.suffix(2))") {
            lines = try await ClientProgram.run(command: [
                "kcat", "-b", address, "-t", "lines", "-C", "-e", "-q", "-o", "beginning", "-X",
                "isolation.level=read_committed", "-f", "%s\n",
            ]).compactMap { Int($0) }
            return isWhole ? lines.count >= numbers.count : !lines.isEmpty
        }
        #expect(lines == (isWhole ? Array(numbers) : Array(0..<lines.count)))
    }
}
