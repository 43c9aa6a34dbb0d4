import ConnectConfig
import Testing

@Suite struct ConfigDefValidationTests {
    static let definition = ConfigDef([
        .init("topic", .string, validator: .nonEmpty, importance: .high, documentation: ""),
        .init("batch.size", .int, default: 10, validator: .atLeast(1), importance: .low, documentation: ""),
        .init(
            "mode", .string, default: "bulk", importance: .low, documentation: "", dependents: ["column"],
            recommender: .values([.string("bulk"), .string("column")])),
        .init(
            "column", .string, default: .null, importance: .low, documentation: "",
            recommender: .init(
                validValues: { _, _ throws(ConfigError) in throw ConfigError("The database does not answer.") },
                isVisible: { _, values in values["mode"] == .string("column") })),
    ])

    @Test func everyErrorOfEveryKeyIsCollected() {
        let results = Self.definition.validate(["batch.size": "many"])
        #expect(results.map(\.name) == ["topic", "batch.size", "mode", "column"])
        #expect(results[0].errors == ["Missing required configuration \"topic\" which has no default value."])
        #expect(
            results[1].errors == [
                "Invalid value many for configuration batch.size: Not a number of type INT",
                "Invalid value null for configuration batch.size: Value must be non-null",
            ])
        #expect(results[2].errors.isEmpty)
        #expect(results[3].errors == ["The database does not answer."])
    }

    @Test func recommendersSeeTheOtherValues() {
        var definition = ConfigDef()
        definition.define(.init("mode", .string, default: "bulk", importance: .low, documentation: ""))
        definition.define(
            .init(
                "column", .string, default: .null, importance: .low, documentation: "",
                recommender: .init(
                    validValues: { _, values in [values["mode"] ?? .null] },
                    isVisible: { _, values in values["mode"] == .string("column") })))
        #expect(definition.validate([:])[1].isVisible == false)
        let results = definition.validate(["mode": "column"])
        #expect(results[1].isVisible)
        #expect(results[1].recommendedValues == [.string("column")])
    }

    @Test func aDependentThatNobodyDefinesIsReported() {
        let definition = ConfigDef([
            .init("a", .string, default: .null, importance: .low, documentation: "", dependents: ["ghost"])
        ])
        let results = definition.validate([:])
        #expect(results.last?.name == "ghost")
        #expect(results.last?.errors == ["ghost is referred in the dependents, but not defined."])
        #expect(results.last?.isVisible == false)
    }

    @Test func anEmbeddedDefinitionKeepsItsOwnNamesInItsErrors() throws {
        let child = ConfigDef([
            .init("late", .int, default: 1, importance: .low, documentation: "", group: "Extra", order: 1),
            .init("pattern", .string, default: "", validator: .nonEmpty, importance: .high, documentation: ""),
        ])
        var definition = Self.definition
        try definition.embed(child, prefix: "predicates.p.", group: "Predicates: p")
        let results = definition.validate(["topic": "t"])
        #expect(results.map(\.name).suffix(2) == ["predicates.p.pattern", "predicates.p.late"])
        #expect(
            results[4].errors == ["Invalid value  for configuration pattern: String must be non-empty"])
        #expect(definition["predicates.p.late"]?.group == "Predicates: p: Extra")
        #expect(definition["predicates.p.late"]?.orderInGroup == 2)
    }
}
