import CSQLite

/// The connection that writes the broker's file; confined to the storage thread.
///
/// A transaction begins with the first change and ends with `commit()` or `rollback()`. When a change fails, whatever
/// was changed with it may be half done: everything that follows fails too until `rollback()`, and so does `commit()`,
/// which rolls back itself. The store is as good as before then.
final class BrokerStore {
    /// Sees what was changed and not committed yet.
    let batches: BatchReader
    let connection: SQLiteConnection
    private let directory: BrokerDirectory
    private var transaction = Transaction.none
    var checkpoints = CheckpointPolicy()
    let background: BackgroundCheckpoint

    private enum Transaction {
        case none
        case open
        case failed(StorageError)
    }

    /// Opens the file of a directory that this process owns, or makes it. A file that is torn, foreign or of a newer
    /// build is left as it is. The directory is kept as long as the store.
    init(in directory: BrokerDirectory) throws(StorageError) {
        let connection = try StorageError.translating { try BrokerDatabase.open(directory.database) }
        self.connection = connection
        background = BackgroundCheckpoint(directory.database)
        self.directory = directory
        batches = BatchReader(connection)
    }

    deinit {
        background.wait()
    }

    /// Whether there is something to commit.
    var hasChanges: Bool {
        if case .none = transaction { false } else { true }
    }

    /// Makes the changes durable: they are synced when it returns. When it throws they are rolled back.
    func commit() throws(StorageError) {
        switch transaction {
        case .none:
            return
        case .failed(let error):
            rollback()
            throw error
        case .open:
            do {
                try connection.run("COMMIT")
                transaction = .none
            } catch {
                rollback()
                throw try StorageError.translating { throw error }
            }
            checkpointIfDue()
        }
    }

    /// Lets every change since the last commit fail, and the commit with them.
    func abandon(because error: StorageError) {
        transaction = .failed(error)
    }

    /// Forgets the changes since the last commit.
    func rollback() {
        // SQLite has done so already after some errors.
        if connection.isInTransaction { try? connection.execute("ROLLBACK") }
        transaction = .none
    }

    /// Copies everything to the database and closes the file, as an orderly end does. Close every reader before. What was
    /// not committed is lost. Use the store no more.
    func close() throws(StorageError) {
        rollback()
        background.wait()
        try StorageError.translating { _ = try connection.checkpoint(SQLITE_CHECKPOINT_TRUNCATE) }
    }

    /// Runs what changes the file, inside the transaction.
    func change<Result>(_ body: (SQLiteConnection) throws -> Result) throws(StorageError) -> Result {
        do throws(StorageError) {
            if case .failed(let error) = transaction { throw error }
            return try StorageError.translating {
                if case .none = transaction {
                    try connection.run("BEGIN IMMEDIATE")
                    transaction = .open
                }
                return try body(connection)
            }
        } catch {
            if hasChanges { transaction = .failed(error) }
            throw error
        }
    }

    /// Runs one statement that changes the file, inside the transaction.
    func change<each Value: SQLiteValue>(_ sql: String, _ values: repeat each Value) throws(StorageError) {
        try change { try $0.run(sql, repeat each values) }
    }

    /// Runs what only reads; it sees the changes.
    func query<Result>(_ body: (SQLiteConnection) throws -> Result) throws(StorageError) -> Result {
        try StorageError.translating { try body(connection) }
    }
}
