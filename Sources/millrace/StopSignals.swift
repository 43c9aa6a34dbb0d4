import Dispatch
import Glibc
import Logging
import Synchronization

/// SIGTERM and SIGINT: the first asks for a graceful end, the second ends the daemon at once.
final class StopSignals: Sendable {
    private struct State {
        var isStopping = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var sources: [any DispatchSourceSignal] = []
    }

    private let state = Mutex(State())

    /// Takes over both signals.
    init() {
        for number in [SIGTERM, SIGINT] {
            signal(number, SIG_IGN)
            state.withLock { state in
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { [self] in receive(number) }
                source.resume()
                state.sources.append(source)
            }
        }
    }

    /// Waits for the first signal, or for `release`.
    func first() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.isStopping { state.waiting.append(continuation) }
                return state.isStopping
            }
            if isOver { continuation.resume() }
        }
    }

    /// Lets who waits go on: the daemon ends for another reason.
    func release() {
        let waiting = state.withLock { state in
            state.isStopping = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Task processes follow the daemon's end, however it comes.
    private func receive(_ number: Int32) {
        guard state.withLock({ $0.isStopping }) else { return release() }
        Logger(label: "millrace").warning("Ended at once by a second signal: what was in flight comes again")
        _exit(128 + number)
    }
}
