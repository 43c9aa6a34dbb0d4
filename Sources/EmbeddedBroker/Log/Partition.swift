/// The state of a partition that each request needs. Confined to the storage thread.
final class Partition {
    /// The store's number.
    let id: Int64
    let topic: String
    let number: Int32
    /// The first offset that can be read.
    private(set) var logStart: Int64
    /// What that will be when what has been changed is on disk.
    var nextLogStart: Int64
    /// The offset of the next record, whether the ones before are committed or not.
    var nextOffset: Int64
    /// First offsets of the transactions that are open, by producer.
    var openTransactions: [Int64: Int64] = [:]
    /// What idempotent producers have sent; read from the store when the first one of them comes.
    var producers: ProducerStates?
    /// What is before it is on disk, and may be read.
    private(set) var highWatermark: Int64
    /// What is before it belongs to no open transaction.
    private(set) var lastStableOffset: Int64
    private var waiters: [ObjectIdentifier: FetchWaiter] = [:]

    init(_ row: PartitionRow, topic: String) {
        id = row.id
        self.topic = topic
        number = row.number
        logStart = row.logStart
        nextLogStart = row.logStart
        nextOffset = row.nextOffset
        highWatermark = row.nextOffset
        lastStableOffset = row.nextOffset
    }

    /// What was appended is on disk now: it may be read.
    ///
    /// - Parameter bytes: how much that is.
    func commit(bytes: Int) {
        let before = lastStableOffset
        highWatermark = nextOffset
        logStart = nextLogStart
        // Records of an open transaction may have been deleted.
        lastStableOffset = max(openTransactions.values.min() ?? nextOffset, logStart)
        for waiter in waiters.values { waiter.add(bytes: bytes, isStable: lastStableOffset > before) }
    }

    /// Where a reader ends: before the first open transaction if it wants committed records only (KIP-98).
    func end(isReadCommitted: Bool) -> Int64 { isReadCommitted ? lastStableOffset : highWatermark }

    /// Tells a request of what comes from now on.
    func add(_ waiter: FetchWaiter) {
        waiters[ObjectIdentifier(waiter)] = waiter
    }

    /// The request waits no more.
    func remove(_ waiter: FetchWaiter) {
        waiters[ObjectIdentifier(waiter)] = nil
    }

    /// Lets every request that waits look again.
    func endWaiting() {
        for waiter in waiters.values { waiter.end() }
    }
}
