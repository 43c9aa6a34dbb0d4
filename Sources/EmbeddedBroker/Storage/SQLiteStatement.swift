import CSQLite

/// A prepared statement of one connection; confined to its thread.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let file: String

    /// Takes over a handle; the statement must not outlive its connection.
    init(owning handle: OpaquePointer, file: String) {
        self.handle = handle
        self.file = file
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Binds the parameters ?1, ?2, ... in their order.
    func bind<each Value: SQLiteValue>(_ values: repeat each Value) throws {
        var index: Int32 = 0
        for value in repeat each values {
            index += 1
            try check(value.bind(to: handle, at: index))
        }
    }

    /// Goes to the next row; false at the end.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw SQLiteError(sqlite3_db_handle(handle), code: code, file: file)
        }
    }

    /// Makes it ready for the next use: it holds no row and no snapshot any more, and forgets what was bound.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    private func check(_ code: Int32) throws {
        guard code != SQLITE_OK else { return }
        throw SQLiteError(sqlite3_db_handle(handle), code: code, file: file)
    }
}

/// The columns of the row that it stands on, counted from 0.
extension SQLiteStatement {
    func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    /// 0 for NULL.
    func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    /// A number that is kept in fewer bits than SQLite's 64; what a foreign hand wrote too large is cut.
    func integer<Number: FixedWidthInteger>(_ column: Int32, as _: Number.Type) -> Number {
        Number(clamping: sqlite3_column_int64(handle, column))
    }

    func optionalInteger(_ column: Int32) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    /// Empty for NULL.
    func text(_ column: Int32) -> String {
        String(decoding: bytes(column), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? {
        isNull(column) ? nil : text(column)
    }

    /// The bytes of a blob or text; valid until the next step or reset.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }
}
