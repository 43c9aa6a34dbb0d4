/// Looks at a database file before SQLite may touch it: whether it is a broker's, of a version that this build knows,
/// and whether all its pages are there. It reads the file's header and the headers in the write-ahead log, no more.
struct DatabaseCheck {
    private let file: String
    private let pageCount: Int
    private let pagesInFile: Int

    /// Checks the file and the write-ahead log beside it.
    static func check(_ file: String) throws(StorageError) {
        guard let reader = try FileReader(file) else {
            throw StorageError(
                .damaged, "\(file): the file is gone, and what belongs to it is still there. Restore it.")
        }
        let check = try DatabaseCheck(reader, file)
        let log = try LogPages(file + "-wal")
        try check.requirePages(log)
    }

    private init(_ reader: FileReader, _ file: String) throws(StorageError) {
        self.file = file
        let header = try reader.bytes(100, at: 0)
        guard header.count == 100, header.starts(with: "SQLite format 3\0".utf8) else {
            throw StorageError(
                .foreign, "\(file): it is not a database of the broker. Move it away, or use another directory.")
        }
        guard header.bigEndian(at: 68) == UInt32(BrokerSchema.applicationID) else {
            throw StorageError(
                .foreign, "\(file): it is a SQLite database of another program. Move it away, or use another directory."
            )
        }
        let version = Int64(header.bigEndian(at: 60))
        guard version <= BrokerSchema.version else {
            throw StorageError(
                .newer,
                "\(file): it was written by a newer build (version \(version) of the file, this one knows "
                    + "\(BrokerSchema.version)). Use that build, or another directory.")
        }
        guard version == BrokerSchema.version, header.bigEndian(at: 16) >> 16 == BrokerSchema.pageSize else {
            throw StorageError(
                .foreign,
                "\(file): it has a layout that no build of the broker writes. Move it away, or use another "
                    + "directory.")
        }
        pageCount = Int(header.bigEndian(at: 28))
        pagesInFile = reader.count / BrokerSchema.pageSize
    }

    /// Every page that the file lacks must be in the log: a checkpoint that was killed leaves it so.
    private func requirePages(_ log: LogPages) throws(StorageError) {
        let expected = log.pageCount ?? pageCount
        guard pagesInFile < expected else { return }
        for page in pagesInFile + 1...expected where page != Self.lockPage && !log.pages.contains(page) {
            throw StorageError(
                .damaged,
                "\(file): it is torn: \(pagesInFile) of its \(expected) pages are there. Nothing was changed. "
                    + "Restore it from a backup, or read with the sqlite3 command's .recover what is left.")
        }
    }

    /// SQLite never writes the page that it puts its locks on.
    private static let lockPage = 0x4000_0000 / BrokerSchema.pageSize + 1
}

/// Which pages a write-ahead log holds. The checksums of its frames are left to SQLite.
private struct LogPages {
    /// The database's size in pages as of the last commit in the log; nil if it has none.
    var pageCount: Int?
    var pages: Set<Int> = []

    /// Empty if there is no such file.
    init(_ path: String) throws(StorageError) {
        guard let reader = try FileReader(path) else { return }
        let header = try reader.bytes(32, at: 0)
        // What a power cut leaves of a log that was just begun: SQLite takes it for an empty one.
        guard header.count == 32, header.contains(where: { $0 != 0 }) else { return }
        guard header.bigEndian(at: 0) & ~1 == 0x377F_0682, header.bigEndian(at: 8) == BrokerSchema.pageSize else {
            throw StorageError(
                .foreign,
                "\(path): it is not the write-ahead log of the database beside it, which may lack what was "
                    + "written last. Restore both from one backup.")
        }
        let salts = header[16..<24]
        let frameSize = 24 + BrokerSchema.pageSize
        for offset in stride(from: 32, through: reader.count - frameSize, by: frameSize) {
            let frame = try reader.bytes(24, at: offset)
            guard frame[8..<16] == salts else { return }
            pages.insert(Int(frame.bigEndian(at: 0)))
            let committed = Int(frame.bigEndian(at: 4))
            if committed > 0 { pageCount = committed }
        }
    }
}
