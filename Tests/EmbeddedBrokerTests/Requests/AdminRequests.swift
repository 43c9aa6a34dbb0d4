import KafkaProtocol

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// What the tests of the admin APIs ask, in few words.
extension BrokerConnection {
    /// Creates one topic as `body` describes it.
    mutating func create(
        _ name: String, validateOnly: Bool = false,
        _ body: (inout CreateTopicsRequest.CreatableTopic) -> Void = { _ in }
    ) async throws -> CreateTopicsResponse.CreatableTopicResult {
        var topic = CreateTopicsRequest.CreatableTopic()
        topic.name = name
        topic.numPartitions = -1
        topic.replicationFactor = -1
        body(&topic)
        var request = CreateTopicsRequest()
        request.topics = [topic]
        request.validateOnly = validateOnly
        return try await send(request).topics[0]
    }

    /// The names of all topics.
    mutating func topicNames() async throws -> [String] {
        var request = MetadataRequest()
        request.topics = nil
        return try await send(request).topics.compactMap(\.name)
    }

    /// The configurations of a topic or a broker, by name.
    mutating func describeConfigs(
        _ type: ConfigResourceType, _ name: String, keys: [String]? = nil
    ) async throws -> [String: DescribeConfigsResponse.DescribeConfigsResourceResult] {
        var resource = DescribeConfigsRequest.DescribeConfigsResource()
        resource.resourceType = type.rawValue
        resource.resourceName = name
        resource.configurationKeys = keys
        var request = DescribeConfigsRequest()
        request.resources = [resource]
        request.includeSynonyms = true
        let result = try await send(request).results[0]
        if result.errorCode != .none { throw result.errorCode }
        return Dictionary(uniqueKeysWithValues: result.configs.map { ($0.name, $0) })
    }

    /// Changes configurations of one resource.
    mutating func alter(
        _ type: ConfigResourceType, _ name: String, _ changes: [ConfigChange], validateOnly: Bool = false
    ) async throws -> Refusal? {
        var resource = IncrementalAlterConfigsRequest.AlterConfigsResource()
        resource.resourceType = type.rawValue
        resource.resourceName = name
        resource.configs = changes.map { change in
            var config = IncrementalAlterConfigsRequest.AlterableConfig()
            config.name = change.name
            config.configOperation = change.operation.rawValue
            config.value = change.value
            return config
        }
        var request = IncrementalAlterConfigsRequest()
        request.resources = [resource]
        request.validateOnly = validateOnly
        let answer = try await send(request).responses[0]
        return answer.errorCode == .none ? nil : Refusal(answer.errorCode, answer.errorMessage)
    }

    /// Deletes a partition's records before an offset.
    mutating func deleteRecords(
        _ topic: String, before offset: Int64, partition: Int32 = 0
    ) async throws -> DeleteRecordsResponse.DeleteRecordsPartitionResult {
        var wanted = DeleteRecordsRequest.DeleteRecordsPartition()
        wanted.partitionIndex = partition
        wanted.offset = offset
        var wantedTopic = DeleteRecordsRequest.DeleteRecordsTopic()
        wantedTopic.name = topic
        wantedTopic.partitions = [wanted]
        var request = DeleteRecordsRequest()
        request.topics = [wantedTopic]
        return try await send(request).topics[0].partitions[0]
    }
}
