import Glibc

/// Reads a file at any place, without SQLite. Never use it on a file that SQLite has open in this process: closing it
/// would end SQLite's locks, which are the process's.
final class FileReader {
    private let descriptor: Int32
    private let path: String
    /// The length in bytes.
    let count: Int

    /// nil if there is no such file.
    init?(_ path: String) throws(StorageError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw StorageError("opening it", path, errno: errno)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw StorageError(.foreign, "\(path): it is not a file. Remove it, or use another directory.")
        }
        self.descriptor = descriptor
        self.path = path
        count = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// The bytes from `offset` on; fewer at the end of the file.
    func bytes(_ length: Int, at offset: Int) throws(StorageError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length)
        let got = pread(descriptor, &bytes, length, off_t(offset))
        guard got >= 0 else { throw StorageError("reading it", path, errno: errno) }
        return Array(bytes.prefix(got))
    }

    /// nil if the file is empty.
    func firstLine() throws(StorageError) -> String? {
        let line = try bytes(min(count, 1024), at: 0).prefix { $0 != UInt8(ascii: "\n") }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Four bytes, the highest first.
    func bigEndian(at index: Int) -> UInt32 {
        self[index..<index + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
