internal import Glibc
internal import TaskProtocol

private final class ThreadBody {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

/// Starts a detached thread, whose name a crash report shows (at most 15 bytes). The process cannot work without it: if the system has none left, it ends.
func startThread(named name: StaticString, _ run: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let body = Unmanaged.passRetained(
        ThreadBody {
            nameThread(name)
            run()
        })
    let failure = pthread_create(
        &thread, nil,
        { argument in
            guard let argument else { return nil }
            Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
            return nil
        }, body.toOpaque())
    guard failure == 0 else { fatalError("The system has no thread left for this task (error \(failure))") }
    pthread_detach(thread)
}
