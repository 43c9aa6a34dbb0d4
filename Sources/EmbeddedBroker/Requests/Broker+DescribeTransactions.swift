internal import KafkaProtocol

extension Broker {
    /// The states of transactions (KIP-664).
    func describeTransactions(
        _ request: DescribeTransactionsRequest, _ context: RequestContext
    ) -> DescribeTransactionsResponse {
        var response = DescribeTransactionsResponse()
        response.transactionStates = request.transactionalIds.unique(by: \.self).map(describe)
        return response
    }

    private func describe(_ id: String) -> DescribeTransactionsResponse.TransactionState {
        var state = DescribeTransactionsResponse.TransactionState()
        state.transactionalId = id
        guard let transaction = transactions[id] else {
            state.errorCode = id.isEmpty ? .invalidRequest : .transactionalIdNotFound
            return state
        }
        let row = transaction.row
        state.transactionState = row.state
        state.transactionTimeoutMs = row.timeoutMs
        state.transactionStartTimeMs = row.startedMs ?? -1
        state.producerId = row.producerID
        state.producerEpoch = row.epoch
        let parts = Dictionary(grouping: row.partitions.keys.compactMap { partitions[$0] }, by: \.topic)
        state.topics = parts.sorted { $0.key < $1.key }.map { name, partitions in
            var topic = DescribeTransactionsResponse.TopicData()
            topic.topic = name
            topic.partitions = partitions.map(\.number).sorted()
            return topic
        }
        return state
    }
}
