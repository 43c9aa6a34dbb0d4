import ConnectData
import Testing

@testable import TaskRuntime

/// A connector's `topic.creation.*` settings (KIP-158).
@Suite struct TopicCreationGroupTests {
    private let settings = [
        "topic.creation.groups": "logs, big",
        "topic.creation.default.partitions": "3", "topic.creation.default.replication.factor": "-1",
        "topic.creation.default.cleanup.policy": "compact",
        "topic.creation.logs.include": "log-.*, trace", "topic.creation.logs.exclude": "log-secret.*",
        "topic.creation.logs.partitions": "1", "topic.creation.logs.retention.ms": "1000",
        "topic.creation.big.include": ".*big", "topic.creation.big.replication.factor": "2",
    ]

    @Test(arguments: [
        ("log-a", "logs"), ("log-secret-a", "default"), ("trace", "logs"), ("traces", "default"), ("xbig", "big"),
        ("log-big", "logs"), ("anything", "default"),
    ])
    func theFirstGroupThatMatchesTheWholeNameCounts(_ topic: String, _ group: String) throws {
        let groups = try TopicCreationGroup.groups(connector: settings, worker: [:])
        #expect(groups.first { $0.matches(topic) }?.name == group)
    }

    @Test func numbersComeFromTheDefaultGroupAndConfigsDoNot() throws {
        let groups = try TopicCreationGroup.groups(connector: settings, worker: ["topic.creation.enable": "true"])
        #expect(groups.map(\.name) == ["logs", "big", "default"])
        #expect(groups.map(\.partitions) == [1, 3, 3])
        #expect(groups.map(\.replicationFactor) == [-1, 2, -1])
        #expect(groups.map(\.configs) == [["retention.ms": "1000"], [:], ["cleanup.policy": "compact"]])
    }

    @Test func theWorkerOrTheConnectorMayLeaveItToTheBroker() throws {
        #expect(try TopicCreationGroup.groups(connector: ["topics": "x"], worker: [:]).isEmpty)
        #expect(try TopicCreationGroup.groups(connector: settings, worker: ["topic.creation.enable": "FALSE"]).isEmpty)
    }

    @Test(arguments: [
        ("topic.creation.default.partitions", "0", "topic.creation.default.partitions is 0"),
        ("topic.creation.logs.partitions", "many", "topic.creation.logs.partitions is many"),
        ("topic.creation.logs.include", "[", "topic.creation.logs.include is '['"),
        ("topic.creation.logs.exclude", "(", "topic.creation.logs.exclude is '('"),
    ])
    func whatIsWrongIsNamed(_ key: String, _ value: String, _ says: String) throws {
        let error = #expect(throws: ConnectError.self) {
            try TopicCreationGroup.groups(connector: settings.merging([key: value]) { $1 }, worker: [:])
        }
        #expect(error?.code == .badConfig)
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    }
}
