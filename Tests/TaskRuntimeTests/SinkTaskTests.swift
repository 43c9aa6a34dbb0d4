import Foundation
import Supervisor
import TaskProtocol
import TestSupport
import Testing

/// What a sink task promises: every record reaches `put`, and nothing is committed that the sink has not let go.
@Suite struct SinkTaskTests {
    private static func sink(
        _ plugin: String, className: String? = nil, topic: String, connector: String
    ) async throws -> TaskHarness {
        try await .task(
            plugin, kind: "SinkConnector", className: className, connector: connector,
            config: ["topics": topic, "log.values": "true"], broker: Broker.shared().address)
    }

    /// Waits until the sink's group has committed an offset.
    private func committed(_ offset: Int64, connector: String, topic: String, _ task: TaskHarness) async throws {
        let broker = try Broker.shared()
        let deadline = ContinuousClock.now + .seconds(60)
        while try broker.committed(group: "connect-\(connector)", topic: topic) != offset {
            try #require(
                ContinuousClock.now < deadline && !task.hasEnded, "offset \(offset) is committed: \(task.logs)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func everyRecordReachesTheSinkInOrderAndIsCommitted() async throws {
        let (broker, connector) = (try Broker.shared(), Broker.unique("sink"))
        let topic = try broker.createTopic("sink")
        let values = (0..<60).map { "value \($0)" }
        try broker.write(values, to: topic)
        try await with(try await Self.sink("sink", topic: topic, connector: connector)) { task in
            try await task.wait("all records are put") { $0.logs.contains("zoo: 60") }
            #expect(task.logs.filter { $0.hasPrefix("value") } == values)
            try await committed(60, connector: connector, topic: topic, task)
            let exit = try await task.stop()
            #expect(exit.isSuccess)
            #expect(task.messages.last == .stopped)
        }
        try broker.write(["after the stop"], to: topic)
        try await with(try await Self.sink("sink", topic: topic, connector: connector)) { task in
            try await task.wait("the next task goes on") { $0.logs.contains("after the stop") }
            #expect(task.logs.filter { $0.hasPrefix("value") } == [], "what is committed does not come again")
            _ = try await task.stop()
        }
    }

    /// A stop commits what was put since the last flush interval.
    @Test func aStopCommitsWhatWasPut() async throws {
        let (broker, connector) = (try Broker.shared(), Broker.unique("sink-stop"))
        let topic = try broker.createTopic("sink-stop")
        try broker.write(["a", "b", "c"], to: topic)
        let task = try await TaskHarness.task(
            "sink", kind: "SinkConnector", connector: connector, config: ["topics": topic],
            worker: ["offset.flush.interval.ms": "600000"], broker: broker.address)
        try await with(task) { task in
            try await task.wait("all records are put") { $0.logs.contains("zoo: 3") }
            _ = try await task.stop()
            #expect(try broker.committed(group: "connect-\(connector)", topic: topic) == 3)
        }
    }

    struct Crash: CustomTestStringConvertible, Sendable {
        let plugin: String
        let trace: [String]
        var testDescription: String { plugin }

        init(_ plugin: String, _ trace: String...) {
            self.plugin = plugin
            self.trace = trace
        }
    }

    @Test(arguments: [
        Crash("crash-in-open", "SIGSEGV", "open"), Crash("crash-in-put", "SIGSEGV", "put", "crash-in-put.so"),
        Crash("crash-in-flush", "SIGSEGV", "preCommit"), Crash("fail-in-put", "the zoo is full", "in put"),
    ])
    func aBadSinkFailsItsTaskAndNothingIsCommitted(_ bad: Crash) async throws {
        let (broker, connector) = (try Broker.shared(), Broker.unique(bad.plugin))
        let topic = try broker.createTopic("bad-sink")
        try broker.write(["one"], to: topic)
        try await with(try await Self.sink(bad.plugin, topic: topic, connector: connector)) { task in
            let trace = try await task.failure()
            for part in bad.trace { #expect(trace.contains(part), "\(trace)") }
        }
        #expect(try broker.committed(group: "connect-\(connector)", topic: topic) == nil)
    }

    @Test func aPutThatAsksForAnotherTryGetsTheSameBatch() async throws {
        let (broker, connector) = (try Broker.shared(), Broker.unique("retry"))
        let topic = try broker.createTopic("retry")
        try broker.write((0..<20).map { "value \($0)" }, to: topic)
        try await with(try await Self.sink("retry-in-put", topic: topic, connector: connector)) { task in
            try await task.wait("the batch is put again") { $0.logs.contains("zoo: 20") }
            #expect(task.logs.contains { $0.contains("another try") })
            #expect(task.logs.filter { $0.hasPrefix("value") } == (0..<20).map { "value \($0)" })
            try await committed(20, connector: connector, topic: topic, task)
            try broker.write(["value 20"], to: topic)
            try await task.wait("consumption goes on after the retry") { $0.logs.contains("zoo: 21") }
            _ = try await task.stop()
        }
    }

    @Test func aStopBetweenTwoTriesCommitsNothing() async throws {
        let (broker, connector) = (try Broker.shared(), Broker.unique("retry-stop"))
        let topic = try broker.createTopic("retry-stop")
        try broker.write(["value"], to: topic)
        try await with(try await Self.sink("busy-in-put", topic: topic, connector: connector)) { task in
            try await task.wait("the first try fails") { $0.logs.contains { $0.contains("another try") } }
            let exit = try await task.stop()
            #expect(exit.isSuccess)
        }
        #expect(try broker.committed(group: "connect-\(connector)", topic: topic) == nil)
    }

    @Test func aSinkMayKeepBatchesBeyondPut() async throws {
        let (broker, connector) = (try Broker.shared(), Broker.unique("retaining"))
        let topic = try broker.createTopic("retaining")
        let values = (0..<2000).map { "value \($0)" }
        try broker.write(values, to: topic)
        let bytes = values.reduce(0) { $0 + $1.utf8.count }
        try await with(
            try await Self.sink(
                "retaining-sink", className: "zoo.RetainingSinkConnector", topic: topic, connector: connector)
        ) { task in
            try await task.wait("all is read after put") { $0.logs.contains("retained: 2000 \(bytes)") }
            try await committed(2000, connector: connector, topic: topic, task)
            let exit = try await task.stop()
            #expect(exit.isSuccess)
        }
    }

    @Test func aSinkThatHangsInPutIsSeenAsSuch() async throws {
        let (broker, connector) = (try Broker.shared(), Broker.unique("hang"))
        let topic = try broker.createTopic("hang")
        try broker.write(["one"], to: topic)
        try await with(try await Self.sink("hang-in-put", topic: topic, connector: connector)) { task in
            try await task.wait("it is in put") { _ in task.process.metrics.call?.kind == .put }
            task.process.kill()
            let trace = try await task.failure()
            #expect(trace.contains("put"), "\(trace)")
        }
        #expect(try broker.committed(group: "connect-\(connector)", topic: topic) == nil)
    }

    @Test func aPausedSinkGetsNothingAndStaysInItsGroup() async throws {
        let (broker, connector) = (try Broker.shared(), Broker.unique("pause"))
        let topic = try broker.createTopic("pause")
        try broker.write(["one"], to: topic)
        try await with(try await Self.sink("sink", topic: topic, connector: connector)) { task in
            try await task.wait("the first record is put") { $0.logs.contains("zoo: 1") }
            try task.send(.pause)
            try await task.wait("it is paused") { $0.messages.contains(.paused) }
            try broker.write(["two"], to: topic)
            try await committed(1, connector: connector, topic: topic, task)
            #expect(!task.logs.contains("two"))
            try task.send(.resume)
            try await task.wait("it goes on") { $0.logs.contains("zoo: 2") }
            _ = try await task.stop()
        }
    }
}

/// The steps of the zoo, and what fails in them.
@Suite struct SinkPipelineTests {
    private let steps = [
        "zoo.MarkConverter": "converter", "zoo.Capitals": "transformation", "zoo.LongerThan": "predicate",
        "zoo.TextHeaderConverter": "header-converter",
    ]

    private func sink(
        _ plugin: String, _ config: [String: String], secrets: [String: String] = [:]
    ) async throws -> TaskHarness {
        try await .task(
            plugin, kind: "SinkConnector", config: ["log.values": "true"].merging(config) { $1 }, plugins: steps,
            secrets: secrets, broker: Broker.shared().address)
    }

    @Test func pluginsStepsWorkInASinksChain() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("steps")
        try broker.write(["!ab", "!abc", nil, "!long enough"], to: topic, header: ("h", "text"))
        let config = [
            "topics": topic, "value.converter": "zoo.MarkConverter", "value.converter.mark": "!",
            "header.converter": "zoo.TextHeaderConverter", "transforms": "up", "transforms.up.type": "zoo.Capitals",
            "transforms.up.predicate": "long", "predicates": "long", "predicates.long.type": "zoo.LongerThan",
            "predicates.long.length": "2",
        ]
        try await with(try await sink("sink", config)) { task in
            try await task.wait("all records are put") { $0.logs.contains("zoo: 4") }
            let values = task.logs.filter { ["ab", "ABC", "abc", "LONG ENOUGH"].contains($0) }
            #expect(values == ["ab", "ABC", "LONG ENOUGH"])
            _ = try await task.stop()
        }
    }

    @Test func aRecordThatCannotBeConvertedFailsTheTask() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("bad-data")
        try broker.write(["#good", "bad"], to: topic)
        try await with(try await sink("sink", ["topics": topic, "value.converter": "zoo.MarkConverter"])) { task in
            let trace = try await task.failure()
            #expect(trace.contains("Tolerance exceeded") && trace.contains("the mark is missing"), "\(trace)")
            #expect(trace.contains("VALUE_CONVERTER") && trace.contains("zoo.MarkConverter"))
        }
    }

