internal import CMillrace
internal import Glibc

/// Wakes a thread that waits for something to change; signals are never lost.
final class ChangeSignal: @unchecked Sendable {  // Sound: everything is touched under `mutex` only.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var signals = 0

    init() {
        pthread_mutex_init(mutex, nil)
        // Not the wall clock, which may be set while somebody waits.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        condition.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func signal() {
        pthread_mutex_lock(mutex)
        signals += 1
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Returns after a signal.
    func wait() {
        pthread_mutex_lock(mutex)
        while signals == 0 { pthread_cond_wait(condition, mutex) }
        signals -= 1
        pthread_mutex_unlock(mutex)
    }

    /// Returns after a signal, or when the time is over.
    func wait(milliseconds: Int) {
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        let nanoseconds = deadline.tv_nsec + (milliseconds % 1000) * 1_000_000
        deadline.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        pthread_mutex_lock(mutex)
        while signals == 0, pthread_cond_timedwait(condition, mutex, &deadline) == 0 {}
        if signals > 0 { signals -= 1 }
        pthread_mutex_unlock(mutex)
    }
}
