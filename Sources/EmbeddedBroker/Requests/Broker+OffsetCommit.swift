internal import KafkaProtocol
internal import NIOCore

extension Broker {
    /// `offset.metadata.max.bytes`
    static let maximumOffsetMetadata = 4096

    /// Commits a group's offsets.
    func offsetCommit(_ request: OffsetCommitRequest, _ context: RequestContext) async -> OffsetCommitResponse {
        var response = OffsetCommitResponse()
        var refusal: ErrorCode?
        /// Asked once, and not for the sake of partitions that are not there: it may make the group.
        func groupRefusal() -> ErrorCode {
            if let refusal { return refusal }
            let error =
                isClosed ? .coordinatorNotAvailable : groups.validateCommit(request, context.version, now: .now())
            refusal = error
            return error
        }
        response.topics = request.topics.map { topic in
            var topicResponse = OffsetCommitResponse.OffsetCommitResponseTopic()
            topicResponse.name = topic.name
            topicResponse.partitions = topic.partitions.map { partition in
                var answer = OffsetCommitResponse.OffsetCommitResponsePartition()
                answer.partitionIndex = partition.partitionIndex
                if !hasPartition(topic.name, partition.partitionIndex) {
                    answer.errorCode = .unknownTopicOrPartition
                } else if groupRefusal() != .none {
                    answer.errorCode = groupRefusal()
                } else if partition.committedMetadata?.utf8.count ?? 0 > Self.maximumOffsetMetadata {
                    answer.errorCode = .offsetMetadataTooLarge
                } else {
                    answer.errorCode = store(partition, of: topic.name, in: request.groupId)
                }
                return answer
            }
            return topicResponse
        }
        scheduleGroupTimer()
        if await isDurable() { return response }
        for index in response.topics.indices {
            response.topics[index].partitions.refuseRest(Refusal(.coordinatorNotAvailable))
        }
        return response
    }

    private func store(
        _ partition: OffsetCommitRequest.OffsetCommitRequestPartition, of topic: String, in group: String
    ) -> ErrorCode {
        let row = OffsetRow(
            topic: topic, partition: partition.partitionIndex, offset: partition.committedOffset,
            leaderEpoch: partition.committedLeaderEpoch, metadata: partition.committedMetadata,
            committedMs: Clock.milliseconds)
        do throws(StorageError) {
            try store.saveOffset(row, groupID: group)
            return .none
        } catch {
            return .coordinatorNotAvailable
        }
    }

    /// Whether there is such a partition.
    func hasPartition(_ topic: String, _ number: Int32) -> Bool {
        topics[topic]?.partitions.indices.contains(Int(number)) ?? false
    }
}

extension GroupCoordinator {
    fileprivate func validateCommit(_ request: OffsetCommitRequest, _ version: Int16, now: NIODeadline) -> ErrorCode {
        validateCommit(
            group: request.groupId, generation: request.generationIdOrMemberEpoch, memberId: request.memberId,
            instanceId: request.groupInstanceId, version: version, now: now)
    }
}

extension OffsetCommitResponse.OffsetCommitResponsePartition: RefusableAnswer {}
