internal import KafkaProtocol
internal import Logging

extension Broker {
    /// Puts configurations in place of all that a resource has. Answered when they are on disk and in force.
    func alterConfigs(_ request: AlterConfigsRequest, _ context: RequestContext) async -> AlterConfigsResponse {
        var response = AlterConfigsResponse()
        let resources = request.resources.map { ConfigResource(type: $0.resourceType, name: $0.resourceName) }
        let repeated = Set(resources.split { $0 }.duplicates)
        for (resource, wanted) in zip(resources, request.resources) {
            let changes = wanted.configs.map { ConfigChange(name: $0.name, operation: .set, value: $0.value) }
            var answer = AlterConfigsResponse.AlterConfigsResourceResponse()
            answer.resourceType = resource.type
            answer.resourceName = resource.name
            let refusal = alter(
                resource, changes, isReplacing: true, isTrial: request.validateOnly,
                isRepeated: repeated.contains(resource))
            answer.errorCode = refusal?.code ?? .none
            answer.errorMessage = refusal?.message
            response.responses.append(answer)
        }
        do throws(Refusal) {
            try await durable()
        } catch {
            for index in response.responses.indices where response.responses[index].errorCode == .none {
                response.responses[index].errorCode = error.code
                response.responses[index].errorMessage = error.message
            }
        }
        return response
    }

    /// Changes single configurations of resources (KIP-339). Answered when they are on disk and in force.
    func incrementalAlterConfigs(
        _ request: IncrementalAlterConfigsRequest, _ context: RequestContext
    ) async -> IncrementalAlterConfigsResponse {
        var response = IncrementalAlterConfigsResponse()
        let resources = request.resources.map { ConfigResource(type: $0.resourceType, name: $0.resourceName) }
        let repeated = Set(resources.split { $0 }.duplicates)
        for (resource, wanted) in zip(resources, request.resources) {
            var answer = IncrementalAlterConfigsResponse.AlterConfigsResourceResponse()
            answer.resourceType = resource.type
            answer.resourceName = resource.name
            var refusal: Refusal?
            do throws(Refusal) {
                refusal = alter(
                    resource, try wanted.changes, isReplacing: false, isTrial: request.validateOnly,
                    isRepeated: repeated.contains(resource))
            } catch {
                refusal = error
            }
            answer.errorCode = refusal?.code ?? .none
            answer.errorMessage = refusal?.message
            response.responses.append(answer)
        }
        do throws(Refusal) {
            try await durable()
        } catch {
            for index in response.responses.indices where response.responses[index].errorCode == .none {
                response.responses[index].errorCode = error.code
                response.responses[index].errorMessage = error.message
            }
        }
        return response
    }

    /// Why it cannot be; nil if it is.
    private func alter(
        _ resource: ConfigResource, _ changes: [ConfigChange], isReplacing: Bool, isTrial: Bool, isRepeated: Bool
    ) -> Refusal? {
        do throws(Refusal) {
            guard !isClosed else { throw Refusal(.kafkaStorageError, "The broker is ending") }
            guard !isRepeated else { throw Refusal(.invalidRequest, "Each resource must appear at most once.") }
            switch ConfigResourceType(rawValue: resource.type) {
            case .topic: try alterTopic(resource.name, changes, isReplacing: isReplacing, isTrial: isTrial)
            case .broker: try alterBroker(resource.name, changes, isReplacing: isReplacing, isTrial: isTrial)
            case .brokerLogger where !isReplacing: try refuse(changes) { "Logger \($0) does not exist!" }
            case .group: try refuse(changes) { "Unknown group config name: \($0)" }
            case .clientMetrics: try refuse(changes) { "Unknown client metrics configuration: \($0)" }
            case .brokerLogger, nil: throw Refusal(.invalidRequest, "Unknown resource type \(resource.type)")
            }
            return nil
        } catch {
            return error
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
