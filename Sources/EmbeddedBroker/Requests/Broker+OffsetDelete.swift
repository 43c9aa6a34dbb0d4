internal import KafkaProtocol

extension Broker {
    /// Deletes committed offsets of topics that nobody in the group reads.
    func offsetDelete(_ request: OffsetDeleteRequest, _ context: RequestContext) async -> OffsetDeleteResponse {
        var response = OffsetDeleteResponse()
        response.errorCode = refusal(of: request)
        guard response.errorCode == .none, let group = groups.groups[request.groupId] else { return response }
        response.topics = request.topics.map { topic in
            var topicResponse = OffsetDeleteResponse.OffsetDeleteResponseTopic()
            topicResponse.name = topic.name
            let isRead = group.isSubscribed(to: topic.name)
            topicResponse.partitions = topic.partitions.map { partition in
                var answer = OffsetDeleteResponse.OffsetDeleteResponsePartition()
                answer.partitionIndex = partition.partitionIndex
                if !hasPartition(topic.name, partition.partitionIndex) {
                    answer.errorCode = .unknownTopicOrPartition
                } else if isRead {
                    answer.errorCode = .groupSubscribedToTopic
                } else {
                    answer.errorCode = deleteOffset(group.id, topic.name, partition.partitionIndex)
                }
                return answer
            }
            return topicResponse
        }
        if await isDurable() { return response }
        var failure = OffsetDeleteResponse()
        failure.errorCode = .coordinatorNotAvailable
        return failure
    }

    private func refusal(of request: OffsetDeleteRequest) -> ErrorCode {
        if isClosed { return .coordinatorNotAvailable }
        if request.groupId.isEmpty { return .invalidGroupId }
        return groups.validateOffsetDelete(group: request.groupId)
    }

    private func deleteOffset(_ group: String, _ topic: String, _ partition: Int32) -> ErrorCode {
        do throws(StorageError) {
            try store.deleteOffset(groupID: group, topic: topic, partition: partition)
            return .none
        } catch {
            return .coordinatorNotAvailable
        }
    }
}
