import Glibc
import Supervisor
import TaskProtocol
import TestSupport
import Testing

/// A sink among others of its group, and before brokers that are not there.
@Suite struct SinkGroupTests {
    private func sink(
        _ plugin: String, connector: String, config: [String: String], broker: Broker
    ) async throws -> TaskHarness {
        // No commit but those of rebalances, of which a member hears at once.
        try await .task(
            plugin, kind: "SinkConnector", connector: connector, config: config.merging(["log.values": "true"]) { $1 },
            worker: ["offset.flush.interval.ms": "600000", "consumer.heartbeat.interval.ms": "100"],
            broker: broker.address)
    }

    private func wait(for count: UInt64, _ tasks: TaskHarness...) async throws {
        for task in tasks {
            try await task.wait("it has \(count) partitions") { _ in task.process.metrics[.partitions] == count }
        }
    }

    @Test func aFlushThatFailsInARebalanceDoesNotFailTheTask() async throws {
        let (broker, connector) = (try Broker.shared(), Broker.unique("flush"))
        let topic = try broker.createTopic("flush", partitions: 2)
        try broker.write((0..<20).map { "value \($0)" }, to: topic)
        try await with(
            try await sink("fail-in-flush", connector: connector, config: ["topics": topic], broker: broker)
        ) { one in
            try await one.wait("all records are put") { $0.logs.contains("zoo: 20") }
            try await wait(for: 2, one)
            try await with(
                try await sink("fail-in-flush", connector: connector, config: ["topics": topic], broker: broker)
            ) { other in
                try await wait(for: 1, one, other)
                try await one.wait("the records come again") { $0.logs.filter { $0.hasPrefix("value") }.count > 20 }
                let exit = try await other.stop()
                #expect(exit.isSuccess, "\(other.logs)")
            }
            try await wait(for: 2, one)
            let exit = try await one.stop()
            #expect(exit.isSuccess, "\(one.logs)")
            #expect(!one.messages.contains { if case .failed = $0 { true } else { false } })
        }
        #expect(try broker.committed(group: "connect-\(connector)", topic: topic) == nil)
    }

    @Test func whatCloseFailsWithAtTheEndIsLogged() async throws {
        let (broker, connector) = (try Broker.shared(), Broker.unique("close"))
        let topic = try broker.createTopic("close")
        try broker.write(["one"], to: topic)
        try await with(
            try await sink("fail-in-close", connector: connector, config: ["topics": topic], broker: broker)
        ) { task in
            try await task.wait("the record is put") { $0.logs.contains("zoo: 1") }
            _ = try await task.stop()
            #expect(task.logs.contains { $0.contains("close failed") && $0.contains("the zoo does not close") })
        }
    }

    @Test(arguments: [false, true])
    func aSinkWaitsForItsBrokers(withDeadLetters: Bool) async throws {
        let broker = try Broker()
        let topic = try broker.createTopic("waiting")
        try broker.write(["one"], to: topic)
        broker.end(SIGTERM)
        var config = ["topics.regex": "\(topic).*"]
        if withDeadLetters {
            config = ["topics": topic, "errors.tolerance": "all", "errors.deadletterqueue.topic.name": "letters"]
            config["errors.deadletterqueue.topic.replication.factor"] = "1"
        }
        try await with(
            try await sink("sink", connector: Broker.unique("waiting"), config: config, broker: broker)
        ) { task in
            try await task.wait("it says what it waits for") { seen in
                seen.logs.contains { $0.contains(withDeadLetters ? "'letters', cannot be used yet" : "subscribe yet") }
            }
            try broker.startAgain()
            try await task.wait("it has begun") { $0.logs.contains("zoo: 1") }
            let exit = try await task.stop()
            #expect(exit.isSuccess)
        }
        broker.end(SIGKILL)
    }

    @Test func aSinkThatWaitsForItsBrokersStops() async throws {
        let broker = try Broker()
        broker.end(SIGKILL)
        try await with(
            try await sink("sink", connector: "waiting", config: ["topics.regex": "none"], broker: broker)
        ) { task in
            try await task.wait("it waits") { seen in seen.logs.contains { $0.contains("subscribe yet") } }
            let exit = try await task.stop()
            #expect(exit.isSuccess)
        }
    }

    /// Names what it failed with, not only where.
    @Test func aDeadLetterQueueThatCannotBeMadeSaysWhy() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("letterless")
        let config = ["topics": topic, "errors.deadletterqueue.topic.name": "no/topic"]
        try await with(
            try await sink("sink", connector: Broker.unique("letterless"), config: config, broker: broker)
        ) { task in
            let trace = try await task.failure()
            #expect(trace.contains("'no/topic'") && trace.contains("TOPIC_EXCEPTION"), "\(trace)")
        }
    }
}
