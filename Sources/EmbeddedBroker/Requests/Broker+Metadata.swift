internal import KafkaProtocol

extension Broker {
    /// The broker and its topics; makes topics that are named for the first time, if that is wanted.
    func metadata(_ request: MetadataRequest, _ context: RequestContext) async -> MetadataResponse {
        var response = MetadataResponse()
        var broker = MetadataResponse.MetadataResponseBroker()
        broker.nodeId = Self.id
        broker.host = context.address.host
        broker.port = Int32(context.address.port)
        response.brokers = [broker]
        response.clusterId = clusterId
        response.controllerId = Self.id
        let isEverything = context.version == 0 ? request.topics?.isEmpty ?? true : request.topics == nil
        if isEverything {
            response.topics = topics.values.sorted { $0.name < $1.name }.map(description)
        } else {
            let isCreating = configuration.createsTopics && request.allowAutoTopicCreation
            for wanted in request.topics ?? [] { response.topics.append(describe(wanted, isCreating: isCreating)) }
        }
        do throws(Refusal) {
            try await durable()
        } catch {
            // Topics that could not be made are not there.
            for index in response.topics.indices where topics[response.topics[index].name ?? ""] == nil {
                response.topics[index].errorCode = .leaderNotAvailable
                response.topics[index].partitions = []
            }
        }
        return response
    }

    private func describe(
        _ wanted: MetadataRequest.MetadataRequestTopic, isCreating: Bool
    ) -> MetadataResponse.MetadataResponseTopic {
        var missing = MetadataResponse.MetadataResponseTopic()
        missing.name = wanted.name
        missing.topicId = wanted.topicId
        guard let name = wanted.name else {
            if let topic = topics.values.first(where: { $0.uuid == wanted.topicId }) { return description(topic) }
            missing.errorCode = .unknownTopicId
            return missing
        }
        if let topic = topics[name] { return description(topic) }
        do throws(Refusal) {
            try TopicName.check(name)
            guard isCreating else { throw Refusal(.unknownTopicOrPartition) }
            return description(try createTopic(name, partitions: configuration.defaultPartitions, config: [:]))
        } catch {
            missing.errorCode = error.code
            return missing
        }
    }

    private func description(_ topic: Topic) -> MetadataResponse.MetadataResponseTopic {
        var description = MetadataResponse.MetadataResponseTopic()
        description.name = topic.name
        description.topicId = topic.uuid
        description.isInternal = topic.isInternal
        description.partitions = topic.partitions.map { partition in
            var description = MetadataResponse.MetadataResponsePartition()
            description.partitionIndex = partition.number
            description.leaderId = Self.id
            description.leaderEpoch = 0
            description.replicaNodes = [Self.id]
            description.isrNodes = [Self.id]
            return description
        }
        return description
    }
}
