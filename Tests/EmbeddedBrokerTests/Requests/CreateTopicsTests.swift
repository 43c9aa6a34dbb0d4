import KafkaProtocol
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// Topics as an admin client makes them.
@Suite struct CreateTopicsTests {
    /// A topic that cannot be made, and what the client is told.
    struct Refused: Sendable, CustomTestStringConvertible {
        let name: String
        var partitions: Int32 = -1
        var replicas: Int16 = -1
        var configs: [String: String?] = [:]
        /// The brokers of each partition.
        var assignments: [(Int32, [Int32])] = []
        let code: ErrorCode
        let message: String

        var testDescription: String { message }
    }

    static let refused = [
        Refused(name: "taken", code: .topicAlreadyExists, message: "Topic 'taken' already exists."),
        Refused(
            name: "a.b", code: .invalidTopicException, message: "Topic 'a.b' collides with existing topic: a_b"),
        Refused(
            name: "a/b", code: .invalidTopicException,
            message:
                "Topic name is invalid: 'a/b' contains one or more characters other than ASCII alphanumerics, '.', "
                + "'_' and '-'"),
        Refused(
            name: "t", partitions: 0, code: .invalidPartitions,
            message: "Number of partitions was set to an invalid non-positive value."),
        Refused(
            name: "t", partitions: 10_001, code: .policyViolation,
            message: "Excessively large number of partitions per request."),
        Refused(
            name: "t", replicas: 0, code: .invalidReplicationFactor,
            message: "Replication factor must be larger than 0, or -1 to use the default value."),
        Refused(
            name: "t", replicas: 3, code: .invalidReplicationFactor,
            message:
                "Unable to replicate the partition 3 time(s): The target replication factor of 3 cannot be reached "
                + "because only 1 broker(s) are registered."),
        Refused(
            name: "t", configs: ["no.such": "1"], code: .invalidConfig, message: "Unknown topic config name: no.such"),
        Refused(
            name: "t", configs: ["retention.ms": nil], code: .invalidConfig,
            message: "Null value not supported for topic configs: retention.ms"),
        Refused(
            name: "t", configs: ["retention.ms": "soon"], code: .invalidConfig,
            message: "Invalid value soon for configuration retention.ms: Not a number of type LONG"),
        Refused(
            name: "t", configs: ["min.compaction.lag.ms": "9", "max.compaction.lag.ms": "8"], code: .invalidConfig,
            message: "conflict topic config setting min.compaction.lag.ms (9) > max.compaction.lag.ms (8)"),
        Refused(
            name: "t", partitions: 1, assignments: [(0, [1])], code: .invalidRequest,
            message: "A manual partition assignment was specified, but numPartitions was not set to -1."),
        Refused(
            name: "t", assignments: [(0, [2])], code: .invalidReplicaAssignment,
            message: "The manual partition assignment includes broker 2, but no such broker is registered."),
        Refused(
            name: "t", assignments: [(1, [1])], code: .invalidReplicaAssignment,
            message: "partitions should be a consecutive 0-based integer sequence"),
    ]