    @Test func withToleranceTheRestGoesOnAndTheBadGoToTheDeadLetterQueue() async throws {
        let broker = try Broker.shared()
        let (topic, letters) = (try broker.createTopic("tolerant"), Broker.unique("letters"))
        let moment = Int64(Date.now.timeIntervalSince1970) * 1000 - 3_600_001
        try broker.write(
            ["#good", "bad", "#fine"], to: topic, key: "the key", header: ("own", "header"), timestamp: moment)
        let config = [
            "topics": topic, "value.converter": "zoo.MarkConverter", "errors.tolerance": "all",
            "errors.deadletterqueue.topic.name": letters, "errors.deadletterqueue.topic.replication.factor": "1",
            "errors.deadletterqueue.context.headers.enable": "true", "errors.log.enable": "true",
        ]
        // The plugin's words tell what a variable of its configuration stands for.
        try await with(try await sink("sink", config, secrets: ["missing": "${vault:word}"])) { task in
            try await task.wait("the good records are put") { $0.logs.contains("zoo: 2") }
            #expect(task.logs.contains("good") && task.logs.contains("fine"))
            _ = try await task.stop()
            #expect(task.process.metrics[.skipped] == 1)
            #expect(task.logs.contains { $0.contains("record skipped") && $0.contains("the mark is missing") })
        }
        let letter = try #require(try await broker.reader(of: letters).read { !$0.isEmpty }.first)
        #expect(letter.key == "the key" && letter.value == "bad" && letter.timestamp == moment)
        let headers = Dictionary(letter.headers.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        #expect(headers["own"] == "header")
        #expect(headers["__connect.errors.topic"] == topic)
        #expect(headers["__connect.errors.partition"] == "0" && headers["__connect.errors.offset"] == "1")
        #expect(headers["__connect.errors.stage"] == "VALUE_CONVERTER")
        #expect(headers["__connect.errors.class.name"] == "zoo.MarkConverter")
        let exception = "org.apache.kafka.connect.errors.DataException"
        #expect(headers["__connect.errors.exception.class.name"] == exception)
        #expect(headers["__connect.errors.exception.stacktrace"]?.hasPrefix("\(exception): ") == true)
        for name in ["message", "stacktrace"] {
            let words = try #require(headers["__connect.errors.exception.\(name)"])
            #expect(words.contains("the mark is ${vault:word}") && !words.contains("missing"), "\(words)")
        }
    }

    /// What reads dead letters may choose by the class.
    @Test func aDeadLetterNamesTheExceptionThatConnectsOwnStepThrows() async throws {
        let broker = try Broker.shared()
        let (topic, letters) = (try broker.createTopic("no-group"), Broker.unique("letters"))
        try broker.write(["bad"], to: topic)
        let config = [
            "topics": topic, "errors.tolerance": "all", "errors.deadletterqueue.topic.name": letters,
            "errors.deadletterqueue.topic.replication.factor": "1",
            "errors.deadletterqueue.context.headers.enable": "true", "transforms": "route",
            "transforms.route.type": "org.apache.kafka.connect.transforms.RegexRouter",
            "transforms.route.regex": ".*", "transforms.route.replacement": "$9",
        ]
        let letter = try await with(try await sink("sink", config)) { task in
            let letter = try await broker.reader(of: letters).read { !$0.isEmpty }.first
            _ = try await task.stop()
            return letter
        }
        let headers = Dictionary(try #require(letter).headers.map { ($0.name, $0.value ?? "") }) { first, _ in first }
        let exception = "java.lang.IndexOutOfBoundsException"
        #expect(headers["__connect.errors.exception.class.name"] == exception)
        #expect(headers["__connect.errors.exception.message"] == "No group 9")
        #expect(headers["__connect.errors.exception.stacktrace"]?.hasPrefix("\(exception): No group 9\n") == true)
    }

    @Test func aSinkReportsRecordsThatItCannotDeliver() async throws {
        let broker = try Broker.shared()
        let (topic, letters) = (try broker.createTopic("errant"), Broker.unique("letters"))
        try broker.write(["one", "two"], to: topic)
        let config = [
            "topics": topic, "errors.tolerance": "all", "errors.deadletterqueue.topic.name": letters,
            "errors.deadletterqueue.topic.replication.factor": "1",
        ]
        try await with(try await sink("errant-in-put", config)) { task in
            try await task.wait("both are put") { $0.logs.contains("zoo: 2") }
            _ = try await task.stop()
        }
        let values = try await broker.reader(of: letters).read { $0.count >= 2 }.map(\.value)
        #expect(values == ["one", "two"])
    }

    @Test func withoutToleranceAReportedRecordFailsTheTask() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("errant")
        try broker.write(["one"], to: topic)
        try await with(try await sink("errant-in-put", ["topics": topic])) { task in
            let trace = try await task.failure()
            #expect(trace.contains("Tolerance exceeded") && trace.contains("does not take this record"), "\(trace)")
        }
    }
}
