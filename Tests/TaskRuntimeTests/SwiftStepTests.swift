import Foundation
import Supervisor
import TaskProtocol
import TestSupport
import Testing

/// Steps of a plugin in Swift, the examples of the documentation, in the chains of real tasks.
@Suite struct SwiftStepTests {
    /// The shared object lies beside the process's executable.
    private static let library = URL(filePath: TaskHarness.executable).deletingLastPathComponent()
        .appending(path: "libSwiftSteps.so").path()

    private static let files = Dictionary(
        uniqueKeysWithValues: ["Prefix", "TopicEndsWith", "Backwards", "Echo", "Unsteady"].map {
            ("com.example.\($0)", library)
        })

    private func source<T>(
        _ config: [String: String], topic: String, _ body: (TaskHarness) async throws -> T
    ) async throws -> T {
        try await with(
            try await .task(
                "source", config: config.merging(["topic": topic]) { $1 }, files: Self.files,
                broker: Broker.shared().address),
            body)
    }

    private func sink<T>(
        _ config: [String: String], topic: String, _ body: (TaskHarness) async throws -> T
    ) async throws -> T {
        try await with(
            try await .task(
                "sink", kind: "SinkConnector", config: ["topics": topic, "log.values": "true"].merging(config) { $1 },
                files: Self.files, broker: Broker.shared().address),
            body)
    }

