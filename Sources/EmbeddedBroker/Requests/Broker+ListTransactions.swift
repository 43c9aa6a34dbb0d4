internal import KafkaProtocol

extension Broker {
    /// The transactions that fit what is asked for (KIP-664, KIP-994).
    func listTransactions(_ request: ListTransactionsRequest, _ context: RequestContext) -> ListTransactionsResponse {
        var response = ListTransactionsResponse()
        response.unknownStateFilters = request.stateFilters.filter { !Self.transactionStates.contains($0) }
        let now = Clock.milliseconds
        let rows = transactions.values.map(\.row).filter { row in
            (request.producerIdFilters.isEmpty || request.producerIdFilters.contains(row.producerID))
                && (request.stateFilters.isEmpty || request.stateFilters.contains(row.state))
                && (request.durationFilter < 0 || now - (row.startedMs ?? -1) > request.durationFilter)
        }
        response.transactionStates = rows.sorted { $0.transactionalID < $1.transactionalID }.map { row in
            var state = ListTransactionsResponse.TransactionState()
            state.transactionalId = row.transactionalID
            state.producerId = row.producerID
            state.transactionState = row.state
            return state
        }
        return response
    }

    /// Those of Kafka, of which some do not come up here.
    private static let transactionStates: Set = [
        "Empty", "Ongoing", "PrepareCommit", "PrepareAbort", "CompleteCommit", "CompleteAbort", "Dead",
        "PrepareEpochFence",
    ]
}
