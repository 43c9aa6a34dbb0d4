import CSQLite

/// What can be bound to a statement's parameter.
protocol SQLiteValue {
    /// Returns SQLite's result code.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

extension Int64: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { sqlite3_bind_int64(statement, index, self) }
}

extension Int32: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { sqlite3_bind_int(statement, index, self) }
}

extension Int16: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 { Int32(self).bind(to: statement, at: index) }
}

extension String: SQLiteValue {
    /// Copies the text.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else {
                    return millrace_sqlite3_bind_text(statement, index, "", 0)
                }
                return millrace_sqlite3_bind_text(statement, index, start, Int32(characters.count))
            }
        }
    }
}

extension [UInt8]: SQLiteValue {
    /// Copies the bytes.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        withUnsafeBytes { millrace_sqlite3_bind_bytes(statement, index, $0.baseAddress, Int32($0.count)) }
    }
}

/// Copies nothing: the memory must stay as it is until the statement was reset.
extension UnsafeRawBufferPointer: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        guard let baseAddress, count > 0 else { return sqlite3_bind_zeroblob(statement, index, 0) }
        return sqlite3_bind_blob64(statement, index, baseAddress, UInt64(count), nil)
    }
}

/// nil is NULL.
extension Optional: SQLiteValue where Wrapped: SQLiteValue {
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        self?.bind(to: statement, at: index) ?? sqlite3_bind_null(statement, index)
    }
}
