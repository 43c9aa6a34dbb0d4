import NIOCore

/// One round over one partition, as Kafka's cleaner does it: first the batches that were never compacted are indexed, in
/// order, as long as the memory lasts; then all batches from the start of the log to where the index ends are cleaned.
///
/// Of each key the last record is kept. Records of aborted transactions go at once. Tombstones, and the markers of
/// transactions that have no records any more, go `delete.retention.ms` after the first round that saw them, so that
/// every reader gets them; the batch notes when (KIP-534). Offsets never change, and batches keep their header.
///
/// Unlike Kafka's, a batch without records is deleted: the log keeps its next offset and its producers elsewhere.
struct CompactionRound {
    /// What becomes of a batch.
    enum Fate {
        case keep
        case rewrite(RecordBatch)
        case delete
    }

    /// `delete.retention.ms`
    private let deleteRetentionMs: Int64
    /// Milliseconds since 1970.
    private let now: Int64
    private let aborted: [Int64: [AbortedTransaction]]
    private var keys: KeyOffsets
    /// The producers whose transactions had a record since their last marker, while cleaning.
    private var producersWithRecords: Set<Int64> = []
    /// Aborted transactions that nobody has to know of any more, because none of their records is left.
    var forgettable: [AbortedTransaction] = []

    /// - Parameter aborted: the transactions with records in the stretch that were aborted.
    init(
        aborted: [AbortedTransaction], deleteRetentionMs: Int64, now: Int64, capacity: Int = KeyOffsets.defaultCapacity
    ) {
        self.aborted = Dictionary(grouping: aborted, by: \.producerID)
        self.deleteRetentionMs = deleteRetentionMs
        self.now = now
        keys = KeyOffsets(capacity: capacity)
    }

    /// Notes the keys of a batch that was not compacted yet; false if there is no room for them, which ends the stretch
    /// before the batch. A batch that cannot be read has no keys.
    mutating func index(_ batch: RecordBatch) -> Bool {
        guard !batch.attributes.contains(.control), !isAborted(batch) else { return true }
        guard keys.hasRoom(for: Int(batch.recordCount)) else { return false }
        guard let records = try? CheckedRecords(of: batch) else { return true }
        records.bytes.withUnsafeReadableBytes { bytes in
            for record in records.layouts {
                guard let key = record.key else { continue }
                keys.note(
                    UnsafeRawBufferPointer(rebasing: bytes[key]), at: batch.baseOffset &+ Int64(record.offsetDelta))
            }
        }
        return true
    }

    /// Says what becomes of the next batch; they must come in order from the start of the log.
    mutating func clean(_ batch: RecordBatch) -> Fate {
        if batch.attributes.contains(.control) { return clean(marker: batch) }
        if batch.attributes.contains(.transactional) { producersWithRecords.insert(batch.producerId) }
        if isAborted(batch) { return .delete }
        // What cannot be read cannot be compacted, but neither is it lost.
        guard let records = try? CheckedRecords(of: batch) else { return .keep }
        let kept = kept(of: records, in: batch)
        guard !kept.isEmpty else { return .delete }
        let needsHorizon = batch.deleteHorizon == nil && kept.contains { $0.value == nil }
        if kept.count == records.layouts.count && !needsHorizon { return .keep }
        return .rewrite(batch.keeping(kept, of: records.bytes, newDeleteHorizon: needsHorizon ? horizon : nil))
    }

    private var horizon: Int64 {
        let (horizon, isNever) = now.addingReportingOverflow(deleteRetentionMs)
        return isNever ? .max : horizon
    }

    private func isAborted(_ batch: RecordBatch) -> Bool {
        guard batch.attributes.contains(.transactional), let transactions = aborted[batch.producerId] else {
            return false
        }
        return transactions.contains { $0.firstOffset <= batch.baseOffset && batch.lastOffset <= $0.lastOffset }
    }

    private func kept(of records: CheckedRecords, in batch: RecordBatch) -> [RecordLayout] {
        let dropsTombstones = batch.deleteHorizon.map { $0 <= now } ?? false
        return records.bytes.withUnsafeReadableBytes { bytes in
            records.layouts.filter { record in
                guard let key = record.key, record.value != nil || !dropsTombstones else { return false }
                return !keys.hasLater(
                    UnsafeRawBufferPointer(rebasing: bytes[key]), than: batch.baseOffset &+ Int64(record.offsetDelta))
            }
        }
    }

    private mutating func clean(marker: RecordBatch) -> Fate {
        if producersWithRecords.remove(marker.producerId) != nil { return .keep }
        if let ended = aborted[marker.producerId]?.first(where: { $0.lastOffset == marker.lastOffset }) {
            forgettable.append(ended)
        }
        guard let deleteHorizon = marker.deleteHorizon else {
            guard let records = try? CheckedRecords(of: marker) else { return .keep }
            return .rewrite(marker.keeping(records.layouts, of: records.bytes, newDeleteHorizon: horizon))
        }
        return deleteHorizon <= now ? .delete : .keep
    }
}
