import CSQLite
import Glibc

/// Why the broker's files cannot be used, or a change was not kept.
struct StorageError: Error, CustomStringConvertible {
    enum Reason {
        /// No room on the disk. It may pass.
        case full
        /// Another process owns the directory, or holds the file for long. It may pass.
        case busy
        /// The file is torn or damaged.
        case damaged
        /// The file is no broker's.
        case foreign
        /// The file was written by a newer build.
        case newer
        /// What the system or SQLite refused for any other reason.
        case failed
    }

    let reason: Reason
    /// What was wrong, where, and what to do.
    let description: String

    init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }

    init(_ error: SQLiteError) {
        switch error.code {
        case SQLITE_FULL:
            self.init(.full, "\(error.file): there is no room for it on the disk. Free some, or lower retention.bytes.")
        case SQLITE_BUSY, SQLITE_LOCKED:
            self.init(.busy, "\(error): another process holds a lock on it. End what has it open for writing.")
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            self.init(
                .damaged,
                "\(error): the file is damaged. Restore it from a backup, or read with the sqlite3 "
                    + "command's .recover what is left.")
        default:
            self.init(.failed, "\(error)")
        }
    }

    /// A system call that failed on a file.
    init(_ action: String, _ path: String, errno code: Int32) {
        let cause = String(cString: strerror(code))
        let advice = code == ENOSPC || code == EDQUOT ? " Free some room on that disk." : ""
        self.init(
            code == ENOSPC || code == EDQUOT ? .full : .failed, "\(path): \(action) failed: \(cause).\(advice)")
    }
}

extension StorageError {
    /// Lets nothing but its own kind out.
    static func translating<Result>(_ body: () throws -> Result) throws(StorageError) -> Result {
        do {
            return try body()
        } catch let error as StorageError {
            throw error
        } catch let error as SQLiteError {
            throw StorageError(error)
        } catch {
            throw StorageError(.failed, "\(error)")
        }
    }
}
