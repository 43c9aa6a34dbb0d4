import CSQLite

extension BrokerStore {
    /// Keeps the write-ahead log bounded. A checkpoint that fails changes nothing that was promised: the log has it all,
    /// and the next one tries again.
    func checkpointIfDue() {
        switch checkpoints.action(logPages: connection.logPages, isCopying: background.runs) {
        case nil:
            return
        case .copy:
            background.start()
        case .finish:
            _ = try? connection.checkpoint(SQLITE_CHECKPOINT_PASSIVE)
        case .wait:
            background.wait()
            connection.waitForLocks(milliseconds: 1000)
            _ = try? connection.checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
            connection.waitForLocks(milliseconds: BrokerDatabase.lockTimeout)
        }
    }

    /// Copies what readers allow from the write-ahead log to the database, for when there is nothing else to do. The file
    /// is cut to what is in use.
    func checkpoint() throws(StorageError) {
        background.wait()
        try StorageError.translating { _ = try connection.checkpoint(SQLITE_CHECKPOINT_PASSIVE) }
    }
}
