import CSQLite

/// What SQLite answered when it was not content.
struct SQLiteError: Error, CustomStringConvertible {
    /// The primary result code, `SQLITE_FULL` for one.
    var code: Int32 { extendedCode & 0xFF }
    /// The extended result code, `SQLITE_IOERR_FSYNC` for one.
    let extendedCode: Int32
    /// SQLite's words.
    let message: String
    /// The database file.
    let file: String

    var description: String { "\(file): \(message) (SQLite's code \(extendedCode))" }

    /// The last error of a connection, which may be nil where there was no memory for one.
    init(_ connection: OpaquePointer?, code: Int32, file: String) {
        extendedCode = code
        message = String(cString: connection.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
        self.file = file
    }
}
