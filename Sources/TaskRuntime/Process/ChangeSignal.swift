internal import CMillrace
internal import Glibc

/// Wakes a thread that waits for something to change: a POSIX semaphore, whose posts are never lost.
final class ChangeSignal: @unchecked Sendable {  // Sound: sem_t is made for use by several threads.
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() {
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func signal() {
        sem_post(semaphore)
    }

    /// Returns after a signal.
    func wait() {
        while sem_wait(semaphore) != 0, errno == EINTR {}
    }

    /// Returns after a signal, or when the time is over.
    func wait(milliseconds: Int) {
        var deadline = timespec()
        clock_gettime(CLOCK_REALTIME, &deadline)
        let nanoseconds = deadline.tv_nsec + (milliseconds % 1000) * 1_000_000
        deadline.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        while sem_timedwait(semaphore, &deadline) != 0, errno == EINTR {}
    }
}
