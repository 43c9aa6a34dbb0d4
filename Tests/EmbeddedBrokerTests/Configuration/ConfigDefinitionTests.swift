import Testing

@testable import EmbeddedBroker

/// What values configurations take, and how they are told; recorded from Kafka 4.3's ConfigDef.
@Suite struct ConfigDefinitionTests {
    static let right: [(ConfigDefinition.Kind, String, told: String)] = [
        (.list(["compact", "delete"]), "", ""), (.list(["compact", "delete"]), "delete,delete", "delete"),
        (.list(["compact", "delete"]), " compact , delete ", "compact,delete"), (.choice(["a", "b"]), " a", "a"),
        (.boolean, "TRUE", "true"), (.boolean, " true ", "true"), (.double(0...1), "1e-1", "0.1"),
        (.double(0...1), "1", "1.0"), (.int(1 ... .max), " 5 ", "5"), (.int(1 ... .max), "+5", "5"),
        (.gzipLevel, "-1", "-1"), (.throttledReplicas, "0:1,1:1", "0:1,1:1"), (.throttledReplicas, "*", "*"),
    ]

    @Test(arguments: right) func isTaken(kind: ConfigDefinition.Kind, value: String, told: String) {
        let definition = ConfigDefinition("x", kind, nil)
        #expect(definition.problem(with: value) == nil)
        #expect(definition.normalized(value) == told)
    }

    static let wrong: [(ConfigDefinition.Kind, String, String)] = [
        (
            .list(["compact", "delete"]), "y",
            "Invalid value y for configuration x: String must be one of: compact, delete"
        ),
        (.list(["compact", "delete"]), "delete,", "Configuration 'x' values must not be empty."),
        (.choice(["a", "b"]), "", "Invalid value  for configuration x: String must be one of: a, b"),
        (.boolean, "yes", "Invalid value yes for configuration x: Expected value to be either true or false"),
        (.double(0...1), "2", "Invalid value 2.0 for configuration x: Value must be no more than 1"),
        (.double(0...1), "-1", "Invalid value -1.0 for configuration x: Value must be at least 0"),
        (.double(0...1), "y", "Invalid value y for configuration x: Not a number of type DOUBLE"),
        (.int(1 ... .max), "0", "Invalid value 0 for configuration x: Value must be at least 1"),
        (.int(1 ... .max), "99999999999", "Invalid value 99999999999 for configuration x: Not a number of type INT"),
        (.long(-1 ... .max), "1.5", "Invalid value 1.5 for configuration x: Not a number of type LONG"),
        (.gzipLevel, "0", "Invalid value 0 for configuration x: Value must be between 1 and 9 or equal to -1"),
    ]

    @Test(arguments: wrong) func isRefused(kind: ConfigDefinition.Kind, value: String, problem: String) {
        #expect(ConfigDefinition("x", kind, nil).problem(with: value) == problem)
    }

    @Test func everyDefaultIsAValueThatIsTaken() {
        for definition in TopicConfig.definitions + BrokerSettings.definitions {
            #expect(definition.defaultValue.flatMap(definition.problem) == nil)
        }
    }
}
