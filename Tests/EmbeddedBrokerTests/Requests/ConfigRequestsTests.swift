import KafkaProtocol
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// Configurations as an admin client describes and changes them.
@Suite struct ConfigRequestsTests {
    @Test func aTopicTellsWhatIsSetAndWhere() async throws {
        let configure: @Sendable (inout BrokerConfiguration) throws -> Void = { configuration in
            _ = try configuration.set("message.max.bytes", to: "70000", in: "test")
        }
        try await TestBroker.with(configure) { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", configs: ["cleanup.policy": "compact, delete"])
                let configs = try await connection.describeConfigs(.topic, "t")
                #expect(configs.count == TopicConfig.definitions.count)
                let policy = try #require(configs["cleanup.policy"])
                #expect(policy.value == "compact,delete")
                #expect(policy.configSource == ConfigSource.dynamicTopic.rawValue)
                #expect(policy.synonyms.map(\.name) == ["cleanup.policy", "log.cleanup.policy"])
                let size = try #require(configs["max.message.bytes"])
                #expect(size.value == "70000")
                #expect(size.configSource == ConfigSource.staticBroker.rawValue)
                #expect(size.configType == 3)
                #expect(configs["retention.ms"]?.value == "604800000")
                let some = try await connection.describeConfigs(.topic, "t", keys: ["retention.ms", "no.such"])
                #expect(Array(some.keys) == ["retention.ms"])
                await #expect(throws: ErrorCode.unknownTopicOrPartition) {
                    _ = try await broker.connected { try await $0.describeConfigs(.topic, "missing").count }
                }
            }
        }
    }

    @Test func whatIsSetForTheBrokerIsWhatTopicsHave() async throws {
        try await inTemporaryDirectory { directory in
            try await TestBroker.with(directory) { broker in
                try await broker.connected { connection in
                    try await connection.createTopic("t")
                    try await connection.createTopic("own", configs: ["max.message.bytes": "1000"])
                    let large = String(repeating: "x", count: 500)
                    #expect(try await connection.produce([large], to: "t").errorCode == .none)
                    let limit = ConfigChange(name: "message.max.bytes", operation: .set, value: "300")
                    #expect(try await connection.alter(.broker, "", [limit]) == nil)
                    #expect(try await connection.produce([large], to: "t").errorCode == .messageTooLarge)
                    #expect(try await connection.produce([large], to: "own").errorCode == .none)
                }
            }
            try await TestBroker.with(directory) { broker in
                try await broker.connected { connection in
                    let config = try await connection.describeConfigs(.topic, "t")["max.message.bytes"]
                    #expect(config?.value == "300")
                    #expect(config?.configSource == ConfigSource.dynamicDefaultBroker.rawValue)
                    let own = ConfigChange(name: "message.max.bytes", operation: .set, value: "400")
                    #expect(try await connection.alter(.broker, "1", [own]) == nil)
                    let broker = try await connection.describeConfigs(.broker, "1")["message.max.bytes"]
                    #expect(broker?.value == "400")
                    #expect(broker?.readOnly == false)
                    #expect(broker?.synonyms.map(\.source) == [2, 3, 5])
                    #expect(
                        try await connection.describeConfigs(.broker, "").mapValues(\.value) == [
                            "message.max.bytes": "300"
                        ])
                }
            }
        }
    }

    @Test func retentionInTheSmallestUnitGoesFirst() async throws {
        let configure: @Sendable (inout BrokerConfiguration) throws -> Void = { configuration in
            _ = try configuration.set("log.retention.minutes", to: "2", in: "test")
            _ = try configuration.set("log.retention.hours", to: "5", in: "test")
        }
        try await TestBroker.with(configure) { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t")
                #expect(try await connection.describeConfigs(.topic, "t")["retention.ms"]?.value == "120000")
            }
        }
    }

    /// A change of a topic's `cleanup.policy`, and what it is then.
    static let changes: [(ConfigChange.Operation, String?, then: String)] = [
        (.set, "compact", "compact"), (.set, "", ""), (.set, "delete,compact,delete", "delete,compact"),
        (.delete, nil, "delete"), (.append, "delete", "compact,delete"), (.append, "compact", "compact"),
        (.subtract, "compact", ""), (.subtract, "delete", "compact"),
    ]

    @Test(arguments: changes)
    func aListIsSetAndAddedTo(operation: ConfigChange.Operation, value: String?, then: String) async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", configs: ["cleanup.policy": "compact"])
                let change = ConfigChange(name: "cleanup.policy", operation: operation, value: value)
                #expect(try await connection.alter(.topic, "t", [change], validateOnly: true) == nil)
                #expect(try await connection.describeConfigs(.topic, "t")["cleanup.policy"]?.value == "compact")
                #expect(try await connection.alter(.topic, "t", [change]) == nil)
                #expect(try await connection.describeConfigs(.topic, "t")["cleanup.policy"]?.value == then)
            }
        }
    }

    /// A change that cannot be.
    struct Refused: Sendable, CustomTestStringConvertible {
        var type = ConfigResourceType.topic
        var name = "t"
        let changes: [ConfigChange]
        let refusal: Refusal

        var testDescription: String { refusal.message ?? "\(refusal.code)" }
    }

    private static func set(_ name: String, _ value: String?) -> ConfigChange {
        ConfigChange(name: name, operation: .set, value: value)
    }

    static let refused = [
        Refused(changes: [set("foo", "1")], refusal: Refusal(.invalidConfig, "Unknown topic config name: foo")),
        Refused(
            changes: [set("retention.ms", "-2")],
            refusal: Refusal(
                .invalidConfig, "Invalid value -2 for configuration retention.ms: Value must be at least -1")),
        Refused(
            changes: [set("retention.ms", nil)],
            refusal: Refusal(.invalidRequest, "Null value not supported for : retention.ms")),
        Refused(
            changes: [set("retention.ms", "1"), set("retention.ms", "2")],
            refusal: Refusal(.invalidRequest, "Error due to duplicate config keys")),
        Refused(
            changes: [ConfigChange(name: "retention.ms", operation: .append, value: "1")],
            refusal: Refusal(.invalidConfig, "Can't APPEND to key retention.ms because its type is not LIST.")),
        Refused(
            name: "missing", changes: [set("retention.ms", "1")],
            refusal: Refusal(.unknownTopicOrPartition, "The topic 'missing' does not exist.")),
        Refused(
            name: "", changes: [set("retention.ms", "1")],
            refusal: Refusal(.invalidRequest, "Default topic resources are not allowed.")),
        Refused(
            type: .broker, name: "2", changes: [set("log.retention.ms", "1")],
            refusal: Refusal(.invalidRequest, "Unexpected broker id, expected 1, but received 2")),
        Refused(
            type: .broker, name: "1", changes: [set("num.partitions", "2")],
            refusal: Refusal(.invalidRequest, "Cannot update these configs dynamically: Set(num.partitions)")),
        Refused(
            type: .group, name: "g", changes: [set("foo", "2")],
            refusal: Refusal(.invalidConfig, "Unknown group config name: foo")),
    ]

    @Test(arguments: refused) func whatCannotBeIsRefused(_ wanted: Refused) async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t")
                let before = try await connection.describeConfigs(.topic, "t").mapValues(\.value)
                #expect(try await connection.alter(wanted.type, wanted.name, wanted.changes) == wanted.refusal)
                #expect(try await connection.describeConfigs(.topic, "t").mapValues(\.value) == before)
            }
        }
    }

    @Test func alteringAllTakesBackWhatIsNotNamed() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", configs: ["retention.ms": "7", "segment.ms": "8"])
                var config = AlterConfigsRequest.AlterableConfig()
                config.name = "segment.ms"
                config.value = "9"
                var resource = AlterConfigsRequest.AlterConfigsResource()
                resource.resourceType = ConfigResourceType.topic.rawValue
                resource.resourceName = "t"
                resource.configs = [config]
                var request = AlterConfigsRequest()
                request.resources = [resource]
                #expect(try await connection.send(request).responses.map(\.errorCode) == [.none])
                let configs = try await connection.describeConfigs(.topic, "t")
                #expect(configs["segment.ms"]?.value == "9")
                #expect(configs["retention.ms"]?.value == "604800000")
                request.resources = [resource, resource]
                #expect(
                    try await connection.send(request).responses.map(\.errorCode) == [.invalidRequest, .invalidRequest])
            }
        }
    }

    /// Resources of which nothing is configured here.
    @Test(arguments: [ConfigResourceType.group, .clientMetrics, .brokerLogger])
    func otherResourcesHaveNothing(type: ConfigResourceType) async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                let configs = try await connection.describeConfigs(type, "1")
                #expect(configs.isEmpty)
            }
        }
    }
}
