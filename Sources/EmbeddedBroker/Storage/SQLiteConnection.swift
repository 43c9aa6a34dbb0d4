import CSQLite

/// One connection to a database file, confined to one thread at a time. Its statements are prepared once and kept.
final class SQLiteConnection {
    /// The path.
    let file: String
    let handle: OpaquePointer
    /// How many pages the write-ahead log held after the last commit of this connection.
    private(set) var logPages = 0
    private var statements: [String: SQLiteStatement] = [:]

    enum Access {
        case readOnly
        /// Reads a file that nobody writes, without a lock and without making any file beside it.
        case immutable
        case readWrite
        case create

        fileprivate var flags: Int32 {
            switch self {
            case .readOnly, .immutable: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        }
    }

    init(_ file: String, _ access: Access) throws {
        self.file = file
        let name = "file:" + Self.escaped(file) + (access == .immutable ? "?immutable=1" : "")
        let flags = access.flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(name, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let error = SQLiteError(opened, code: code, file: file)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Runs statements that answer nothing, pragmas for example.
    func execute(_ sql: String) throws {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(handle, code: code, file: file) }
    }

    /// The statement of this text, ready to be bound. Reset it after use.
    func statement(_ sql: String) throws -> SQLiteStatement {
        if let known = statements[sql] { return known }
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw SQLiteError(handle, code: code, file: file) }
        let statement = SQLiteStatement(owning: prepared, file: file)
        statements[sql] = statement
        return statement
    }

    /// Runs one statement to its end.
    func run<each Value: SQLiteValue>(_ sql: String, _ values: repeat each Value) throws {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(repeat each values)
        while try statement.step() {}
    }

    /// What `row` makes of each row.
    func rows<Row, each Value: SQLiteValue>(
        _ sql: String, _ values: repeat each Value, row: (SQLiteStatement) throws -> Row
    ) throws -> [Row] {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(repeat each values)
        var rows: [Row] = []
        while try statement.step() { rows.append(try row(statement)) }
        return rows
    }

    /// What `row` makes of the first row, nil if there is none.
    func first<Row, each Value: SQLiteValue>(
        _ sql: String, _ values: repeat each Value, row: (SQLiteStatement) throws -> Row
    ) throws -> Row? {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(repeat each values)
        return try statement.step() ? try row(statement) : nil
    }

    /// A number that a pragma or a count answers.
    func integer(_ sql: String) throws -> Int64 {
        try first(sql) { $0.integer(0) } ?? 0
    }

    /// The row id that the last INSERT gave.
    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }
    /// How many rows the last statement changed.
    var changedRows: Int { Int(sqlite3_changes64(handle)) }
    /// Whether a transaction is open. SQLite ends one by itself after some errors.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// How long a statement waits for another connection's lock before it fails with `SQLITE_BUSY`.
    func waitForLocks(milliseconds: Int32) {
        sqlite3_busy_timeout(handle, milliseconds)
    }

    /// Keeps `logPages` up to date from now on, and leaves checkpoints to the owner.
    func watchLog() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<SQLiteConnection>.fromOpaque(context).takeUnretainedValue().logPages = Int(pages)
                return SQLITE_OK
            }, context)
    }

    /// What a checkpoint came to: the pages in the log, and how many of them are in the database now.
    struct Checkpoint {
        var logPages: Int
        var pagesDone: Int
        var isComplete: Bool { logPages == pagesDone }
    }

    /// Copies what is in the write-ahead log to the database, as far as readers allow. `SQLITE_CHECKPOINT_RESTART` and
    /// `_TRUNCATE` wait for them as `waitForLocks` says.
    func checkpoint(_ mode: Int32) throws -> Checkpoint {
        var logPages: Int32 = 0
        var pagesDone: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, &logPages, &pagesDone)
        guard code == SQLITE_OK else { throw SQLiteError(handle, code: code, file: file) }
        return Checkpoint(logPages: Int(logPages), pagesDone: Int(pagesDone))
    }

    private static func escaped(_ path: String) -> String {
        path.replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
    }
}
