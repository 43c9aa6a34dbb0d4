internal import KafkaProtocol

extension Broker {
    /// What is configured, and where that was said.
    func describeConfigs(_ request: DescribeConfigsRequest, _ context: RequestContext) async -> DescribeConfigsResponse
    {
        var response = DescribeConfigsResponse()
        for wanted in request.resources.unique(by: { ConfigResource(type: $0.resourceType, name: $0.resourceName) }) {
            var result = DescribeConfigsResponse.DescribeConfigsResult()
            result.resourceType = wanted.resourceType
            result.resourceName = wanted.resourceName
            do throws(Refusal) {
                let keys = wanted.configurationKeys ?? []
                result.configs = try configs(of: wanted).filter { keys.isEmpty || keys.contains($0.name) }
                if !request.includeSynonyms {
                    for index in result.configs.indices { result.configs[index].synonyms = [] }
                }
            } catch {
                result.errorCode = error.code
                result.errorMessage = error.message
            }
            response.results.append(result)
        }
        do throws(Refusal) {
            // Changes that are not on disk yet are not told.
            try await durable()
        } catch {
            for index in response.results.indices {
                response.results[index].errorCode = error.code
                response.results[index].errorMessage = error.message
                response.results[index].configs = []
            }
        }
        return response
    }

    private typealias Entry = DescribeConfigsResponse.DescribeConfigsResourceResult

    private func configs(of wanted: DescribeConfigsRequest.DescribeConfigsResource) throws(Refusal) -> [Entry] {
        let name = wanted.resourceName
        switch ConfigResourceType(rawValue: wanted.resourceType) {
        case .topic:
            try TopicName.check(name)
            guard let topic = topics[name] else { throw Refusal(.unknownTopicOrPartition) }
            return TopicConfig.definitions.map { entry($0, of: topic) }
        case .broker:
            guard !name.isEmpty else { return clusterEntries }
            try checkBroker(name, orEmpty: true)
            return BrokerSettings.definitions.map(brokerEntry)
        case .brokerLogger:
            guard !name.isEmpty else { throw Refusal(.invalidRequest, "Broker id must not be empty") }
            try checkBroker(name, orEmpty: false)
            return []
        case .clientMetrics:
            guard !name.isEmpty else {
                throw Refusal(.invalidRequest, "Client metrics subscription name must not be empty")
            }
            return []
        case .group:
            guard !name.isEmpty else { throw Refusal(.invalidRequest, "Group name must not be empty") }
            return []
        case nil:
            throw Refusal(
                .invalidRequest, "Unexpected resource type \(wanted.resourceType) for resource \(name)")
        }
    }

    private func checkBroker(_ name: String, orEmpty: Bool) throws(Refusal) {
        guard let id = Int32(name) else {
            throw Refusal(.invalidRequest, "Broker id must be an integer, but it is: \(name)")
        }
        guard id == Self.id else {
            let expected = "\(Self.id)\(orEmpty ? " or empty string," : "")"
            throw Refusal(.invalidRequest, "Unexpected broker id, expected \(expected) but received \(name)")
        }
    }

    private func entry(_ definition: ConfigDefinition, of topic: Topic) -> Entry {
        var synonyms = TopicConfig.brokerNames[definition.name]?.first.map { settings.synonyms(of: $0.name) } ?? []
        let set = topic.config.overrides[definition.name]
        if let set {
            let own = BrokerSettings.Synonym(
                name: definition.name, value: definition.normalized(set), source: .dynamicTopic)
            synonyms.insert(own, at: 0)
        }
        let value = set ?? settings.topicDefault(definition.name)?.value ?? definition.defaultValue
        return Entry(definition, value: value, synonyms: synonyms, readOnly: false)
    }

    private func brokerEntry(_ definition: ConfigDefinition) -> Entry {
        Entry(
            definition, value: settings.effectiveValue(definition), synonyms: settings.synonyms(of: definition.name),
            readOnly: !BrokerSettings.isDynamic(definition.name))
    }

    /// What was set for all brokers while they run.
    private var clusterEntries: [Entry] {
        let values = settings.dynamic[BrokerSettings.cluster] ?? [:]
        return BrokerSettings.definitions.filter { values[$0.name] != nil }.map { definition in
            let synonyms = settings.synonyms(of: definition.name).filter { $0.source == .dynamicDefaultBroker }
            return Entry(definition, value: values[definition.name], synonyms: synonyms, readOnly: false)
        }
    }
}

extension DescribeConfigsResponse.DescribeConfigsResourceResult {
    fileprivate init(
        _ definition: ConfigDefinition, value: String?, synonyms: [BrokerSettings.Synonym], readOnly: Bool
    ) {
        self.init()
        name = definition.name
        self.value = value.map(definition.normalized)
        self.readOnly = readOnly
        configSource = (synonyms.first?.source ?? .default).rawValue
        configType = definition.wireType
        documentation = nil
        self.synonyms = synonyms.map { synonym in
            var result = DescribeConfigsResponse.DescribeConfigsSynonym()
            result.name = synonym.name
            result.value = synonym.value
            result.source = synonym.source.rawValue
            return result
        }
    }
}
