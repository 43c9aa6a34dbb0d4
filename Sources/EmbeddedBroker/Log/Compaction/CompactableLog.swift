/// A partition of a topic with the cleanup policy `compact`, as it is now.
struct CompactableLog {
    /// The store's number.
    var partition: Int64
    /// The first offset that can be read.
    var logStart: Int64
    /// What is before it is on disk and belongs to no open transaction.
    var lastStableOffset: Int64
    /// `min.cleanable.dirty.ratio`
    var minCleanableDirtyRatio = 0.5
    /// `min.compaction.lag.ms`
    var minCompactionLagMs: Int64 = 0
    /// `max.compaction.lag.ms`
    var maxCompactionLagMs = Int64.max
    /// `delete.retention.ms`
    var deleteRetentionMs: Int64 = 86_400_000
}
