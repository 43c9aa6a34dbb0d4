internal import KafkaProtocol

extension Broker {
    /// Adds partitions to topics, or only says whether they could be added. Answered when they are on disk.
    func createPartitions(
        _ request: CreatePartitionsRequest, _ context: RequestContext
    ) async -> CreatePartitionsResponse {
        var response = CreatePartitionsResponse()
        let (unique, duplicates) = request.topics.split(by: \.name)
        response.results = duplicates.map { name in
            CreatePartitionsResponse.CreatePartitionsTopicResult(
                name, Refusal(.invalidRequest, "Duplicate topic name."))
        }
        let checked = unique.map { wanted in
            (wanted, topic: Result { () throws(Refusal) in try check(wanted) })
        }
        let additional = checked.reduce(0) { sum, entry in
            guard case .success(let topic) = entry.topic else { return sum }
            return sum + Int(entry.0.count) - topic.partitions.count
        }
        for (wanted, topic) in checked {
            var refusal: Refusal?
            do throws(Refusal) {
                let topic = try topic.get()
                try checkNewPartitions(additional)
                if !request.validateOnly { try addPartitions(to: topic, count: wanted.count) }
            } catch {
                refusal = error
            }
            response.results.append(.init(wanted.name, refusal))
        }
        do throws(Refusal) {
            try await durable()
        } catch {
            response.results.refuseRest(error)
        }
        return response
    }

    private func check(_ wanted: CreatePartitionsRequest.CreatePartitionsTopic) throws(Refusal) -> Topic {
        try checkOpen()
        guard let topic = topics[wanted.name] else { throw Refusal(.unknownTopicOrPartition) }
        let count = topic.partitions.count
        guard wanted.count != count else {
            throw Refusal(.invalidPartitions, "Topic already has \(count) partition(s).")
        }
        guard wanted.count > count else {
            throw Refusal(
                .invalidPartitions,
                "The topic \(wanted.name) currently has \(count) partition(s); \(wanted.count) would not be an "
                    + "increase.")
        }
        guard let assignments = wanted.assignments else { return topic }
        let additional = Int(wanted.count) - count
        guard assignments.count == additional else {
            throw Refusal(
                .invalidReplicaAssignment,
                "Attempted to add \(additional) additional partition(s), but only \(assignments.count) assignment(s) "
                    + "were specified.")
        }
        for assignment in assignments { try ReplicaAssignment.check(assignment.brokerIds) }
        return topic
    }
}

extension CreatePartitionsResponse.CreatePartitionsTopicResult: ExplainedAnswer {
    fileprivate init(_ name: String, _ refusal: Refusal?) {
        self.init()
        self.name = name
        errorCode = refusal?.code ?? .none
        errorMessage = refusal?.message
    }
}
