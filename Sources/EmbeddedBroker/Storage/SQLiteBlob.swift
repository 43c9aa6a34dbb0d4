import CSQLite

/// One value of a table's blob column, read in pieces where it lies. It holds a snapshot while it is open.
struct SQLiteBlob: ~Copyable {
    private let handle: OpaquePointer
    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection, table: String, column: String, row: Int64) throws {
        self.connection = connection
        var opened: OpaquePointer?
        let code = sqlite3_blob_open(connection.handle, "main", table, column, row, 0, &opened)
        guard code == SQLITE_OK, let opened else {
            throw SQLiteError(connection.handle, code: code, file: connection.file)
        }
        handle = opened
    }

    deinit {
        sqlite3_blob_close(handle)
    }

    /// Goes to another row, which costs less than opening.
    func move(toRow row: Int64) throws {
        try check(sqlite3_blob_reopen(handle, row))
    }

    /// Fills the memory with what lies from `offset` on.
    func read(into memory: UnsafeMutableRawBufferPointer, offset: Int = 0) throws {
        guard memory.count > 0 else { return }
        try check(sqlite3_blob_read(handle, memory.baseAddress, Int32(memory.count), Int32(offset)))
    }

    private func check(_ code: Int32) throws {
        guard code != SQLITE_OK else { return }
        throw SQLiteError(connection.handle, code: code, file: connection.file)
    }
}
