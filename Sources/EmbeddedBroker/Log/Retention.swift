/// How long and how much of a partition is kept where the cleanup policy has `delete`.
struct Retention {
    /// `retention.ms`; negative for no limit.
    var milliseconds: Int64 = -1
    /// `retention.bytes`; negative for no limit.
    var bytes: Int64 = -1

    /// How many batches are looked at before the storage thread does something else.
    private static let batchesAtOnce = 256

    /// Where the log should begin: past the oldest batches, as long as all of their records are too old, or what is left
    /// without them is still as large as it may be. What the offset was moved over is deleted by the store later; the
    /// next offset stays what it is even if no batch is left.
    ///
    /// - Parameters:
    ///   - partition: as it is now.
    ///   - limit: what the start must not pass: the last stable offset.
    ///   - now: milliseconds since 1970.
    /// - Returns: the offset, and whether to ask again at once because there may be more to remove.
    func logStart(
        of partition: PartitionRow, limit: Int64, now: Int64, in batches: BatchReader
    ) throws(StorageError) -> (offset: Int64, isUnfinished: Bool) {
        var start = partition.logStart
        guard milliseconds >= 0 || bytes >= 0 else { return (start, false) }
        // The size counts what is before the start until the store has deleted it: it is no measure before.
        let first = try batches.batch(partition: partition.id, at: 0)
        let isMeasured = bytes >= 0 && (first?.lastOffset ?? .max) >= start
        var excess = isMeasured ? partition.size - bytes : 0
        let oldest = try batches.batches(
            partition: partition.id, from: start, before: limit, limit: Self.batchesAtOnce)
        var dated: StoredBatch?
        for batch in oldest {
            guard batch.lastOffset < limit else { return (start, false) }
            excess -= Int64(batch.size)
            let isTooMuch = isMeasured && excess >= 0
            if !isTooMuch {
                guard milliseconds >= 0 else { return (start, false) }
                // A batch without timestamps is as old as the next one that has some.
                if (dated?.lastOffset ?? -1) < batch.lastOffset {
                    dated = try batches.firstBatch(partition: partition.id, from: batch.lastOffset, timestamp: 0)
                }
                guard let dated, now - dated.maxTimestamp > milliseconds else { return (start, false) }
            }
            start = batch.lastOffset + 1
        }
        return (start, oldest.count == Self.batchesAtOnce && start > partition.logStart)
    }
}
