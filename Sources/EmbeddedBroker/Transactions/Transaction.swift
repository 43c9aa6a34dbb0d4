internal import KafkaProtocol

/// A transactional id, its producer and its open transaction. Confined to the storage thread.
final class Transaction {
    /// Where it is. A transaction ends in one commit of the store, so there is nothing between open and complete.
    enum State: String {
        case empty = "Empty"
        case ongoing = "Ongoing"
        case completeCommit = "CompleteCommit"
        case completeAbort = "CompleteAbort"
    }

    private(set) var row: TransactionRow
    /// Of the producer before the last one, whose request for an epoch may come again when its answer was lost
    /// (KIP-360).
    private(set) var previousEpoch: Int16?

    var id: String { row.transactionalID }
    var state: State { State(rawValue: row.state) ?? .empty }

    init(_ row: TransactionRow) {
        self.row = row
    }

    /// A new one without a producer.
    init(id: String, producerId: Int64, now: Int64) {
        row = TransactionRow(
            transactionalID: id, producerID: producerId, epoch: -1, timeoutMs: 0, state: State.empty.rawValue,
            startedMs: nil, updatedMs: now)
    }

    /// Whether a producer has no epoch left: then it needs another id.
    var isExhausted: Bool { row.epoch >= .max - 1 }

    /// A new producer begins, and keeps all former ones out.
    func begin(producerId: Int64, epoch: Int16, timeoutMs: Int32, now: Int64) {
        previousEpoch = producerId == row.producerID ? row.epoch : nil
        row.producerID = producerId
        row.epoch = epoch
        row.timeoutMs = timeoutMs
        row.state = State.empty.rawValue
        row.updatedMs = now
    }

    /// Keeps the producer out that has this transactional id now.
    func fence() {
        previousEpoch = nil
        row.epoch += 1
    }

    /// Something becomes part of the transaction, which begins with the first of them.
    func open(now: Int64) {
        if state != .ongoing { row.startedMs = now }
        row.state = State.ongoing.rawValue
        row.updatedMs = now
    }

    /// A partition is part of it; `firstOffset` is where its records begin there, once there are some.
    func add(partition: Int64, firstOffset: Int64?) {
        row.partitions[partition] = TransactionRow.Part(firstOffset: firstOffset)
    }

    /// A group's offsets are part of it.
    func add(group: String) {
        row.groups.insert(group)
    }

    /// An offset is to be committed with it.
    func add(_ offset: TransactionRow.Offset) {
        let key = (offset.groupID, offset.topic, offset.partition)
        row.offsets.removeAll { ($0.groupID, $0.topic, $0.partition) == key }
        row.offsets.append(offset)
    }

    /// It is over.
    func complete(commit: Bool, now: Int64) {
        row.state = (commit ? State.completeCommit : .completeAbort).rawValue
        row.startedMs = nil
        row.updatedMs = now
        row.partitions = [:]
        row.groups = []
        row.offsets = []
    }

    /// Partitions and offsets of a topic that is deleted.
    func forget(topic: String, partitions: Set<Int64>) {
        row.partitions = row.partitions.filter { !partitions.contains($0.key) }
        row.offsets.removeAll { $0.topic == topic }
    }

    /// Fails unless the producer is the one that has the transactional id.
    func check(producerId: Int64, epoch: Int16, else fenced: ErrorCode) throws(Refusal) {
        guard row.producerID == producerId else { throw Refusal(.invalidProducerIdMapping) }
        guard row.epoch == epoch else { throw Refusal(fenced) }
    }
}
