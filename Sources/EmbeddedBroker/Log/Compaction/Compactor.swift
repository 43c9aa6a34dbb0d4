import NIOCore

/// Compacts partitions in the background of the storage thread, one after the other and in small steps.
///
/// What it changes is part of the store's open transaction: the caller commits it with everything else. How far a
/// partition was compacted is known only in memory, so that a new start looks at everything once more, and so it does
/// after `startOver()`, which has to follow a rollback.
final class Compactor {
    /// After one of these a step ends, with the batch that it has begun.
    private static let maxStepBytes = 1 << 20
    private static let maxStepTime: Duration = .milliseconds(4)
    private static let batchesAtOnce = 64

    private let store: BrokerStore
    private let capacity: Int
    private var cleaned: [Int64: Cleaned] = [:]
    private var round: Round?

    /// How far a partition was compacted.
    private struct Cleaned {
        /// The first offset that no round has seen.
        var firstDirty: Int64 = 0
        /// What the last round left before it.
        var bytes = 0
    }

    private struct Round {
        let partition: Int64
        var compaction: CompactionRound
        /// What the index must not reach.
        let limit: Int64
        /// Where the index ended.
        var end: Int64?
        /// The next offset to look at.
        var next: Int64
        let logStart: Int64
        var cleanedBytes = 0
    }

    /// - Parameter capacity: how many keys a round may hold.
    init(_ store: BrokerStore, capacity: Int = KeyOffsets.defaultCapacity) {
        self.store = store
        self.capacity = capacity
    }

    /// Goes on with the round that is under way, or begins one for the partition that needs it most. It takes a few
    /// milliseconds at most, but for a batch that alone needs longer. Returns whether there is more to do at once.
    ///
    /// - Parameters:
    ///   - logs: all that may be compacted now.
    ///   - now: milliseconds since 1970.
    func step(_ logs: [CompactableLog], now: Int64) throws(StorageError) -> Bool {
        if let partition = round?.partition, !logs.contains(where: { $0.partition == partition }) { round = nil }
        if round == nil { round = try begin(logs, now: now) }
        guard var round else { return false }
        // If the store fails, the round is given up.
        self.round = nil
        let isOver = try advance(&round)
        if isOver {
            cleaned[round.partition] = Cleaned(firstDirty: round.end ?? round.limit, bytes: round.cleanedBytes)
        } else {
            self.round = round
        }
        return true
    }

    /// A round for the partition with the largest part that is dirty, if one is due.
    private func begin(_ logs: [CompactableLog], now: Int64) throws(StorageError) -> Round? {
        let known = Set(logs.map(\.partition))
        cleaned = cleaned.filter { known.contains($0.key) }
        var dirtiest: (log: CompactableLog, dirt: Dirt)?
        for log in logs {
            guard let dirt = try dirt(of: log, now: now), dirt.isDue else { continue }
            if dirtiest.map({ $0.dirt.ratio < dirt.ratio }) ?? true { dirtiest = (log, dirt) }
        }
        guard let (log, dirt) = dirtiest else { return nil }
        let aborted = try store.batches.abortedTransactions(
            partition: log.partition, from: log.logStart, before: dirt.offsets.upperBound)
        return Round(
            partition: log.partition,
            compaction: CompactionRound(
                aborted: aborted, deleteRetentionMs: log.deleteRetentionMs, now: now, capacity: capacity),
            limit: dirt.offsets.upperBound, next: dirt.offsets.lowerBound, logStart: log.logStart)
    }

    /// What of a partition no round has seen and one may see now.
    private struct Dirt {
        var offsets: Range<Int64>
        /// The part of the bytes that may be compacted.
        var ratio: Double
        var isDue: Bool
    }

    /// nil if there is nothing.
    private func dirt(of log: CompactableLog, now: Int64) throws(StorageError) -> Dirt? {
        let cleaned = cleaned[log.partition] ?? Cleaned()
        let first = max(cleaned.firstDirty, log.logStart)
        // The newest batch stays as it is, as Kafka's active segment does: readers find the end of the log there.
        guard first < log.lastStableOffset, let partition = try store.partition(log.partition),
            let newest = try store.batches.batch(partition: log.partition, at: log.lastStableOffset - 1),
            let oldest = try store.batches.batch(partition: log.partition, at: first)
        else { return nil }
        var limit = min(log.lastStableOffset, newest.baseOffset)
        if log.minCompactionLagMs > 0 {
            let recent = try store.batches.firstBatch(
                partition: log.partition, from: first, timestamp: now - log.minCompactionLagMs + 1)
            limit = min(limit, recent?.baseOffset ?? limit)
        }
        guard first < limit else { return nil }
        // Batches are taken to be equally long: nothing but the sum of their bytes is at hand.
        let part = Double(limit - first) / Double(max(1, partition.nextOffset - first))
        let dirty = Double(max(0, Int(partition.size) - cleaned.bytes)) * part
        let ratio = dirty / max(1, Double(cleaned.bytes) + dirty)
        let isOverdue = oldest.maxTimestamp > 0 && now - oldest.maxTimestamp > log.maxCompactionLagMs
        return Dirt(offsets: first..<limit, ratio: ratio, isDue: isOverdue || ratio > log.minCleanableDirtyRatio)
    }

    /// Forgets how far it came: the store has forgotten what it did.
    func startOver() {
        cleaned = [:]
        round = nil
    }

    /// Whether the round is over.
    private func advance(_ round: inout Round) throws(StorageError) -> Bool {
        let deadline = ContinuousClock.now + Self.maxStepTime
        var bytes = 0
        while bytes < Self.maxStepBytes, ContinuousClock.now < deadline {
            let batches = try store.batches.batches(
                partition: round.partition, from: round.next, before: round.end ?? round.limit,
                limit: Self.batchesAtOnce)
            for stored in batches {
                guard bytes < Self.maxStepBytes, ContinuousClock.now < deadline else { return false }
                guard round.end != nil || stored.lastOffset < round.limit, try process(stored, &round) else { break }
                round.next = stored.lastOffset + 1
                bytes += stored.size
            }
            if let last = batches.last, round.next > last.lastOffset { continue }
            guard round.end == nil else { return true }
            // The index is full or complete: now everything before its end is cleaned.
            round.end = batches.isEmpty ? round.limit : round.next
            round.next = round.logStart
        }
        return false
    }

    /// Indexes or cleans a batch; false if it does not fit into the index any more.
    private func process(_ stored: StoredBatch, _ round: inout Round) throws(StorageError) -> Bool {
        var bytes = ByteBuffer()
        guard try store.batches.read(batch: stored.id, into: &bytes), let batch = try? RecordBatch(bytes) else {
            // A batch that nobody can read is left as it is.
            return true
        }
        guard round.end != nil else { return round.compaction.index(batch) }
        switch round.compaction.clean(batch) {
        case .keep:
            round.cleanedBytes += stored.size
        case .rewrite(let rewritten):
            let result = rewritten.bytes.withUnsafeReadableBytes { bytes in
                Result { () throws(StorageError) in
                    try store.replace(stored, with: bytes, maxTimestamp: rewritten.maxTimestamp)
                }
            }
            try result.get()
            round.cleanedBytes += rewritten.size
        case .delete:
            try store.delete(stored)
        }
        for transaction in round.compaction.forgettable {
            try store.deleteAbortedTransaction(transaction, partition: round.partition)
        }
        round.compaction.forgettable = []
        return true
    }
}
