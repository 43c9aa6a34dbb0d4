internal import Glibc

/// A lock that one thread holds over many calls, which a closure-based one cannot express.
final class ThreadLock: @unchecked Sendable {  // Sound: pthread_mutex_t is made for use by several threads.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func lock() { pthread_mutex_lock(mutex) }

    func unlock() { pthread_mutex_unlock(mutex) }

    func tryLock() -> Bool { pthread_mutex_trylock(mutex) == 0 }
}
