internal import KafkaProtocol

extension Broker {
    /// More partitions than this are not made for one request.
    static let maximumNewPartitions = 10_000

    /// Makes topics, or only says whether they could be made. Answered when they are on disk.
    func createTopics(_ request: CreateTopicsRequest, _ context: RequestContext) async -> CreateTopicsResponse {
        var response = CreateTopicsResponse()
        let (unique, duplicates) = request.topics.split(by: \.name)
        var names = TopicNames(topics.keys)
        let checked = unique.map { wanted in
            (wanted, config: Result { () throws(Refusal) in try check(wanted, names) })
        }
        let partitions = checked.reduce(0) { sum, entry in
            guard case .success = entry.config else { return sum }
            return sum + partitionCount(of: entry.0)
        }
        for (wanted, config) in checked {
            var result = CreateTopicsResponse.CreatableTopicResult()
            result.name = wanted.name
            result.errorMessage = nil
            do throws(Refusal) {
                let config = try config.get()
                try checkNewPartitions(partitions)
                try create(wanted, config, among: &names, isTrial: request.validateOnly, &result)
            } catch {
                result.refuse(error)
            }
            response.topics.append(result)
        }
        for name in duplicates {
            var result = CreateTopicsResponse.CreatableTopicResult()
            result.name = name
            result.refuse(Refusal(.invalidRequest, "Duplicate topic name."))
            response.topics.append(result)
        }
        do throws(Refusal) {
            try await durable()
        } catch {
            response.topics.refuseRest(error)
        }
        return response
    }

    /// Fails if one request is to make more partitions than it may.
    func checkNewPartitions(_ count: Int) throws(Refusal) {
        guard count <= Self.maximumNewPartitions else {
            throw Refusal(.policyViolation, "Excessively large number of partitions per request.")
        }
    }

    /// Fails unless the topic may be made; gives its configuration.
    private func check(
        _ wanted: CreateTopicsRequest.CreatableTopic, _ names: TopicNames
    ) throws(Refusal) -> TopicConfig {
        try checkNewTopic(wanted.name, among: names)
        let config = try TopicConfig(overrides: overrides(of: wanted), defaults: settings.topicDefaults)
        try checkPlacement(of: wanted)
        return config
    }

    private func create(
        _ wanted: CreateTopicsRequest.CreatableTopic, _ config: TopicConfig, among names: inout TopicNames,
        isTrial: Bool, _ result: inout CreateTopicsResponse.CreatableTopicResult
    ) throws(Refusal) {
        let count = Int32(partitionCount(of: wanted))
        result.topicId =
            isTrial
            ? .random()
            : try createTopic(wanted.name, partitions: count, config: config.overrides, among: &names).uuid
        result.numPartitions = count
        result.replicationFactor = 1
        result.configs = TopicConfig.definitions.map { definition in
            var entry = CreateTopicsResponse.CreatableTopicConfigs()
            entry.name = definition.name
            let set = config.overrides[definition.name].map { ($0, ConfigSource.dynamicTopic) }
            let (value, source) =
                set ?? settings.topicDefault(definition.name) ?? (definition.defaultValue ?? "", .default)
            entry.value = definition.normalized(value)
            entry.configSource = source.rawValue
            return entry
        }
    }

    /// What is set for a new topic, checked.
    private func overrides(of wanted: CreateTopicsRequest.CreatableTopic) throws(Refusal) -> [String: String] {
        let unset = wanted.configs.filter { $0.value == nil }.map(\.name)
        guard unset.isEmpty else {
            throw Refusal(
                .invalidConfig, "Null value not supported for topic configs: \(unset.joined(separator: ","))")
        }
        var overrides: [String: String] = [:]
        for config in wanted.configs { overrides[config.name] = config.value }
        try TopicConfig.check(overrides, defaults: settings.topicDefaults)
        return overrides
    }

    /// -1 partitions or replicas are as many as the broker has for defaults.
    private func partitionCount(of wanted: CreateTopicsRequest.CreatableTopic) -> Int {
        if !wanted.assignments.isEmpty { return wanted.assignments.count }
        return Int(wanted.numPartitions == -1 ? configuration.defaultPartitions : wanted.numPartitions)
    }

    private func checkPlacement(of wanted: CreateTopicsRequest.CreatableTopic) throws(Refusal) {
        guard wanted.assignments.isEmpty else { return try checkAssignments(of: wanted) }
        let replicas = wanted.replicationFactor
        guard replicas > 0 || replicas == -1 else {
            throw Refusal(
                .invalidReplicationFactor, "Replication factor must be larger than 0, or -1 to use the default value.")
        }
        guard wanted.numPartitions > 0 || wanted.numPartitions == -1 else {
            throw Refusal(.invalidPartitions, "Number of partitions was set to an invalid non-positive value.")
        }
        guard replicas <= 1 else {
            throw Refusal(
                .invalidReplicationFactor,
                "Unable to replicate the partition \(replicas) time(s): The target replication factor of \(replicas) "
                    + "cannot be reached because only 1 broker(s) are registered.")
        }
    }

    private func checkAssignments(of wanted: CreateTopicsRequest.CreatableTopic) throws(Refusal) {
        guard wanted.replicationFactor == -1 else {
            throw Refusal(
                .invalidRequest,
                "A manual partition assignment was specified, but replication factor was not set to -1.")
        }
        guard wanted.numPartitions == -1 else {
            throw Refusal(
                .invalidRequest, "A manual partition assignment was specified, but numPartitions was not set to -1.")
        }
        var numbers: Set<Int32> = []
        for assignment in wanted.assignments {
            guard numbers.insert(assignment.partitionIndex).inserted else {
                throw Refusal(
                    .invalidReplicaAssignment,
                    "Found multiple manual partition assignments for partition \(assignment.partitionIndex)")
            }
            try ReplicaAssignment.check(assignment.brokerIds)
        }
        guard numbers == Set(0..<Int32(numbers.count)) else {
            throw Refusal(
                .invalidReplicaAssignment, "partitions should be a consecutive 0-based integer sequence")
        }
    }
}

extension CreateTopicsResponse.CreatableTopicResult: RefusableAnswer {
    mutating func refuse(_ refusal: Refusal) {
        let name = name
        self = Self()
        self.name = name
        errorCode = refusal.code
        errorMessage = refusal.message
    }
}
