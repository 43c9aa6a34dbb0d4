import Foundation
import Glibc
import TestSupport
import Testing

/// What an operator gets wrong on the command line, and what he is told.
@Suite struct BadStartTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var worker: [String: String] = [:]
        var connectors: [(name: String, text: String?)] = []
        var code: Int32 = 2
        var problems = 1
        let words: [String]
    }

    private static let cases = [
        Case(
            testDescription: "a value that is not allowed", worker: ["task.restart.policy": "sometimes"],
            words: ["worker.properties:", "Invalid value sometimes", "task.restart.policy", "NONE, BACKOFF"]),
        Case(
            testDescription: "a value of the wrong type", worker: ["task.shutdown.graceful.timeout.ms": "soon"],
            words: ["worker.properties:", "Invalid value soon", "task.shutdown.graceful.timeout.ms", "Not a number"]),
        Case(
            testDescription: "two wrong values", worker: ["task.restart.policy": "x", "listeners": "ftp://x"],
            problems: 2,
            words: [
                "Invalid value x for configuration task.restart.policy", "Invalid value ftp://x", "http://host:port",
            ]),
        Case(
            testDescription: "a connector's file that is missing", connectors: [("missing.properties", nil)],
            words: ["missing.properties: No such file or directory"]),
        Case(
            testDescription: "JSON that is cut short", connectors: [("c.json", "{\"name\": \"c\",\n\"config\": {")],
            words: ["c.json:2: Unexpected end"]),
        Case(
            testDescription: "a connector without a name",
            connectors: [("c.properties", "connector.class=FileStreamSink")],
            words: ["c.properties' is missing the mandatory 'name' configuration"]),
        Case(
            testDescription: "one name in two files",
            connectors: [("one.properties", "name=twice"), ("two.json", #"{"name": "twice", "config": {}}"#)],
            words: ["two.json: 'twice' is the name of the connector in ", "one.properties too"]),
        Case(
            testDescription: "brokers without a port", worker: ["bootstrap.servers": "localhost"],
            words: ["worker.properties:", "bootstrap.servers", "localhost", "host:port"]),
        Case(
            testDescription: "an embedded broker beside others",
            worker: ["bootstrap.servers": "embedded:///tmp/broker,localhost:9092"],
            words: ["worker.properties:", "bootstrap.servers", "An embedded broker stands alone", "embedded:///DIR"]),
        Case(
            testDescription: "an embedded broker for producers alone",
            worker: ["producer.bootstrap.servers": "embedded:///tmp/broker"],
            words: ["worker.properties:", "producer.bootstrap.servers", "leave this key out"]),
        Case(
            testDescription: "an embedded broker in a directory that cannot be made",
            worker: ["bootstrap.servers": "embedded:///dev/null/broker"], code: 1,
            words: ["bootstrap.servers=embedded:///dev/null/broker", "/dev/null/broker: Not a directory"]),
        Case(
            testDescription: "a listener with TLS", worker: ["listeners": "https://127.0.0.1:0"],
            words: ["worker.properties:", "Invalid value https://127.0.0.1:0", "https is not supported yet"]),
        Case(
            testDescription: "a directory for the offsets that is missing",
            worker: ["offset.storage.file.filename": "/nowhere/offsets"], code: 1,
            words: ["offset.storage.file.filename=/nowhere/offsets", "No such file or directory"]),
    ]

    @Test("The start is refused with a sentence that says what and where", arguments: cases)
    func refused(bad: Case) async throws {
        let (code, output) = try await start(bad.worker, bad.connectors)
        #expect(code == bad.code)
        for word in bad.words { #expect(output.contains(word), "\(output)") }
        #expect(output.split(separator: "\n").count == bad.problems, "nothing but sentences: \(output)")
    }

    @Test("A port that is taken ends the start with its listener's name")
    func takenPort() async throws {
        let (descriptor, port) = try boundSocket()
        defer { close(descriptor) }
        listen(descriptor, 1)
        let (code, output) = try await start(["listeners": "http://127.0.0.1:\(port)"], [])
        #expect(code == 1)
        #expect(
            output.contains(
                "FATAL listeners=http://127.0.0.1:\(port) cannot be used: Address already in use (millrace)"))
    }

    @Test("An embedded broker that cannot start ends the start with what it said, and its directory stays as it was")
    func foreignBrokerFile() async throws {
        let broker = try BrokerDirectory()
        try FileManager.default.createDirectory(at: broker.directory, withIntermediateDirectories: true)
        let file = broker.directory.appending(path: "broker.db")
        try Data("no database".utf8).write(to: file)
        let (code, output) = try await start(["bootstrap.servers": broker.setting], [])
        #expect(code == 1)
        for words in ["FATAL bootstrap.servers=\(broker.setting): millrace-broker could not be started", file.path()] {
            #expect(output.contains(words), "\(output)")
        }
        #expect(try Data(contentsOf: file) == Data("no database".utf8))
    }

    @Test("A converter that no plugin provides ends the start when the plugins are known")
    func missingConverter() async throws {
        let (code, output) = try await start(["value.converter": "Nope"], [("c.properties", "name=c")])
        #expect(code == 2)
        let last = output.split(separator: "\n").last ?? ""
        for word in ["FATAL", "worker.properties:", "Invalid value Nope for configuration value.converter"] {
            #expect(last.contains(word), "\(output)")
        }
        #expect(last.contains("org.apache.kafka.connect.json.JsonConverter"))
        #expect(!output.contains("connector c"), "it created connectors")
    }

    @Test("A worker's file that is missing")
    func missingFile() async throws {
        let (code, output) = try await runToEnd(["/nowhere/worker.properties"])
        #expect(code == 2)
        #expect(output.contains("/nowhere/worker.properties: No such file or directory"))
    }

    @Test("What a worker can live with is a warning that names it, and a connector that is wrong stops no other")
    func warnings() async throws {
        let worker = try await WorkerProcess(
            broker: try Broker.shared(),
            worker: ["offset.flush.intervall.ms": "1", "nonsense": "1", "plugin.path": "/nowhere"]
        ) { directory in
            [("bad.properties", "name=bad\nconnector.class=Missing\n")]
        }
        try await with(worker) { worker in
            for words in [
                "WARN \(worker.directory.appending(path: "worker.properties").path()):", "'nonsense' is not a known",
                "Did you mean 'offset.flush.interval.ms'?",
                "Ignoring /nowhere in plugin.path: cannot read the directory",
                "ERROR Failed to create connector bad: Failed to find any class that implements Connector",
                "Kafka Connect worker started",
            ] {
                try await eventually("the log has \(words): \(worker.log)") { worker.log.contains(words) }
            }
            #expect(try await worker.terminate() == 0)
        }
    }

    /// Starts a worker that does not come up.
    private func start(
        _ changes: [String: String], _ connectors: [(name: String, text: String?)]
    ) async throws -> (code: Int32, output: String) {
        let directory = try TemporaryDirectories.make("start")
        let settings = [
            "bootstrap.servers": "127.0.0.1:9", "listeners": "http://127.0.0.1:0", "plugin.path": directory.path(),
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.storage.StringConverter",
            "offset.storage.file.filename": directory.appending(path: "offsets").path(),
        ].merging(changes) { $1 }
        let files = [("worker.properties", properties(settings))] + connectors
        var arguments: [String] = []
        for (name, text) in files {
            let file = directory.appending(path: name)
            if let text { try Data(text.utf8).write(to: file) }
            arguments.append(file.path())
        }
        return try await runToEnd(arguments)
    }

    private func runToEnd(_ arguments: [String]) async throws -> (code: Int32, output: String) {
        try await withCheckedThrowingContinuation { continuation in
            let process = Process()
            process.executableURL = WorkerProcess.products.appending(path: "millrace")
            process.arguments = ["standalone"] + arguments
            let pipe = Pipe()
            process.standardOutput = pipe
            process.standardError = pipe
            process.terminationHandler = { ended in
                let output = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
                continuation.resume(returning: (ended.terminationStatus, String(decoding: output, as: UTF8.self)))
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }
}
