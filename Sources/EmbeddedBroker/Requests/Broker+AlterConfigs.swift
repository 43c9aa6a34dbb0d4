internal import KafkaProtocol
internal import Logging

extension Broker {
    /// Puts configurations in place of all that a resource has. Answered when they are on disk and in force.
    func alterConfigs(_ request: AlterConfigsRequest, _ context: RequestContext) async -> AlterConfigsResponse {
        var response = AlterConfigsResponse()
        let resources = request.resources.map { ConfigResource(type: $0.resourceType, name: $0.resourceName) }
        response.responses = await alter(resources, isTrial: request.validateOnly, isReplacing: true) { index in
            request.resources[index].configs.map { ConfigChange(name: $0.name, operation: .set, value: $0.value) }
        }
        return response
    }

    /// Changes single configurations of resources (KIP-339). Answered when they are on disk and in force.
    func incrementalAlterConfigs(
        _ request: IncrementalAlterConfigsRequest, _ context: RequestContext
    ) async -> IncrementalAlterConfigsResponse {
        var response = IncrementalAlterConfigsResponse()
        let resources = request.resources.map { ConfigResource(type: $0.resourceType, name: $0.resourceName) }
        response.responses = await alter(resources, isTrial: request.validateOnly, isReplacing: false) {
            index throws(Refusal) in try request.resources[index].changes
        }
        return response
    }

    /// - Parameter changes: those of the resource that has this place among all.
    private func alter<Answer: AlterConfigsAnswer>(
        _ resources: [ConfigResource], isTrial: Bool, isReplacing: Bool,
        changes: (Int) throws(Refusal) -> [ConfigChange]
    ) async -> [Answer] {
        var answers: [Answer] = []
        let repeated = Set(resources.split { $0 }.duplicates)
        for (index, resource) in resources.enumerated() {
            var answer = Answer()
            answer.resourceType = resource.type
            answer.resourceName = resource.name
            answer.errorMessage = nil
            do throws(Refusal) {
                try alter(
                    resource, try changes(index), isReplacing: isReplacing, isTrial: isTrial,
                    isRepeated: repeated.contains(resource))
            } catch {
                answer.refuse(error)
            }
            answers.append(answer)
        }
        do throws(Refusal) {
            try await durable()
        } catch {
            answers.refuseRest(error)
        }
        return answers
    }

    private func alter(
        _ resource: ConfigResource, _ changes: [ConfigChange], isReplacing: Bool, isTrial: Bool, isRepeated: Bool
    ) throws(Refusal) {
        try checkOpen()
        guard !isRepeated else { throw Refusal(.invalidRequest, "Each resource must appear at most once.") }
        switch ConfigResourceType(rawValue: resource.type) {
        case .topic: try alterTopic(resource.name, changes, isReplacing: isReplacing, isTrial: isTrial)
        case .broker: try alterBroker(resource.name, changes, isReplacing: isReplacing, isTrial: isTrial)
        case .brokerLogger where !isReplacing: try refuse(changes) { "Logger \($0) does not exist!" }
        case .group: try refuse(changes) { "Unknown group config name: \($0)" }
        case .clientMetrics: try refuse(changes) { "Unknown client metrics configuration: \($0)" }
        case .brokerLogger, nil: throw Refusal(.invalidRequest, "Unknown resource type \(resource.type)")
        }
    }

    private func alterTopic(
        _ name: String, _ changes: [ConfigChange], isReplacing: Bool, isTrial: Bool
    ) throws(Refusal) {
        guard !name.isEmpty else { throw Refusal(.invalidRequest, "Default topic resources are not allowed.") }
        let topic = topics[name]
        let old = topic?.config.overrides ?? [:]
        let new = try ConfigChange.apply(changes, to: isReplacing ? [:] : old, TopicConfig.byName)
        try TopicName.check(name)
        try TopicConfig.check(new, defaults: settings.topicDefaults)
        guard let topic else {
            throw Refusal(.unknownTopicOrPartition, "The topic '\(name)' does not exist.")
        }
        guard !isTrial, new != old else { return }
        try stored { () throws(StorageError) in
            for key in Set(old.keys).union(new.keys) where old[key] != new[key] {
                try store.setConfig(key, to: new[key], topic: topic.id)
            }
        }
        topic.config = TopicConfig(overrides: new, defaults: settings.topicDefaults)
        logger.info("Topic \(name) is configured with \(new)")
    }

    private func alterBroker(
        _ name: String, _ changes: [ConfigChange], isReplacing: Bool, isTrial: Bool
    ) throws(Refusal) {
        let resource = try brokerResource(name)
        let old = settings.dynamic[resource] ?? [:]
        let new = try ConfigChange.apply(changes, to: isReplacing ? [:] : old, BrokerSettings.byName)
        let changed = try settings.changed(resource, to: new)
        guard !isTrial, new != old else { return }
        try stored { () throws(StorageError) in
            for key in Set(old.keys).union(new.keys) where old[key] != new[key] {
                try store.setConfig(key, to: new[key], broker: resource)
            }
        }
        settings = changed
        let defaults = settings.topicDefaults
        for topic in topics.values {
            topic.config = TopicConfig(overrides: topic.config.overrides, defaults: defaults)
        }
        logger.info("The broker is configured with \(new) while it runs")
    }

    /// - Parameter name: a broker's id, or nothing for all brokers.
    private func brokerResource(_ name: String) throws(Refusal) -> String {
        guard !name.isEmpty else { return BrokerSettings.cluster }
        guard let id = Int32(name) else {
            throw Refusal(.invalidRequest, "Node id must be an integer, but it is: \(name)")
        }
        guard id == Self.id else {
            throw Refusal(.invalidRequest, "Unexpected broker id, expected \(Self.id), but received \(name)")
        }
        return BrokerSettings.broker
    }

    /// There is nothing of the kind that could be configured.
    private func refuse(_ changes: [ConfigChange], _ why: (String) -> String) throws(Refusal) {
        if let first = changes.first { throw Refusal(.invalidConfig, why(first.name)) }
    }
}

extension IncrementalAlterConfigsRequest.AlterConfigsResource {
    fileprivate var changes: [ConfigChange] {
        get throws(Refusal) {
            var changes: [ConfigChange] = []
            for config in configs {
                guard let operation = ConfigChange.Operation(rawValue: config.configOperation) else {
                    throw Refusal(.invalidRequest, "Unknown operation type \(config.configOperation)")
                }
                changes.append(ConfigChange(name: config.name, operation: operation, value: config.value))
            }
            return changes
        }
    }
}

/// What both forms answer for a resource.
private protocol AlterConfigsAnswer: ExplainedAnswer, WireStructure {
    var resourceType: Int8 { get set }
    var resourceName: String { get set }
}

extension AlterConfigsResponse.AlterConfigsResourceResponse: AlterConfigsAnswer {}
extension IncrementalAlterConfigsResponse.AlterConfigsResourceResponse: AlterConfigsAnswer {}
