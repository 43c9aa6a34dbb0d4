internal import KafkaProtocol

extension Broker {
    /// Makes partitions part of a transaction; the first of them opens it.
    func addPartitionsToTxn(
        _ request: AddPartitionsToTxnRequest, _ context: RequestContext
    ) async -> AddPartitionsToTxnResponse {
        var failure: Refusal?
        var unknown: Set<String> = []
        do throws(Refusal) {
            let transaction = try transaction(
                request.v3AndBelowTransactionalId, producerId: request.v3AndBelowProducerId,
                epoch: request.v3AndBelowProducerEpoch, else: Self.fenced(context.version))
            var added: [Partition] = []
            for topic in request.v3AndBelowTopics {
                for number in topic.partitions {
                    do throws(Refusal) {
                        added.append(try partition(topic.name, number))
                    } catch {
                        unknown.insert("\(topic.name)-\(number)")
                    }
                }
            }
            if unknown.isEmpty {
                try add(added, to: transaction)
                try await durable()
            } else {
                failure = Refusal(.operationNotAttempted)
            }
        } catch {
            failure = error
        }
        var response = AddPartitionsToTxnResponse()
        for topic in request.v3AndBelowTopics {
            var result = AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult()
            result.name = topic.name
            result.resultsByPartition = topic.partitions.map { number in
                var result = AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult()
                result.partitionIndex = number
                result.partitionErrorCode =
                    unknown.contains("\(topic.name)-\(number)")
                    ? .unknownTopicOrPartition : failure?.code ?? .none
                return result
            }
            response.resultsByTopicV3AndBelow.append(result)
        }
        return response
    }

    private func add(_ added: [Partition], to transaction: Transaction) throws(Refusal) {
        try open(transaction)
        for partition in added where transaction.row.partitions[partition.id] == nil {
            transaction.add(partition: partition.id, firstOffset: nil)
            try stored { () throws(StorageError) in
                try store.saveTransactionPartition(transaction.id, partition: partition.id, firstOffset: nil)
            }
        }
    }

    /// Makes a group's offsets part of a transaction.
    func addOffsetsToTxn(
        _ request: AddOffsetsToTxnRequest, _ context: RequestContext
    ) async -> AddOffsetsToTxnResponse {
        var response = AddOffsetsToTxnResponse()
        do throws(Refusal) {
            let transaction = try transaction(
                request.transactionalId, producerId: request.producerId, epoch: request.producerEpoch,
                else: Self.fenced(context.version))
            try open(transaction)
            transaction.add(group: request.groupId)
            try stored { () throws(StorageError) in
                try store.addTransactionGroup(transaction.id, groupID: request.groupId)
            }
            try await durable()
        } catch {
            response.errorCode = error.code
        }
        return response
    }

    /// Commits or aborts a transaction.
    func endTxn(_ request: EndTxnRequest, _ context: RequestContext) async -> EndTxnResponse {
        var response = EndTxnResponse()
        do throws(Refusal) {
            let transaction = try transaction(
                request.transactionalId, producerId: request.producerId, epoch: request.producerEpoch,
                else: Self.fenced(context.version))
            switch transaction.state {
            case .ongoing: try end(transaction, commit: request.committed)
            // Asked again, since the answer was lost.
            case .completeCommit where request.committed, .completeAbort where !request.committed: break
            default: throw Refusal(.invalidTxnState)
            }
            try await durable()
        } catch {
            response.errorCode = error.code
        }
        return response
    }

    /// What a producer is told that another one has followed; older clients do not know the newer code (KIP-588).
    private static func fenced(_ version: Int16) -> ErrorCode { version >= 2 ? .producerFenced : .invalidProducerEpoch }
}
