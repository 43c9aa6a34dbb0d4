/// What the timestamps of a batch mean: `message.timestamp.type`.
enum TimestampType: Sendable {
    /// The producer's time of each record.
    case createTime
    /// The broker's time when it took the batch, which counts for all of its records.
    case logAppendTime
}
