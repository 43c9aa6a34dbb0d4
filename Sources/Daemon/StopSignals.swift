internal import Dispatch
internal import Glibc
public import Logging
internal import Synchronization

/// SIGTERM and SIGINT: the first asks for a graceful end, a second one ends the process at once.
///
/// One wish to stop may arrive twice: `timeout`, shells and service managers signal a process and its group. So what comes
/// within a second of the first signal is not a second one.
public final class StopSignals: Sendable {
    private struct State {
        var isStopping = false
        var firstSignal: ContinuousClock.Instant?
        var waiting: [CheckedContinuation<Void, Never>] = []
        var sources: [any DispatchSourceSignal] = []
    }

    private let state = Mutex(State())

    private let logger: Logger
    private let consequence: String

    /// Takes over both signals.
    ///
    /// - Parameters:
    ///   - logger: told of a second signal, before the process ends.
    ///   - consequence: what such an end means to the operator.
    public init(logger: Logger, consequence: String) {
        self.logger = logger
        self.consequence = consequence
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
    public func first() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.isStopping { state.waiting.append(continuation) }
                return state.isStopping
            }
            if isOver { continuation.resume() }
        }
    }

    /// Lets who waits go on: the daemon ends for another reason.
    public func release() {
        let waiting = state.withLock { state in
            state.isStopping = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func receive(_ number: Int32) {
        let now = ContinuousClock.now
        let (isStopping, isRepeat) = state.withLock { state in
            if !state.isStopping { state.firstSignal = state.firstSignal ?? now }
            return (state.isStopping, state.firstSignal.map { now - $0 < .seconds(1) } ?? false)
        }
        guard isStopping else { return release() }
        guard !isRepeat else { return }
        logger.warning("Ended at once by a second signal: \(consequence)")
        _exit(128 + number)
    }
}
