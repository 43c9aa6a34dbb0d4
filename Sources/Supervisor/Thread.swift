internal import CProcess
internal import Glibc
internal import TaskProtocol

/// Runs `body` on a new thread that nobody joins. `name` has at most 15 bytes.
func runOnThread(named name: String, _ body: @escaping @Sendable () -> Void) throws {
    let work = Unmanaged.passRetained(ThreadWork(name: name, body: body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let failure = pthread_create(&thread, &attributes, runThreadWork, work.toOpaque())
    guard failure == 0 else {
        work.release()
        throw SystemError("start the thread \(name)", code: failure)
    }
}

private final class ThreadWork {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

private func runThreadWork(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let work = Unmanaged<ThreadWork>.fromOpaque(argument).takeRetainedValue()
    var none = sigset_t()
    sigfillset(&none)
    // The daemon's signals are for its main thread.
    pthread_sigmask(SIG_SETMASK, &none, nil)
    cprocess_name_thread(work.name)
    work.body()
    return nil
}
