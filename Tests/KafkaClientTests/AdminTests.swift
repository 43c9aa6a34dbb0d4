import TestSupport
import Testing

@testable import KafkaClient

@Suite struct AdminTests {
    private let broker: Broker
    private let admin: KafkaAdmin

    init() throws {
        broker = try Broker.shared()
        admin = try KafkaAdmin(properties: broker.properties(.admin))
    }

    @Test func topicsAreCreatedOnceAndDescribed() throws {
        let name = Broker.unique("admin")
        let topic = NewTopic(name: name, partitions: 3, replicationFactor: 1, configs: ["cleanup.policy": "compact"])
        #expect(try admin.createTopics([topic]).first?.error == nil)
        let again = try admin.createTopics([
            topic, NewTopic(name: Broker.unique("admin"), partitions: 1, replicationFactor: 1),
        ])
        #expect(again.first?.error?.isTopicAlreadyExists == true)
        #expect(again.last?.error == nil)
        let found = try #require(try admin.describeTopic(name))
        #expect(found.partitionCount == 3)
        #expect(found.replicationFactor == 1)
        #expect(try admin.metadata().topics.contains { $0.name == name })
        #expect(try admin.describeTopicConfigs(name)["cleanup.policy"] == "compact")
    }

    @Test func aReplicationFactorAndPartitionsOfMinusOneAreTheBrokersDefaults() throws {
        let name = Broker.unique("admin")
        #expect(try admin.createTopics([NewTopic(name: name)]).first?.error == nil)
        #expect(try #require(try admin.describeTopic(name)).partitionCount >= 1)
    }

    @Test func askingForATopicDoesNotCreateIt() throws {
        let name = Broker.unique("absent")
        #expect(try admin.describeTopic(name) == nil)
        #expect(try !admin.metadata().topics.contains { $0.name == name })
    }

    @Test func deletedTopicsAreGone() throws {
        let name = try broker.topic()
        #expect(try admin.deleteTopics([name]).first?.error == nil)
        #expect(try admin.describeTopic(name) == nil)
        #expect(try admin.deleteTopics([name]).first?.error?.isUnknownTopicOrPartition == true)
    }

    @Test func groupOffsetsAreListedAlteredAndDeleted() throws {
        let topic = try broker.topic(partitions: 2)
        let group = Broker.unique("g")
        let partitions = [0, 1].map { TopicPartition(topic: topic, partition: $0) }
        let altered = try admin.alterGroupOffsets(group, [PartitionOffset(partitions[0], offset: 5)])
        #expect(altered.map(\.error) == [nil])
        let offsets = try admin.listGroupOffsets(group, partitions: partitions)
        #expect(offsets.map(\.offset) == [5, nil])
        #expect(try admin.listGroupOffsets(group).map(\.partition) == [partitions[0]])
        try admin.deleteGroup(group)
        #expect(try admin.listGroupOffsets(group, partitions: partitions).map(\.offset) == [nil, nil])
    }

    @Test func aGroupWithMembersIsNotDeleted() throws {
        let topic = try broker.topic()
        let group = Broker.unique("g")
        let consumer = try broker.consumer(group)
        try consumer.subscribe(topics: [topic])
        try consumer.poll { !consumer.assignment.isEmpty }
        let members = try admin.describeGroup(group).members
        #expect(members.map(\.memberId) == [consumer.memberId])
        #expect(members.first?.assignment == [TopicPartition(topic: topic, partition: 0)])
        let error = #expect(throws: KafkaError.self) { try admin.deleteGroup(group) }
        #expect(error?.name == "NON_EMPTY_GROUP")
        try consumer.close()
    }

    @Test func theClusterHasAnId() {
        #expect(admin.clusterId(timeoutMilliseconds: 10_000)?.isEmpty == false)
    }

    @Test func watermarksAreWhatIsThere() throws {
        let topic = try broker.topic()
        let producer = try KafkaProducer(properties: broker.properties(.producer))
        for _ in 0..<3 { try producer.send(topic, partition: 0, value: "v") }
        try producer.flushAll()
        #expect(try admin.watermarks(TopicPartition(topic: topic, partition: 0)) == (0, 3))
    }

    @Test func aClusterThatIsNotThereIsARetriableErrorInTime() throws {
        let properties = try ClientProperties.translate(
            ["bootstrap.servers": "127.0.0.1:1", "default.api.timeout.ms": "200"], for: .admin)
        let admin = try KafkaAdmin(properties: properties)
        let start = MonotonicClock.milliseconds
        let error = #expect(throws: KafkaError.self) { try admin.createTopics([NewTopic(name: "t")]) }
        #expect(error?.isRetriable == true)
        #expect(throws: KafkaError.self) { try admin.metadata() }
        #expect(admin.clusterId() == nil)
        #expect(MonotonicClock.milliseconds - start < 5000)
    }
}
