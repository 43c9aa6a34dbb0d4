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
            response.topics = describe(request.topics ?? [], isCreating: isCreating)
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

    /// Each topic once, however often it is named: a small request would have an answer of any size.
    private func describe(
        _ wanted: [MetadataRequest.MetadataRequestTopic], isCreating: Bool
    ) -> [MetadataResponse.MetadataResponseTopic] {
        var described: Set<Int64> = []
        var names: TopicNames?
        var newPartitions = 0
        return wanted.compactMap { wanted in
            do throws(Refusal) {
                let topic = try topic(wanted, isCreating: isCreating, among: &names, &newPartitions)
                return described.insert(topic.id).inserted ? description(topic) : nil
            } catch {
                var missing = MetadataResponse.MetadataResponseTopic()
                missing.name = wanted.name
                missing.topicId = wanted.topicId
                missing.errorCode = error.code
                return missing
            }
        }
    }

    /// - Parameters:
    ///   - names: those of all topics, as soon as one is made.
    ///   - newPartitions: how many the request has made.
    private func topic(
        _ wanted: MetadataRequest.MetadataRequestTopic, isCreating: Bool, among names: inout TopicNames?,
        _ newPartitions: inout Int
    ) throws(Refusal) -> Topic {
        guard let name = wanted.name else {
            if let topic = topics.values.first(where: { $0.uuid == wanted.topicId }) { return topic }
            throw Refusal(.unknownTopicId)
        }
        if let topic = topics[name] { return topic }
        try TopicName.check(name)
        guard isCreating else { throw Refusal(.unknownTopicOrPartition) }
        try checkNewPartitions(newPartitions + Int(configuration.defaultPartitions))
        var allNames = names.take() ?? TopicNames(topics.keys)
        defer { names = allNames }
        let topic = try createTopic(
            name, partitions: configuration.defaultPartitions, config: [:], among: &allNames)
        newPartitions += topic.partitions.count
        return topic
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