    @Test func theyWorkInASourcesChain() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("swift-steps")
        let config = [
            "value.converter": "com.example.Backwards", "header.converter": "com.example.Backwards",
            "transforms": "yes,no", "predicates": "this,other",
            "transforms.yes.type": "com.example.Prefix", "transforms.yes.prefix": "ab",
            "transforms.yes.predicate": "this", "transforms.no.type": "com.example.Prefix",
            "transforms.no.predicate": "other", "predicates.this.type": "com.example.TopicEndsWith",
            "predicates.this.end": String(topic.suffix(4)), "predicates.other.type": "com.example.TopicEndsWith",
            "predicates.other.end": "another topic",
        ]
        try await source(config, topic: topic) { task in
            let values = try await broker.reader(of: topic).read { $0.count >= 3 }.prefix(3).map(\.value)
            #expect(values == ["0ba", "1ba", "2ba"], "\(task.logs)")
            #expect(try await task.stop().isSuccess)
        }
    }

    @Test func theyWorkInASinksChain() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("swift-sink")
        try broker.write(["olleh", "", "dlrow"], to: topic, header: ("h", "txet"))
        let config = [
            "value.converter": "com.example.Backwards", "header.converter": "com.example.Backwards",
            "transforms": "p", "transforms.p.type": "com.example.Prefix",
        ]
        try await sink(config, topic: topic) { task in
            try await task.wait("two are put, the empty one is dropped") { $0.logs.contains("zoo: 2") }
            #expect(task.logs.filter { $0.hasPrefix(">") } == [">hello", ">world"], "\(task.logs)")
            #expect(try await task.stop().isSuccess)
        }
    }

    @Test func whatTheyRefuseFailsTheTaskOrIsLeftOut() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("swift-errors")
        try broker.write(["good", nil, "fine"], to: topic)
        var config = ["transforms": "p", "transforms.p.type": "com.example.Prefix"]
        try await sink(config, topic: topic) { task in
            let trace = try await task.failure()
            #expect(trace.contains("the value is not a text") && trace.contains("com.example.Prefix"), "\(trace)")
        }
        config["errors.tolerance"] = "all"
        config["consumer.override.auto.offset.reset"] = "earliest"
        try await sink(config, topic: topic) { task in
            try await task.wait("the rest is put") { $0.logs.contains("zoo: 2") }
            #expect(task.logs.filter { $0.hasPrefix(">") } == [">good", ">fine"])
        }
    }

    private func unsteady<T>(
        _ how: String, _ config: [String: String], topic: String, _ body: (TaskHarness) async throws -> T
    ) async throws -> T {
        let steps = ["transforms": "u", "transforms.u.type": "com.example.Unsteady", "transforms.u.how": how]
        return try await source(steps.merging(config) { $1 }, topic: topic, body)
    }

    @Test(arguments: [
        ("retriable", ["0", "1", "2", "3"]), ("badData", ["0", "1", "3", "4"]), ("other", ["0", "1", "3", "4"]),
    ])
    func whatTheyCallTheRecordsFaultIsTriedAgainOrTolerated(how: String, expected: [String]) async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("swift-tolerance")
        let config = [
            "errors.tolerance": "all", "errors.retry.timeout": "60000", "errors.retry.delay.max.ms": "1",
        ]
        try await unsteady(how, config, topic: topic) { task in
            let values = try await broker.reader(of: topic).read { $0.count >= 4 }.prefix(4).map(\.value)
            #expect(values == expected, "\(task.logs)")
            #expect(task.process.metrics[.skipped] == (how == "retriable" ? 0 : 1))
        }
    }

    /// Whatever is tolerated: a step that has lost its service or its wits must not turn every record away.
    @Test(arguments: [
        (
            "notConnected",
            ["record 2 of the batch, TRANSFORMATION by com.example.Unsteady (transforms.u): nobody answers"]
        ),
        ("trap", ["Fatal error: this should not happen", "SwiftSteps.Unsteady.apply", "transform"]),
    ])
    func whatIsNoRecordsFaultFailsTheTask(how: String, parts: [String]) async throws {
        try await unsteady(
            how, ["errors.tolerance": "all", "batch": "5"], topic: try Broker.shared().createTopic("swift-faults")
        ) { task in
            let trace = try await task.failure()
            for part in parts { #expect(trace.contains(part), "\(trace)") }
            #expect(task.process.metrics[.skipped] == 0)
        }
    }

    private func role<T>(
        _ role: String, _ className: String, _ body: (TaskHarness) async throws -> T
    ) async throws -> T {
        let start = ProcessStart(
            connector: "steps", task: 0, pluginFile: Self.library, className: className, config: [:],
            connectorConfig: [:], workerConfig: [:], otherPlugins: Self.files, workerID: "127.0.0.1:8083")
        return try await with(try await TaskHarness(role: [role], start: start), body)
    }

    @Test func theConfigProviderAnswers() async throws {
        try await role("provider", "com.example.Echo") { provider in
            try provider.send(.provide(request: 1, path: "some/path", keys: ["user", "password"]))
            let values = ["user": "some/path/user", "password": "some/path/password"]
            try await provider.wait("the values") {
                $0.messages.contains(.provided(request: 1, values: values, lifetime: nil))
            }
            try provider.send(.provide(request: 2, path: "nowhere", keys: []))
            try await provider.wait("the refusal") {
                $0.messages.contains(.requestFailed(request: 2, message: "there is nothing at nowhere"))
            }
            #expect(try await provider.stop().isSuccess)
        }
    }

    @Test func theirSettingsAreValidated() async throws {
        try await role("validate", "") { process in
            let targets = [
                ValidationTarget(
                    kind: .transformation, className: "com.example.Prefix", prefix: "transforms.p.",
                    config: ["transforms.p.prefix": nil]),
                ValidationTarget(
                    kind: .predicate, className: "com.example.TopicEndsWith", prefix: "predicates.t.",
                    config: ["predicates.t.end": ""]),
            ]
            try process.send(.validate(request: 1, targets: targets))
            let seen = try await process.wait("an answer") { !$0.messages.isEmpty }
            guard case .validated(1, let results) = seen.messages.first, results.count == 2 else {
                Issue.record("\(seen)")
                return
            }
            #expect(results.map(\.keys.first?.name) == ["prefix", "end"], "\(results)")
            #expect(results[0].values.flatMap(\.errors) == [])
            let values = results[1].values
            #expect(values.map(\.name) == ["predicates.t.end"])
            #expect(values.first?.errors == ["Invalid value  for configuration end: String must be non-empty"])
        }
    }

    @Test func aSettingThatIsWrongFailsTheTaskByItsName() async throws {
        let config = [
            "transforms": "p", "transforms.p.type": "com.example.Prefix", "transforms.p.predicate": "t",
            "predicates": "t", "predicates.t.type": "com.example.TopicEndsWith",
        ]
        try await source(config, topic: Broker.unique("swift")) { task in
            let trace = try await task.failure()
            #expect(trace.contains("\"end\""), "\(trace)")
        }
    }
}
