import Glibc
import Supervisor
import TaskProtocol
import TestSupport
import Testing

/// What a source task promises: records reach their topic, and offsets are committed only behind them.
@Suite struct SourceTaskTests {
    private func source(
        _ plugin: String, topic: String, className: String? = nil, config: [String: String] = [:],
        worker: [String: String] = [:], plugins: [String: String] = [:], paused: Bool = false,
        offsets: [[UInt8]: [UInt8]] = [:]
    ) async throws -> TaskHarness {
        try await .task(
            plugin, className: className, config: ["topic": topic].merging(config) { $1 }, worker: worker,
            plugins: plugins, paused: paused, offsets: offsets, broker: Broker.shared().address)
    }

    @Test func recordsArriveAndOffsetsFollow() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("source")
        try await with(try await source("source", topic: topic)) { task in
            try await task.wait("it starts") { $0.messages.contains { if case .started = $0 { true } else { false } } }
            try await task.wait("it commits") { _ in !task.committed.isEmpty }
            let exit = try await task.stop()
            #expect(exit.isSuccess)
            #expect(task.messages.last == .stopped)
            let sequence = try #require(task.sequence)
            let values = try await broker.reader(of: topic).read { $0.count >= sequence }.compactMap(\.value)
            #expect(values == (0..<sequence).map(String.init), "a graceful end commits what was sent: \(task.logs)")
        }
    }

    /// Started again with what was committed, the task goes on without a gap and without a repetition.
    @Test func aRestartGoesOnExactly() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("restart")
        var offsets: [[UInt8]: [UInt8]] = [:]
        var (last, logs) = (0, [String]())
        for _ in 0..<3 {
            try await with(
                try await source("resuming-source", topic: topic, config: ["batch": "7"], offsets: offsets)
            ) { task in
                try await task.wait("it gets further") { _ in (task.sequence ?? 0) > last }
                _ = try await task.stop()
                logs += task.logs
                offsets = task.storedOffsets
                last = try #require(task.sequence)
            }
        }
        let values = try await broker.reader(of: topic).read { $0.count >= last }.compactMap(\.value)
        #expect(values == (0..<last).map(String.init), "nothing is missing, nothing comes twice: \(logs)")
    }

    @Test func aSourceThatFillsBatchesOnItsOwnThreadsLosesNothing() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("threaded")
        try await with(
            try await source("threaded-source", topic: topic, className: "zoo.ThreadedSourceConnector")
        ) { task in
            try await task.wait("both threads are committed") { _ in task.committed.count == 2 }
            _ = try await task.stop()
            let committed = task.committed
            let total = committed.values.compactMap { $0.number("sequence") }.reduce(0, +)
            let values = try await broker.reader(of: topic).read { $0.count >= total }.compactMap(\.value)
            for thread in 0..<2 {
                let sequence = try #require(committed["{\"thread\":\(thread)}"]?.number("sequence"))
                let own = values.filter { $0.hasPrefix("\(thread)-") }
                #expect(own == (0..<sequence).map { "\(thread)-\($0 + 1)" }, "all of them: \(task.logs)")
            }
        }
    }

    /// Kafka may be down when a topic is to be created: the task waits, and can be stopped meanwhile.
    @Test func aTopicIsCreatedWhenTheBrokersAreBack() async throws {
        let broker = try Broker()
        broker.end(SIGTERM)
        let creation = [
            "topic.creation.default.partitions": "2", "topic.creation.default.replication.factor": "1",
            "admin.override.default.api.timeout.ms": "500",
        ]
        let start = {
            try await TaskHarness.task(
                "source", config: creation.merging(["topic": "made"]) { $1 }, broker: broker.address)
        }
        try await with(try await start()) { task in
            try await task.wait("it waits") { _ in task.logs.contains { $0.contains("tried again until it works") } }
            #expect(try await task.stop().isSuccess)
        }
        try await with(try await start()) { task in
            try await task.wait("it waits") { _ in task.logs.contains { $0.contains("tried again until it works") } }
            try broker.startAgain()
            try await task.wait("it commits") { _ in !task.committed.isEmpty }
        }
    }

    /// A `poll` that waits for an hour does not hold up what was polled before.
    @Test func whileAPollBlocksEarlierRecordsAreCommitted() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("blocked")
        try await with(
            try await source("hang-in-poll", topic: topic, config: ["after": "1", "batch": "10"])
        ) { task in
            try await task.wait("the first batch is committed") { _ in task.sequence == 10 }
            #expect(task.process.metrics.call?.kind == .poll)
        }
    }

    @Test func aPausedSourcePollsNothingUntilItIsResumed() async throws {
        let topic = try Broker.shared().createTopic("paused")
        try await with(try await source("source", topic: topic, paused: true)) { task in
            try await task.wait("it says that it is paused") { $0.messages.contains(.paused) }
            #expect(task.process.metrics[.polled] == 0)
            try task.send(.resume)
            try await task.wait("it polls") { _ in task.process.metrics[.polled] > 0 }
            try task.send(.pause)
            try await task.wait("it is paused again") { seen in seen.messages.filter { $0 == .paused }.count == 2 }
            let polled = task.process.metrics[.polled]
            try await task.wait("what was sent is committed") { _ in task.sequence == Int(polled) }
            #expect(task.process.metrics[.polled] == polled)
            let exit = try await task.stop()
            #expect(exit.isSuccess)
        }
    }

    /// The producer's queue is full because there is no broker: the end does not wait for that, which would be for ever.
    @Test func aStopWhileTheQueueIsFullEndsInTime() async throws {
        let config = ["batch": "500", "producer.override.buffer.memory": "10240"]
        let worker = ["task.shutdown.graceful.timeout.ms": "1000"]
        let task = try await TaskHarness.task(
            "source", config: config, worker: worker, broker: "127.0.0.1:1")
        try await with(task) { task in
            try await task.wait("the queue is full") { _ in
                task.process.metrics.call?.kind != .poll
                    && task.process.metrics[.polled] >= 500
            }
            let exit = try await task.stop()
            #expect(exit.isSuccess)
            #expect(task.messages.last == .stopped)
            #expect(task.committed.isEmpty, "nothing was acknowledged")
        }
    }

    @Test func pluginsStepsWorkInASourcesChain() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("chain")
        let config = [
            "value.converter": "zoo.MarkConverter", "value.converter.mark": "=", "transforms": "up",
            "transforms.up.type": "zoo.Capitals", "header.converter": "zoo.TextHeaderConverter",
        ]
        let plugins = [
            "zoo.MarkConverter": "converter", "zoo.Capitals": "transformation",
            "zoo.TextHeaderConverter": "header-converter",
        ]
        try await with(try await source("source", topic: topic, config: config, plugins: plugins)) { task in
            let values = try await broker.reader(of: topic).read { $0.count >= 3 }.prefix(3).map(\.value)
            #expect(values == ["=0", "=1", "=2"])
            _ = try await task.stop()
        }
    }

    @Test func aClassThatIsNotThereIsNamed() async throws {
        let topic = Broker.unique("no-class")
        let config = ["transforms": "a", "transforms.a.type": "org.example.Missing"]
        try await with(try await source("source", topic: topic, config: config)) { task in
            let trace = try await task.failure()
            #expect(trace.contains("transforms.a.type") && trace.contains("org.example.Missing"), "\(trace)")
        }
    }
}

extension TaskHarness {
    /// The committed sequence of the zoo's source.
    var sequence: Int? { committed["{\"zoo\":\"source\"}"]?.number("sequence") }
}

extension String {
    /// The number of a JSON object's only member.
    fileprivate func number(_ name: String) -> Int? {
        let prefix = "{\"\(name)\":"
        return hasPrefix(prefix) ? Int(dropFirst(prefix.count).dropLast()) : nil
    }
}
