internal import KafkaProtocol
internal import Logging
internal import NIOCore

/// What the open transaction of the store has changed, and who waits for its end.
struct Uncommitted {
    /// Partitions whose end, start or transactions have changed, with the bytes that were appended.
    var partitions: [Int64: Int] = [:]
    /// Bytes of records.
    var bytes = 0
    var waiting: [CheckedContinuation<Refusal?, Never>] = []

    /// A partition has changed.
    mutating func touch(_ partition: Partition, bytes: Int = 0) {
        partitions[partition.id, default: 0] += bytes
        self.bytes += bytes
    }
}

extension Broker {
    /// Groups are committed before they hold more than this.
    private static let maximumUncommittedBytes = 16 * 1024 * 1024

    /// Returns when everything that has been changed is on disk.
    ///
    /// - Throws: if it could not be written. Then it is undone, in memory and in the store.
    func durable() async throws(Refusal) {
        guard store.hasChanges else { return }
        let failure = await withCheckedContinuation { continuation in
            uncommitted.waiting.append(continuation)
            if uncommitted.bytes >= Self.maximumUncommittedBytes { commit() } else { scheduleCommit() }
        }
        if let failure { throw failure }
    }

    /// As `durable()`, where one error is told as another.
    func isDurable() async -> Bool {
        do throws(Refusal) {
            try await durable()
            return true
        } catch {
            return false
        }
    }

    /// Commits soon: what is in the loop's queue already comes before the commit, and into it.
    func scheduleCommit() {
        guard !isCommitScheduled else { return }
        isCommitScheduled = true
        loop.execute { self.assumeIsolated { $0.commitScheduled() } }
    }

    private func commitScheduled() {
        isCommitScheduled = false
        commit()
    }

    /// Commits the store's open transaction and tells who waits. Returns whether it is on disk; if not, it is undone.
    @discardableResult
    func commit() -> Bool {
        let group = uncommitted
        uncommitted = Uncommitted()
        var failure: Refusal?
        do throws(StorageError) {
            for id in group.partitions.keys { try partitions[id]?.storeProducers(in: store) }
            try store.commit()
            publish(group)
        } catch {
            failure = Refusal(.kafkaStorageError, error.description)
            undo(because: error)
        }
        for waiting in group.waiting { waiting.resume(returning: failure) }
        return failure == nil
    }

    /// Lets readers see what has been committed.
    private func publish(_ group: Uncommitted) {
        for (id, bytes) in group.partitions { partitions[id]?.commit(bytes: bytes) }
        groups.stored()
        if isFailing { logger.info("The log can be written again") }
        isFailing = false
    }

    /// Reads again what the store has, after it could not take the changes.
    private func undo(because error: StorageError) {
        if !isFailing { logger.error("What clients send is refused, since it cannot be written: \(error)") }
        isFailing = true
        store.rollback()
        do {
            try reload()
            groups.notStored(now: .now())
            scheduleGroupTimer()
        } catch {
            logger.critical("The log cannot be read any more: \(error)")
            fail()
        }
    }
}
