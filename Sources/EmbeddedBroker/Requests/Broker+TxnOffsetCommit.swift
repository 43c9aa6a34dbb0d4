internal import KafkaProtocol

extension Broker {
    /// Has a group's offsets committed with a transaction: they are the group's own when it is committed.
    func txnOffsetCommit(
        _ request: TxnOffsetCommitRequest, _ context: RequestContext
    ) async -> TxnOffsetCommitResponse {
        var refusal: ErrorCode?
        var open: Transaction?
        do throws(Refusal) {
            open = try transaction(of: request)
        } catch {
            refusal = error.code
        }
        var response = TxnOffsetCommitResponse()
        response.topics = request.topics.map { topic in
            var topicResponse = TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic()
            topicResponse.name = topic.name
            topicResponse.partitions = topic.partitions.map { partition in
                var answer = TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition()
                answer.partitionIndex = partition.partitionIndex
                if !hasPartition(topic.name, partition.partitionIndex) {
                    answer.errorCode = .unknownTopicOrPartition
                } else if let refusal {
                    answer.errorCode = refusal
                } else if partition.committedMetadata?.utf8.count ?? 0 > Self.maximumOffsetMetadata {
                    answer.errorCode = .offsetMetadataTooLarge
                } else if let open {
                    answer.errorCode = store(partition, of: topic.name, in: request.groupId, open)
                }
                return answer
            }
            return topicResponse
        }
        if await isDurable() { return response }
        for index in response.topics.indices {
            response.topics[index].partitions.refuseRest(Refusal(.coordinatorNotAvailable))
        }
        return response
    }

    /// The open transaction that the group is part of; the group's member is who it says it is (KIP-447).
    private func transaction(of request: TxnOffsetCommitRequest) throws(Refusal) -> Transaction {
        guard !isClosed else { throw Refusal(.coordinatorNotAvailable) }
        guard !request.groupId.isEmpty else { throw Refusal(.invalidGroupId) }
        let transaction = try transaction(
            request.transactionalId, producerId: request.producerId, epoch: request.producerEpoch,
            else: .invalidProducerEpoch)
        guard transaction.state == .ongoing, transaction.row.groups.contains(request.groupId) else {
            throw Refusal(.invalidTxnState)
        }
        let refusal = groups.validateTransactionalCommit(
            group: request.groupId, generation: request.generationId, memberId: request.memberId,
            instanceId: request.groupInstanceId)
        guard refusal == .none else { throw Refusal(refusal) }
        return transaction
    }

    private func store(
        _ partition: TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition, of topic: String, in group: String,
        _ transaction: Transaction
    ) -> ErrorCode {
        let offset = TransactionRow.Offset(
            groupID: group, topic: topic, partition: partition.partitionIndex, offset: partition.committedOffset,
            leaderEpoch: partition.committedLeaderEpoch, metadata: partition.committedMetadata)
        do throws(StorageError) {
            try store.saveTransactionOffset(transaction.id, offset)
        } catch {
            return .coordinatorNotAvailable
        }
        transaction.add(offset)
        return .none
    }
}

extension TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition: RefusableAnswer {}
