import Glibc

/// Makes and opens `broker.db`. Call it with the directory's lock held.
enum BrokerDatabase {
    /// How long a change waits, in milliseconds, while another program writes to the file.
    static let lockTimeout: Int32 = 5000

    /// A connection that writes; the file is made if there is none.
    static func open(_ file: String) throws -> SQLiteConnection {
        if access(file, F_OK) != 0, access(file + "-wal", F_OK) != 0 { try create(file) }
        try DatabaseCheck.check(file)
        try checkSchema(file)
        let connection = try SQLiteConnection(file, .readWrite)
        try configure(connection)
        return connection
    }

    /// A connection that reads what was committed, while another one writes.
    static func openForReading(_ file: String) throws -> SQLiteConnection {
        let connection = try SQLiteConnection(file, .readOnly)
        try connection.execute("PRAGMA cache_size = -1024; PRAGMA query_only = 1; PRAGMA temp_store = MEMORY")
        connection.waitForLocks(milliseconds: lockTimeout)
        return connection
    }

    /// The file gets its name when it is complete: a start that is killed leaves none, or one that is whole.
    private static func create(_ file: String) throws {
        let draft = file + ".new"
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(draft + suffix) }
        do {
            let connection = try SQLiteConnection(draft, .create)
            try connection.execute(BrokerSchema.pragmas)
            try connection.execute("BEGIN; " + BrokerSchema.inOrder.joined(separator: "; ") + "; COMMIT")
            try connection.execute("PRAGMA journal_mode = WAL")
        }
        guard rename(draft, file) == 0 else { throw StorageError("renaming it to broker.db", draft, errno: errno) }
        try synchronizeDirectory(of: file)
    }

    private static func synchronizeDirectory(of file: String) throws(StorageError) {
        let directory = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
        let descriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError("opening it", directory, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StorageError("synchronizing it", directory, errno: errno) }
    }

    /// The tables never change once made, so what the log holds is of no matter here.
    private static func checkSchema(_ file: String) throws {
        let connection = try SQLiteConnection(file, .immutable)
        // A checkpoint that was killed may have written the page count before the pages.
        try connection.execute("PRAGMA writable_schema = ON")
        let found = try connection.rows("SELECT name, sql FROM sqlite_schema WHERE sql NOT NULL") {
            ($0.text(0), $0.text(1))
        }
        let statements = Dictionary(found, uniquingKeysWith: { first, _ in first })
        for (name, sql) in BrokerSchema.statements where statements[name] != sql {
            throw StorageError(
                .foreign,
                "\(file): its table or index '\(name)' is missing or not the broker's. Move the file away, or "
                    + "use another directory.")
        }
    }

    private static func configure(_ connection: SQLiteConnection) throws {
        // Debian's SQLite overwrites what is deleted, which would write every deleted batch once more.
        try connection.execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -2048; \
            PRAGMA secure_delete = OFF; PRAGMA temp_store = MEMORY
            """)
        connection.waitForLocks(milliseconds: lockTimeout)
        connection.watchLog()
    }
}
