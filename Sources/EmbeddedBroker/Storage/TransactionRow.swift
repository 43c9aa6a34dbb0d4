/// A transactional id with its open transaction, if it has one.
struct TransactionRow: Equatable {
    var transactionalID: String
    var producerID: Int64
    var epoch: Int16
    var timeoutMs: Int32
    /// As Kafka names it: `Empty`, `Ongoing`, `CompleteCommit`, ...
    var state: String
    /// When the open transaction began, in milliseconds since 1970.
    var startedMs: Int64?
    var updatedMs: Int64
    /// The partitions of the open transaction, by their rows.
    var partitions: [Int64: Part] = [:]
    /// The groups whose offsets are to be committed with it.
    var groups: Set<String> = []
    /// The offsets that are to be committed with it.
    var offsets: [Offset] = []

    struct Part: Equatable {
        /// Of the transaction's first record; nil until there is one.
        var firstOffset: Int64?
    }

    struct Offset: Equatable {
        var groupID: String
        var topic: String
        var partition: Int32
        var offset: Int64
        var leaderEpoch: Int32
        var metadata: String?
    }
}
