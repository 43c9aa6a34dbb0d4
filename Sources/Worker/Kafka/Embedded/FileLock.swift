internal import Glibc
internal import TaskProtocol

/// A lock on a file (`flock`), held as long as this object lives, and given up by the kernel with the process.
final class FileLock: Sendable {
    enum Kind {
        /// Together with others of this kind.
        case shared
        /// Alone.
        case exclusive
    }

    private let descriptor: Int32

    /// Locks the file, which is made if it is not there; children do not inherit the lock. Nil if somebody else's lock is
    /// in the way.
    init?(_ path: String, _ kind: Kind) throws(SystemError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError("open \(path)") }
        guard flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else {
            let failure = SystemError("lock \(path)")
            close(descriptor)
            if failure.code == EWOULDBLOCK || failure.code == EINTR { return nil }
            throw failure
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
