/// When the write-ahead log is copied to the database, so that it stays bounded and no commit waits long for it.
///
/// A log that is copied whole begins anew with the next commit, unless a reader is in it. The bulk of it is copied in the
/// background; what is left is little, and is copied between two commits.
struct CheckpointPolicy {
    enum Action {
        /// Copy in the background what there is.
        case copy
        /// Copy the rest between two commits, wait for no reader.
        case finish
        /// Copy everything and wait for readers: they overlap, and there never was a moment without any.
        case wait
    }

    /// 16 MiB
    static let softLimit = pages(16)
    /// 64 MiB: from here on commits wait for readers.
    static let hardLimit = pages(64)

    /// The size of the log at which something is to be done.
    private var due = softLimit
    private var isCopied = false
    private var lastSeen = 0

    /// What to do after a commit that left so many pages in the log.
    mutating func action(logPages: Int, isCopying: Bool) -> Action? {
        if logPages < lastSeen { self = CheckpointPolicy() }
        lastSeen = logPages
        if logPages >= max(due, Self.hardLimit) {
            postpone(logPages)
            return .wait
        }
        guard logPages >= due, !isCopying else { return nil }
        if isCopied {
            postpone(logPages)
            return .finish
        }
        isCopied = true
        return .copy
    }

    /// What readers keep from being copied is tried again after some more commits.
    private mutating func postpone(_ logPages: Int) {
        isCopied = false
        due = logPages + Self.pages(4)
    }

    private static func pages(_ mebibytes: Int) -> Int { (mebibytes << 20) / BrokerSchema.pageSize }
}
