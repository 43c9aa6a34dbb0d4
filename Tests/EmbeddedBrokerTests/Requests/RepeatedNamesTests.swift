import KafkaProtocol
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// A request that names a thing many times must not have an answer that is larger by as much.
@Suite struct RepeatedNamesTests {
    @Test func anOffsetIsAnsweredOnce() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t")
                let metadata = String(repeating: "m", count: 4096)
                #expect(try await connection.commitOffset("g", 7, of: "t", metadata: metadata) == .none)
                var topic = OffsetFetchRequest.OffsetFetchRequestTopics()
                topic.name = "t"
                topic.partitionIndexes = [Int32](repeating: 0, count: 1000) + [1]
                var group = OffsetFetchRequest.OffsetFetchRequestGroup()
                group.groupId = "g"
                group.topics = [topic, topic]
                var request = OffsetFetchRequest()
                request.groups = [group, group]
                let groups = try await connection.send(request).groups
                #expect(groups.map(\.groupId) == ["g"])
                #expect(groups[0].topics.flatMap(\.partitions).map(\.partitionIndex) == [0, 1])
                #expect(groups[0].topics.flatMap(\.partitions).map(\.committedOffset) == [7, -1])
            }
        }
    }

    @Test func aGroupIsDescribedOnce() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                _ = try await connection.lead("g")
                var request = DescribeGroupsRequest()
                request.groups = ["g", "other", "g"]
                #expect(try await connection.send(request).groups.map(\.groupId) == ["g", "other"])
            }
        }
    }

    @Test func aPartitionsProducersAreDescribedOnce() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", partitions: 2)
                var topic = DescribeProducersRequest.TopicRequest()
                topic.name = "t"
                topic.partitionIndexes = [0, 1, 0]
                var request = DescribeProducersRequest()
                request.topics = [topic, topic]
                let topics = try await connection.send(request).topics
                #expect(topics.flatMap(\.partitions).map(\.partitionIndex) == [0, 1])
            }
        }
    }

    @Test func aTopicIsDescribedOnce() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", partitions: 2)
                var byName = MetadataRequest.MetadataRequestTopic()
                byName.name = "t"
                var request = MetadataRequest()
                request.topics = [byName, byName]
                var topics = try await connection.send(request).topics
                #expect(topics.map(\.name) == ["t"])
                var byId = MetadataRequest.MetadataRequestTopic()
                byId.name = nil
                byId.topicId = topics[0].topicId
                request.topics = [byId, byName, byId]
                topics = try await connection.send(request).topics
                #expect(topics.map(\.name) == ["t"])
            }
        }
    }

    @Test func aConfigurationIsDescribedOnce() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("1")
                var request = DescribeConfigsRequest()
                request.resources = [ConfigResourceType.topic, .broker, .topic].map { type in
                    var resource = DescribeConfigsRequest.DescribeConfigsResource()
                    resource.resourceType = type.rawValue
                    resource.resourceName = "1"
                    return resource
                }
                let types = try await connection.send(request).results.map(\.resourceType)
                #expect(types == [ConfigResourceType.topic, .broker].map(\.rawValue))
            }
        }
    }
}
