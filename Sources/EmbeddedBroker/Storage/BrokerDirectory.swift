import Glibc

/// The directory that one broker at a time owns: `lock` is held as long as this object lives and names the owner's
/// process, `address` says where the broker can be reached while it can, `broker.db` is the log.
///
/// The address of the broker before is kept in `address.last`, so that a restarted one can try to have it again.
final class BrokerDirectory: Sendable {
    /// As it was given.
    let path: String
    /// The address that the owner before published, if any.
    let lastAddress: String?
    private let lock: Int32

    /// The log's file.
    var database: String { path + "/broker.db" }
    private var address: String { path + "/address" }

    /// Makes the directory if there is none, for its owner alone, and takes its lock.
    init(_ path: String) throws(StorageError) {
        self.path = path
        try Self.makeDirectory(path)
        lock = try Self.lock(path)
        // What a killed broker left behind leads nowhere.
        rename(path + "/address", path + "/address.last")
        lastAddress = try FileReader(path + "/address.last")?.firstLine()
    }

    deinit {
        close(lock)
    }

    /// Says where the broker can be reached: `host:port`. A reader sees all of it or nothing.
    func publish(address host: String) throws(StorageError) {
        try Self.write(host + "\n", to: path + "/address.new")
        guard rename(path + "/address.new", address) == 0 else {
            throw StorageError("renaming it to 'address'", path + "/address.new", errno: errno)
        }
    }

    /// At an orderly end, before the last connection is closed: nobody is to come any more.
    func withdrawAddress() {
        rename(address, path + "/address.last")
    }

    private static func makeDirectory(_ path: String) throws(StorageError) {
        guard mkdir(path, 0o700) != 0 else { return }
        switch errno {
        case EEXIST:
            return
        case ENOENT:
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { break }
            try makeDirectory(String(path[..<slash]))
            guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        default:
            break
        }
        throw StorageError("making the directory", path, errno: errno)
    }

    /// The descriptor that holds the lock. Children do not inherit it.
    private static func lock(_ path: String) throws(StorageError) -> Int32 {
        let file = path + "/lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw StorageError("opening it", file, errno: errno) }
        guard flockWithPatience(descriptor) else {
            let code = errno
            defer { close(descriptor) }
            guard code == EWOULDBLOCK else { throw StorageError("locking it", file, errno: code) }
            let owner = try FileReader(file)?.firstLine() ?? "unknown"
            throw StorageError(
                .busy,
                "\(path): a broker runs on this directory already, process \(owner). Use that one, "
                    + "stop it, or use another directory.")
        }
        let owner = "\(getpid())\n"
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, owner, owner.utf8.count, 0) == owner.utf8.count else {
            let code = errno
            close(descriptor)
            throw StorageError("writing it", file, errno: code)
        }
        return descriptor
    }

    /// A worker looks for an owner by locking the file for an instant, and the owner before may be just about to end.
    private static func flockWithPatience(_ descriptor: Int32) -> Bool {
        for _ in 0..<10 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK || errno == EINTR else { return false }
            usleep(20_000)
        }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    private static func write(_ text: String, to path: String) throws(StorageError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw StorageError("opening it", path, errno: errno) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count, fsync(descriptor) == 0 else {
            throw StorageError("writing it", path, errno: errno)
        }
    }
}
