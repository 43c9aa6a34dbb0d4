internal import KafkaProtocol

extension Broker {
    /// Gives a producer an id and an epoch. With a transactional id, all its former producers are kept out from now on,
    /// and what they have left open is aborted.
    func initProducerId(_ request: InitProducerIdRequest, _ context: RequestContext) async -> InitProducerIdResponse {
        var response = InitProducerIdResponse()
        do throws(Refusal) {
            (response.producerId, response.producerEpoch) = try producer(for: request, context)
            try await durable()
        } catch {
            response = InitProducerIdResponse()
            response.errorCode = error.code
        }
        return response
    }

    private func producer(
        for request: InitProducerIdRequest, _ context: RequestContext
    ) throws(Refusal) -> (Int64, Int16) {
        guard let id = request.transactionalId else { return (try nextProducerId(), 0) }
        guard !id.isEmpty else { throw Refusal(.invalidRequest) }
        let timeout = Duration.milliseconds(request.transactionTimeoutMs)
        guard timeout > .zero, timeout <= configuration.maximumTransactionTimeout else {
            throw Refusal(.invalidTransactionTimeout)
        }
        let now = Clock.milliseconds
        let transaction: Transaction
        if let known = transactions[id] {
            transaction = known
        } else {
            transaction = Transaction(id: id, producerId: try nextProducerId(), now: now)
            transactions[id] = transaction
        }
        let fenced: ErrorCode = context.version >= 4 ? .producerFenced : .invalidProducerEpoch
        if let repeated = try repeatedAnswer(to: request, of: transaction, else: fenced) { return repeated }
        if transaction.state == .ongoing {
            transaction.fence()
            try end(transaction, commit: false)
        }
        if transaction.isExhausted {
            transaction.begin(
                producerId: try nextProducerId(), epoch: 0, timeoutMs: request.transactionTimeoutMs, now: now)
        } else {
            transaction.begin(
                producerId: transaction.row.producerID, epoch: transaction.row.epoch + 1,
                timeoutMs: request.transactionTimeoutMs, now: now)
        }
        try stored { () throws(StorageError) in try store.saveTransaction(transaction.row) }
        return (transaction.row.producerID, transaction.row.epoch)
    }

    /// A producer that names its id and epoch must be the newest, or be asking again what it was answered (KIP-360).
    private func repeatedAnswer(
        to request: InitProducerIdRequest, of transaction: Transaction, else fenced: ErrorCode
    ) throws(Refusal) -> (Int64, Int16)? {
        guard request.producerId != -1 else { return nil }
        guard transaction.row.epoch >= 0 else { return nil }
        guard request.producerId == transaction.row.producerID else { throw Refusal(fenced) }
        if request.producerEpoch == transaction.row.epoch { return nil }
        guard request.producerEpoch == transaction.previousEpoch else { throw Refusal(fenced) }
        return (transaction.row.producerID, transaction.row.epoch)
    }
}
