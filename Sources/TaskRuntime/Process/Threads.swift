internal import Glibc

private final class ThreadBody {
    let name: String
    let run: @Sendable () -> Void

    init(name: String, run: @escaping @Sendable () -> Void) {
        self.name = name
        self.run = run
    }
}

/// Starts a detached thread. The process cannot work without it: if the system has none left, it ends.
func startThread(named name: String, _ run: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let body = Unmanaged.passRetained(ThreadBody(name: name, run: run))
    let failure = pthread_create(
        &thread, nil,
        { argument in
            guard let argument else { return nil }
            let body = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
            pthread_setname_np(pthread_self(), body.name)
            body.run()
            return nil
        }, body.toOpaque())
    guard failure == 0 else { fatalError("The system has no thread left for this task (error \(failure))") }
    pthread_detach(thread)
}
