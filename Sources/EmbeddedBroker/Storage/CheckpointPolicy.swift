/// When the write-ahead log is copied to the database, so that it stays bounded and no commit waits long for it.
struct CheckpointPolicy {
    enum Action {
        /// Copy what readers allow, wait for nobody. The log begins anew with the next commit when all was copied and no
        /// reader is in it.
        case passive
        /// Wait for readers too: they overlap, and a passive one never found a moment without any.
        case waiting
    }

    /// 16 MiB: what is copied at once.
    static let softLimit = (16 << 20) / BrokerSchema.pageSize
    /// 64 MiB: from here on commits wait for readers.
    static let hardLimit = (64 << 20) / BrokerSchema.pageSize
    /// After an attempt that could not copy all, the log grows by this much before the next.
    private static let step = (4 << 20) / BrokerSchema.pageSize

    private var due = softLimit
    private var lastSeen = 0

    /// What to do after a commit that left so many pages in the log.
    mutating func action(logPages: Int) -> Action? {
        if logPages < lastSeen { due = Self.softLimit }
        lastSeen = logPages
        guard logPages >= due else { return nil }
        due = logPages + Self.step
        return logPages >= Self.hardLimit ? .waiting : .passive
    }
}
