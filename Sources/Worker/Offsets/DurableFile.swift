internal import Glibc
internal import TaskProtocol

/// A file that is replaced as a whole: after a crash at any instant it has the old content or the new one.
struct DurableFile: Sendable {
    /// The path of the file itself: a symbolic link is followed, so that replacing the file keeps the link.
    let path: String

    init(path: String) {
        if let resolved = realpath(path, nil) {
            self.path = String(cString: resolved)
            free(resolved)
        } else {
            self.path = path
        }
    }

    /// The content, or nil if there is no such file.
    func read() throws(SystemError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw SystemError("open \(path)")
        }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return content }
            if count > 0 {
                content += chunk[..<count]
            } else if errno != EINTR {
                throw SystemError("read \(path)")
            }
        }
    }

    /// Replaces the content. Blocks until it is on the disk.
    func replace(with content: [UInt8]) throws(SystemError) {
        let temporary = path + ".new"
        var mode: mode_t = 0o644
        var status = stat()
        if stat(path, &status) == 0 { mode = status.st_mode & 0o777 }
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw SystemError("create \(temporary)") }
        do throws(SystemError) {
            defer { close(descriptor) }
            try write(content, to: descriptor, named: temporary)
            guard fsync(descriptor) == 0 else { throw SystemError("write \(temporary) to disk") }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let failure = SystemError("rename \(temporary) to \(path)")
            unlink(temporary)
            throw failure
        }
        try syncDirectory()
    }

    /// The directory that holds the file.
    var directory: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func write(_ content: [UInt8], to descriptor: Int32, named name: String) throws(SystemError) {
        var written = 0
        while written < content.count {
            let count = content[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw SystemError("write \(name)")
            }
        }
    }

    /// A rename is durable only when its directory is.
    private func syncDirectory() throws(SystemError) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open directory \(directory)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError("write directory \(directory) to disk") }
    }
}
