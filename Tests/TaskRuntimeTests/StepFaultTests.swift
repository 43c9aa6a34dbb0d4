import TestSupport
import Testing

/// A transformation that breaks the rules, in the chains of real tasks.
@Suite struct StepFaultTests {
    private static let plugins = ["zoo.Careless": "careless-transformation", "zoo.LongerThan": "predicate"]
    private static let careless = ["transforms": "c", "transforms.c.type": "zoo.Careless"]

    @Test func itsCrashEndsTheTaskAndIsNamed() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("crash")
        try broker.write(["fine", "!"], to: topic)
        let config = Self.careless.merging(["topics": topic, "errors.tolerance": "all"]) { $1 }
        let sink = try await TaskHarness.task(
            "sink", kind: "SinkConnector", config: config, plugins: Self.plugins, broker: broker.address)
        try await with(sink) { task in
            let trace = try await task.failure()
            for part in ["SIGSEGV", "transform", "careless-transformation.so", "apply"] {
                #expect(trace.contains(part), "\(trace)")
            }
        }
    }

    @Test func whatItDoesToRecordsThatItsPredicateDoesNotChooseIsUndone() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("careless")
        let config = Self.careless.merging([
            "topic": topic, "batch": "6", "transforms.c.predicate": "long", "predicates": "long",
            "predicates.long.type": "zoo.LongerThan", "predicates.long.length": "1",
        ]) { $1 }
        let source = try await TaskHarness.task(
            "source", config: config, plugins: Self.plugins, broker: broker.address)
        try await with(source) { task in
            let values = try await broker.reader(of: topic).read { $0.count >= 12 }.prefix(12).map(\.value)
            #expect(values == (0..<10).map(String.init) + ["seen", "seen"], "\(task.logs)")
        }
    }
}
