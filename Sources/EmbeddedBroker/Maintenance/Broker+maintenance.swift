internal import CProcess
internal import KafkaProtocol
internal import Logging
internal import NIOCore

/// What looks after the log in the background.
struct Maintenance {
    let compactor: Compactor
    var scheduled: Scheduled<Void>?
    var isUnderWay = false
    /// When old records are looked for next.
    var nextRetention = NIODeadline.uptimeNanoseconds(0)
    /// Whether the log or memory was used since what is not needed was last given back.
    var isUsed = false
}

extension Broker {
    /// Batches that nobody can see any more are deleted in steps of so many bytes.
    private static let deletedAtOnce = 4 << 20
    /// Pages are given back in steps of so many.
    private static let pagesAtOnce = 64
    /// Fewer free pages than this are left for the next appends.
    private static let toleratedFreePages = (16 << 20) / BrokerSchema.pageSize

    /// Looks after the log when nothing else has been done for a while, or at once where something was deleted.
    func scheduleMaintenance(isUrgent: Bool = false) {
        guard !isClosed, !maintenance.isUnderWay else { return }
        maintenance.scheduled?.cancel()
        let delay = isUrgent ? TimeAmount.zero : TimeAmount(configuration.cleanerBackoff)
        maintenance.scheduled = schedule(at: .now() + delay) { self.assumeIsolated { $0.maintain() } }
    }

    /// One step of all that is due; requests that came meanwhile are served before the next.
    private func maintain() {
        guard !isClosed else { return }
        maintenance.isUnderWay = false
        do throws(StorageError) {
            maintenance.isUnderWay = try maintainStep()
        } catch {
            logger.error("The log could not be looked after: \(error)")
        }
        if store.hasChanges {
            maintenance.isUsed = true
            // Where there is no room now, there may be some later.
            if !commit() { maintenance.isUnderWay = false }
        }
        guard maintenance.isUnderWay else {
            rest()
            return scheduleMaintenance()
        }
        loop.execute { self.assumeIsolated { $0.maintain() } }
    }

    /// Gives back what an idle broker does not need: the write-ahead log and the end of the file are cut, and what the
    /// allocator keeps of memory that batches lay in.
    private func rest() {
        guard maintenance.isUsed, !isFailing else { return }
        maintenance.isUsed = false
        do throws(StorageError) {
            try store.checkpoint()
        } catch {
            logger.warning("The log was not left as small as it could be: \(error)")
        }
        cprocess_trim_heap()
    }

    /// Returns whether there is more to do.
    private func maintainStep() throws(StorageError) -> Bool {
        let now = Clock.milliseconds
        if try moveLogStarts(now: now) { return true }
        if try maintenance.compactor.step(compactableLogs, now: now) { return true }
        if try store.deleteStep(maxBytes: Self.deletedAtOnce) { return true }
        guard try store.freePages() > Self.toleratedFreePages else { return false }
        return try store.vacuumStep(maxPages: Self.pagesAtOnce)
    }

    /// Moves the starts of logs past what is too old or too much. Returns whether there is more to do.
    private func moveLogStarts(now: Int64) throws(StorageError) -> Bool {
        guard .now() >= maintenance.nextRetention else { return false }
        var isUnfinished = false
        for topic in topics.values where topic.config.cleanupPolicy.contains(.delete) {
            let retention = Retention(
                milliseconds: topic.config.retentionMilliseconds, bytes: topic.config.retentionBytes)
            for partition in topic.partitions {
                guard let row = try store.partition(partition.id) else { continue }
                let (start, isMore) = try retention.logStart(
                    of: row, limit: partition.lastStableOffset, now: now, in: store.batches)
                isUnfinished = isUnfinished || isMore
                guard start > partition.nextLogStart else { continue }
                try store.moveLogStart(partition: partition.id, to: start)
                partition.nextLogStart = start
                uncommitted.touch(partition)
            }
        }
        if !isUnfinished {
            try forgetProducers(now: now)
            // If it cannot be written, it is tried again then.
            maintenance.nextRetention = .now() + TimeAmount(configuration.retentionCheckInterval)
        }
        return isUnfinished
    }

    private var compactableLogs: [CompactableLog] {
        topics.values.filter { $0.config.cleanupPolicy.contains(.compact) }.flatMap { topic in
            topic.partitions.map { partition in
                CompactableLog(
                    partition: partition.id, logStart: partition.logStart,
                    lastStableOffset: partition.lastStableOffset,
                    minCleanableDirtyRatio: topic.config.minimumCleanableDirtyRatio,
                    minCompactionLagMs: topic.config.minimumCompactionLagMilliseconds,
                    maxCompactionLagMs: topic.config.maximumCompactionLagMilliseconds,
                    deleteRetentionMs: topic.config.deleteRetentionMilliseconds)
            }
        }
    }

    /// Forgets producers and transactional ids that were not heard of for long.
    private func forgetProducers(now: Int64) throws(StorageError) {
        let lastHeard = now - configuration.producerExpiration.milliseconds
        try store.deleteProducers(heardBefore: lastHeard)
        for partition in partitions.values { partition.producers?.forget(heardBefore: lastHeard) }
        let lastUsed = now - configuration.transactionalIdExpiration.milliseconds
        for transaction in transactions.values
        where transaction.state != .ongoing && transaction.row.updatedMs < lastUsed {
            try store.deleteTransaction(transaction.id)
            transactions[transaction.id] = nil
        }
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
