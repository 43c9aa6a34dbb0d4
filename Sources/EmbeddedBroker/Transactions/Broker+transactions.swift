internal import KafkaProtocol
internal import Logging
internal import NIOCore

extension Broker {
    /// The transaction of a producer that may go on with it.
    ///
    /// - Parameter fenced: what a producer is told that another one has followed.
    func transaction(
        _ id: String, producerId: Int64, epoch: Int16, else fenced: ErrorCode
    ) throws(Refusal) -> Transaction {
        guard !id.isEmpty else { throw Refusal(.invalidRequest) }
        guard let transaction = transactions[id] else { throw Refusal(.invalidProducerIdMapping) }
        try transaction.check(producerId: producerId, epoch: epoch, else: fenced)
        return transaction
    }

    /// An id that no producer has had.
    func nextProducerId() throws(Refusal) -> Int64 {
        let id = unusedProducerId
        unusedProducerId += 1
        let next = String(unusedProducerId)
        try stored { () throws(StorageError) in try store.setProperty("next.producer.id", to: next) }
        return id
    }

    /// Something becomes part of a transaction.
    func open(_ transaction: Transaction) throws(Refusal) {
        let isNew = transaction.state != .ongoing
        transaction.open(now: Clock.milliseconds)
        try stored { () throws(StorageError) in try store.saveTransaction(transaction.row) }
        if isNew { scheduleTimeout(of: transaction) }
    }

    /// Ends a transaction: its markers, its offsets and its new state are one commit of the store, so that nobody, not
    /// even after a crash, sees one half of it. It has ended after `durable()`.
    func end(_ transaction: Transaction, commit: Bool) throws(Refusal) {
        let now = Clock.milliseconds
        let row = transaction.row
        transactionTimers.removeValue(forKey: row.transactionalID)?.cancel()
        for (id, part) in row.partitions.sorted(by: { $0.key < $1.key }) {
            guard let partition = partitions[id] else { continue }
            _ = try states(of: partition)
            let marker = try store(
                RecordBatch.endTransactionMarker(
                    commit: commit, producerId: row.producerID, producerEpoch: row.epoch, timestamp: now),
                in: partition)
            partition.producers?.mark(producer: row.producerID, epoch: row.epoch, now: now)
            partition.openTransactions[row.producerID] = nil
            guard !commit, let firstOffset = part.firstOffset else { continue }
            let aborted = AbortedTransaction(
                producerID: row.producerID, firstOffset: firstOffset, lastOffset: marker)
            try stored { () throws(StorageError) in try store.addAbortedTransaction(aborted, partition: id) }
        }
        transaction.complete(commit: commit, now: now)
        try stored { () throws(StorageError) in
            if commit { try store.commitTransactionOffsets(row.transactionalID, committedMs: now) }
            try store.clearTransaction(row.transactionalID)
            try store.saveTransaction(transaction.row)
        }
    }

    /// Fails unless a batch belongs to an open transaction that has this partition, or to none (KIP-890).
    func checkTransaction(_ batch: RecordBatch, in partition: Partition, id: String?) throws(Refusal) {
        guard batch.attributes.contains(.transactional) else {
            guard partition.openTransactions[batch.producerId] == nil else { throw Refusal(.invalidTxnState) }
            return
        }
        guard let id, let transaction = transactions[id] else { throw Refusal(.invalidTxnState) }
        try transaction.check(
            producerId: batch.producerId, epoch: batch.producerEpoch, else: .invalidProducerEpoch)
        guard transaction.state == .ongoing, transaction.row.partitions[partition.id] != nil else {
            throw Refusal(.invalidTxnState)
        }
    }

    /// Keeps where a transaction's records begin in a partition.
    func noteFirstOffset(_ offset: Int64, in partition: Partition, id: String?) throws(Refusal) {
        guard let id, let transaction = transactions[id],
            partition.openTransactions[transaction.row.producerID] == nil
        else { return }
        partition.openTransactions[transaction.row.producerID] = offset
        transaction.add(partition: partition.id, firstOffset: offset)
        try stored { () throws(StorageError) in
            try store.saveTransactionPartition(id, partition: partition.id, firstOffset: offset)
        }
    }

    /// Takes the transactions from the store, and gives partitions their open ones.
    func loadTransactions() throws {
        unusedProducerId = try store.properties()["next.producer.id"].flatMap(Int64.init) ?? 0
        for timer in transactionTimers.values { timer.cancel() }
        transactionTimers = [:]
        transactions = [:]
        for row in try store.transactions() {
            let transaction = Transaction(row)
            transactions[transaction.id] = transaction
            for (id, part) in row.partitions {
                partitions[id]?.openTransactions[row.producerID] = part.firstOffset
            }
            if transaction.state == .ongoing { scheduleTimeout(of: transaction) }
        }
        for partition in partitions.values { partition.commit(bytes: 0) }
    }

    /// A transaction whose producer is silent for too long is aborted, and its producer kept out.
    private func scheduleTimeout(of transaction: Transaction) {
        guard let started = transaction.row.startedMs else { return }
        let rest = max(0, started + Int64(transaction.row.timeoutMs) - Clock.milliseconds)
        // What could not be written a moment ago is not tried again at once.
        scheduleTimeout(of: transaction.id, in: isFailing ? max(rest, 1000) : rest)
    }

    private func scheduleTimeout(of id: String, in milliseconds: Int64) {
        transactionTimers[id]?.cancel()
        transactionTimers[id] = schedule(at: .now() + .milliseconds(milliseconds)) {
            self.assumeIsolated { $0.timeOut(id) }
        }
    }

    private func timeOut(_ id: String) {
        transactionTimers[id] = nil
        guard !isClosed, let transaction = transactions[id], transaction.state == .ongoing else { return }
        transaction.fence()
        do throws(Refusal) {
            try end(transaction, commit: false)
        } catch {
            // The commit undoes it, and takes the transaction up again with a timer of its own.
        }
        guard commit() else { return }
        logger.warning(
            "The transaction of \(id) is aborted: it was open for more than \(transaction.row.timeoutMs) ms")
    }
}