    @Test(arguments: refused) func whatCannotBeIsRefused(_ wanted: Refused) async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("taken")
                try await connection.createTopic("a_b")
                let result = try await connection.create(wanted.name) { topic in
                    topic.numPartitions = wanted.partitions
                    topic.replicationFactor = wanted.replicas
                    topic.configs = wanted.configs.map { name, value in
                        var config = CreateTopicsRequest.CreatableTopicConfig()
                        config.name = name
                        config.value = value
                        return config
                    }
                    topic.assignments = wanted.assignments.map { index, brokers in
                        var assignment = CreateTopicsRequest.CreatableReplicaAssignment()
                        assignment.partitionIndex = index
                        assignment.brokerIds = brokers
                        return assignment
                    }
                }
                #expect(result.errorCode == wanted.code)
                #expect(result.errorMessage == wanted.message)
                #expect(try await connection.topicNames() == ["a_b", "taken"])
            }
        }
    }

    @Test func whatIsLeftOpenIsAsTheBrokerHasIt() async throws {
        let configure: @Sendable (inout BrokerConfiguration) throws -> Void = { configuration in
            _ = try configuration.set("num.partitions", to: "3", in: "test")
            _ = try configuration.set("log.retention.hours", to: "2", in: "test")
        }
        try await TestBroker.with(configure) { broker in
            try await broker.connected { connection in
                let result = try await connection.create("t") { topic in
                    var config = CreateTopicsRequest.CreatableTopicConfig()
                    config.name = "cleanup.policy"
                    config.value = "compact"
                    topic.configs = [config]
                }
                #expect(result.errorCode == .none)
                #expect(result.numPartitions == 3)
                #expect(result.replicationFactor == 1)
                #expect(result.topicId != .none)
                let configs = Dictionary(uniqueKeysWithValues: (result.configs ?? []).map { ($0.name, $0) })
                #expect(configs.count == TopicConfig.definitions.count)
                #expect(configs["cleanup.policy"]?.value == "compact")
                #expect(configs["cleanup.policy"]?.configSource == ConfigSource.dynamicTopic.rawValue)
                #expect(configs["retention.ms"]?.value == "7200000")
                #expect(configs["retention.ms"]?.configSource == ConfigSource.staticBroker.rawValue)
                #expect(configs["max.message.bytes"]?.configSource == ConfigSource.default.rawValue)
            }
        }
    }

    @Test func whatCannotBeMadeMakesNoRoomForMore() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                let codes = try await connection.create([("t", 2_000_000_000), ("u", -2_000_000_000), ("v", 1)])
                #expect(codes == [.policyViolation, .invalidPartitions, .policyViolation])
                #expect(
                    try await connection.create([("t", 10_001), ("v", 1)], validateOnly: true) == [
                        .policyViolation, .policyViolation,
                    ])
                #expect(
                    try await connection.create([("t", 9_999), ("u", 0), ("v", 1)], validateOnly: true) == [
                        .none, .invalidPartitions, .none,
                    ])
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func manyTopicsAreMadeAtOnce() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                let codes = try await connection.create((0..<2000).map { ("a.topic.of.some.length.\($0)", 1) })
                #expect(codes.count == 2000 && codes.allSatisfy { $0 == .none })
                #expect(try await connection.create([("a_topic.of_some.length.1999", 1)]) == [.invalidTopicException])
            }
        }
    }

    @Test func askingForTopicsMakesNoMoreThanCreatingThem() async throws {
        try await TestBroker.with({ _ = try $0.set("num.partitions", to: "4000", in: "test") }) { broker in
            try await broker.connected { connection in
                var request = MetadataRequest()
                request.allowAutoTopicCreation = true
                request.topics = ["a", "b", "c", "a"].map { name in
                    var topic = MetadataRequest.MetadataRequestTopic()
                    topic.name = name
                    return topic
                }
                let topics = try await connection.send(request).topics
                #expect(topics.map(\.name) == ["a", "b", "c"])
                #expect(topics.map(\.errorCode) == [.none, .none, .policyViolation])
                #expect(try await connection.topicNames() == ["a", "b"])
            }
        }
    }

    @Test func aTrialMakesNothing() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                let result = try await connection.create("t", validateOnly: true)
                #expect(result.errorCode == .none)
                #expect(try await connection.topicNames() == [])
            }
        }
    }

    @Test func aNameThatComesTwiceIsRefusedOnce() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                var topic = CreateTopicsRequest.CreatableTopic()
                topic.numPartitions = 1
                topic.replicationFactor = 1
                var request = CreateTopicsRequest()
                for name in ["twice", "once", "twice"] {
                    topic.name = name
                    request.topics.append(topic)
                }
                let results = try await connection.send(request).topics
                #expect(results.map(\.name) == ["once", "twice"])
                #expect(results.map(\.errorCode) == [.none, .invalidRequest])
                #expect(try await connection.topicNames() == ["once"])
            }
        }
    }
}

extension BrokerConnection {
    fileprivate mutating func create(
        _ topics: [(name: String, partitions: Int32)], validateOnly: Bool = false
    ) async throws -> [ErrorCode] {
        var request = CreateTopicsRequest()
        request.topics = topics.map { name, partitions in
            var topic = CreateTopicsRequest.CreatableTopic()
            topic.name = name
            topic.numPartitions = partitions
            topic.replicationFactor = 1
            return topic
        }
        request.validateOnly = validateOnly
        return try await send(request).topics.map(\.errorCode)
    }
}
