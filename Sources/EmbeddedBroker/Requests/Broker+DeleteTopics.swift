internal import KafkaProtocol

extension Broker {
    /// Deletes topics that are given by their names or ids. Answered when they are gone from the disk.
    func deleteTopics(_ request: DeleteTopicsRequest, _ context: RequestContext) async -> DeleteTopicsResponse {
        var response = DeleteTopicsResponse()
        let (unique, duplicates) = request.wanted.split { $0 }
        var found: [Topic] = []
        for wanted in unique {
            do throws(Refusal) {
                found.append(try topic(wanted))
            } catch {
                response.responses.append(wanted.answer(error))
            }
        }
        for wanted in duplicates {
            let what = wanted.name == nil ? "id" : "name"
            response.responses.append(wanted.answer(Refusal(.invalidRequest, "Duplicate topic \(what).")))
        }
        let (once, twice) = found.split(by: \.uuid)
        response.responses += once.map(delete)
        for topic in topics.values where twice.contains(topic.uuid) {
            let refusal = Refusal(
                .invalidRequest, "The provided topic name maps to an ID that was already supplied.")
            response.responses.append(WantedTopic(topic).answer(refusal))
        }
        do throws(Refusal) {
            try await durable()
            scheduleMaintenance(isUrgent: true)
        } catch {
            response.responses.refuseRest(error)
        }
        return response
    }

    private func topic(_ wanted: WantedTopic) throws(Refusal) -> Topic {
        switch (wanted.name, wanted.id) {
        case (let name?, .none):
            guard let topic = topics[name] else { throw Refusal(.unknownTopicOrPartition) }
            return topic
        case (.some, _): throw Refusal(.invalidRequest, "You may not specify both topic name and topic id.")
        case (nil, .none): throw Refusal(.invalidRequest, "Neither topic name nor id were specified.")
        case (nil, let id):
            guard let topic = topics.values.first(where: { $0.uuid == id }) else { throw Refusal(.unknownTopicId) }
            return topic
        }
    }

    private func delete(_ topic: Topic) -> DeleteTopicsResponse.DeletableTopicResult {
        do throws(Refusal) {
            try deleteTopic(topic)
            return WantedTopic(topic).answer()
        } catch {
            return WantedTopic(topic).answer(error)
        }
    }
}

extension DeleteTopicsResponse.DeletableTopicResult: ExplainedAnswer {}

/// How a client names a topic.
private struct WantedTopic: Hashable {
    var name: String?
    var id: WireUUID

    func answer(_ refusal: Refusal? = nil) -> DeleteTopicsResponse.DeletableTopicResult {
        var result = DeleteTopicsResponse.DeletableTopicResult()
        result.name = name
        result.topicId = id
        result.errorCode = refusal?.code ?? .none
        result.errorMessage = refusal?.message
        return result
    }
}

extension WantedTopic {
    init(_ topic: Topic) {
        self.init(name: topic.name, id: topic.uuid)
    }
}

extension DeleteTopicsRequest {
    /// Old clients give names only.
    fileprivate var wanted: [WantedTopic] {
        topicNames.map { WantedTopic(name: $0, id: .none) } + topics.map { WantedTopic(name: $0.name, id: $0.topicId) }
    }
}
