import Supervisor
import TaskProtocol
import TestSupport
import Testing

/// Bad sinks fail their own task with a trace; what they may do, they may go on with.
@Suite struct BadSinkTests {
    /// A topic with some records, `0` and up.
    private static func filledTopic(_ broker: Broker) async throws -> String {
        let topic = Broker.unique("bad-sink")
        try await with(
            try await .task(
                "source", className: "zoo.SourceSourceConnector", config: ["topic": topic, "batch": "10"],
                broker: broker.address)
        ) { source in
            try await source.wait("records are committed") { seen in
                seen.messages.contains { if case .commitOffsets = $0 { true } else { false } }
            }
            _ = try await source.stop()
        }
        return topic
    }

    private func run<T>(
        _ plugin: String, _ config: [String: String] = [:], _ body: (TaskHarness) async throws -> T
    ) async throws -> T {
        let broker = try Broker.shared()
        let config = config.merging(["topics": try await Self.filledTopic(broker)]) { $1 }
        return try await with(
            try await .task(plugin, kind: "SinkConnector", config: config, broker: broker.address), body)
    }

    @Test(arguments: [
        ("crash-in-open", ["SIGSEGV", "open"]), ("crash-in-put", ["SIGSEGV", "put", "crash-in-put.so"]),
        ("fail-in-put", ["the zoo is full", "put"]), ("crash-in-flush", ["SIGSEGV", "preCommit"]),
    ])
    func aBadSinkFailsItsTaskWithATraceThatSaysWhy(plugin: String, parts: [String]) async throws {
        try await run(plugin) { task in
            let trace = try await task.failure()
            for part in parts { #expect(trace.contains(part), "\(trace)") }
        }
    }

    @Test func aPutThatAsksForARetryGetsTheSameRecordsAgain() async throws {
        try await run("retry-in-put", ["log.values": "true"]) { task in
            let seen = try await task.wait("the records arrive") { seen in
                (0..<10).allSatisfy { seen.logs.contains("\($0)") }
            }
            #expect(seen.logs.filter { $0 == "0" }.count == 1)
            #expect(try await task.stop().isSuccess)
        }
    }

    @Test func aSinkThatReportsItsRecordsGoesOnWhereErrorsAreTolerated() async throws {
        try await run("errant-in-put", ["errors.tolerance": "all"]) { task in
            try await task.wait("the records arrive") { $0.logs.contains { $0.hasPrefix("zoo: ") } }
            #expect(try await task.stop().isSuccess)
        }
    }

    @Test func aSinkThatReportsItsRecordsFailsWhereErrorsAreNotTolerated() async throws {
        try await run("errant-in-put") { task in
            let trace = try await task.failure()
            #expect(trace.contains("the zoo does not take this record"), "\(trace)")
        }
    }
}
