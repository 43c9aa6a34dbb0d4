import CSQLite

extension BrokerStore {
    /// A checkpoint that fails changes nothing that was promised: the log has it all, and the next one tries again.
    func checkpointIfDue() {
        switch checkpoints.action(logPages: connection.logPages) {
        case nil:
            return
        case .passive:
            _ = try? connection.checkpoint(SQLITE_CHECKPOINT_PASSIVE)
        case .waiting:
            connection.waitForLocks(milliseconds: 1000)
            _ = try? connection.checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
            connection.waitForLocks(milliseconds: 5000)
        }
    }

    /// Copies what readers allow from the write-ahead log to the database, for when there is nothing else to do. The file
    /// is cut to what is in use.
    func checkpoint() throws(StorageError) {
        try StorageError.translating { _ = try connection.checkpoint(SQLITE_CHECKPOINT_PASSIVE) }
    }
}
