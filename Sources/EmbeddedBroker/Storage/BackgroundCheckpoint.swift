import CSQLite
import Dispatch
import Synchronization

/// Copies the write-ahead log to the database on a thread of its own, while commits go on. What they add meanwhile is
/// left for the next time.
final class BackgroundCheckpoint: Sendable {
    private let file: String
    private let queue = DispatchQueue(label: "broker.checkpoint")
    private let isRunning = Atomic(false)

    /// For a file that this process has open.
    init(_ file: String) {
        self.file = file
    }

    /// Whether a copy is being made.
    var runs: Bool { isRunning.load(ordering: .acquiring) }

    /// Begins a copy. A checkpoint that fails changes nothing that was promised: the log has it all, and the next one
    /// tries again.
    func start() {
        isRunning.store(true, ordering: .releasing)
        queue.async { [self] in
            try? copy()
            isRunning.store(false, ordering: .releasing)
        }
    }

    /// Returns when no copy is being made.
    func wait() {
        queue.sync {}
    }

    private func copy() throws {
        let connection = try SQLiteConnection(file, .readWrite)
        // A connection knows of the log when it has read something.
        _ = try connection.integer("PRAGMA schema_version")
        _ = try connection.checkpoint(SQLITE_CHECKPOINT_PASSIVE)
    }
}
