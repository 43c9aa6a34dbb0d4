import NIOCore

@testable import EmbeddedBroker

/// A partition in a store, with what compaction has to know of it.
final class StoredLog {
    let store: BrokerStore
    let id: Int64
    var state: CompactableLog
    var compactor: Compactor
    private var log = LogNotation([])

    init(_ store: BrokerStore) throws {
        self.store = store
        id = try store.makePartition()
        state = CompactableLog(partition: id, logStart: 0, lastStableOffset: 0)
        (state.minCleanableDirtyRatio, state.deleteRetentionMs) = (0.01, 5_000)
        compactor = Compactor(store)
    }

    /// Appends a batch and what goes with it; all of it is stable.
    func append(_ text: String, at timestamp: Int64 = 1_000) throws {
        let abortedBefore = log.aborted.count
        log.append(text, at: timestamp)
        let batch = log.batches[log.batches.count - 1]
        try batch.bytes.withUnsafeReadableBytes {
            try store.append(
                $0, partition: id, baseOffset: batch.baseOffset, lastOffset: batch.lastOffset,
                maxTimestamp: batch.maxTimestamp)
        }
        for aborted in log.aborted[abortedBefore...] { try store.addAbortedTransaction(aborted, partition: id) }
        state.lastStableOffset = log.nextOffset
    }

    /// Compacts until nothing is due.
    func compact(now: Int64) throws {
        while try compactor.step([state], now: now) {}
        try store.commit()
    }

    func stored() throws -> [StoredBatch] {
        try store.batches.batches(partition: id, from: state.logStart, before: .max, limit: 10_000)
    }

    func aborted() throws -> [AbortedTransaction] {
        try store.batches.abortedTransactions(partition: id, from: 0, before: .max)
    }

    /// The batches as they are written in `LogNotation`.
    func content() throws -> [String] {
        try stored().map { stored in
            var bytes = ByteBuffer()
            _ = try store.batches.read(batch: stored.id, into: &bytes)
            let batch = try RecordBatch(bytes)
            guard batch.maxTimestamp == stored.maxTimestamp, batch.checksum == batch.computedChecksum() else {
                return "?"
            }
            return try batch.notation
        }
    }
}
