/// The figures that a task keeps in shared memory. Totals count since the process started.
public enum TaskCounter: Int, Sendable, CaseIterable {
    /// Records that `poll` returned (source-record-poll-total).
    case polled
    /// Records acknowledged by Kafka (source-record-write-total).
    case written
    /// Records read from Kafka (sink-record-read-total).
    case read
    /// Records handed to `put` (sink-record-send-total).
    case sent
    /// Records polled and not yet acknowledged, or read and not yet committed (…-record-active-count).
    case active
    /// The largest value of `active` so far.
    case activeMax
    /// Partitions assigned to the sink task.
    case partitions
    /// Attempts that failed (total-record-failures).
    case failures
    /// Records that failed for good (total-record-errors).
    case errors
    /// Records dropped by the error tolerance or filtered by it (total-records-skipped).
    case skipped
    /// Operations that were tried again (total-retries).
    case retries
    /// Errors logged (total-errors-logged).
    case logged
    /// Records sent to the dead letter queue (deadletterqueue-produce-requests).
    case deadLetterRequests
    /// Dead letters that could not be produced (deadletterqueue-produce-failures).
    case deadLetterFailures
    /// When the last error happened, in ms since 1970 (last-error-timestamp).
    case lastErrorTimestamp
    /// The largest batch, in records.
    case batchSizeMax
    /// Records in all batches.
    case batchSizeSum
    /// Batches.
    case batchCount
    /// The longest `poll` that returned records, or `put`, in ns.
    case batchTimeMax
    /// The time of all of them, in ns.
    case batchTimeSum
    /// How many of them.
    case batchTimeCount
    /// Offset commits begun.
    case commitAttempts
    /// Offset commits that succeeded.
    case commitSuccesses
    /// Offset commits that failed.
    case commitFailures
    /// Offset commits left out because a newer one was under way (offset-commit-skip-total).
    case commitSkips
    /// The number of the newest offset commit (offset-commit-seq-no).
    case commitSequence
    /// How long the last offset commit took, in ns.
    case commitTimeLast
    /// The longest offset commit, in ns.
    case commitTimeMax
    /// The time of all offset commits, in ns.
    case commitTimeSum
    /// Transactions committed.
    case transactions
    /// Records in the largest transaction.
    case transactionSizeMax
    /// Records in all transactions.
    case transactionSizeSum
}
