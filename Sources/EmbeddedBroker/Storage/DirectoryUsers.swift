import Glibc

/// The workers that use a directory's broker.
enum DirectoryUsers {
    /// Returns when nobody holds a shared lock on the file. Blocks its thread until then; the lock is kept until the
    /// process ends, so that who comes now waits for the end and starts a broker anew.
    static func awaitNone(_ path: String) throws(StorageError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw StorageError("opening it", path, errno: errno) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw StorageError("locking it", path, errno: errno) }
        }
    }
}
