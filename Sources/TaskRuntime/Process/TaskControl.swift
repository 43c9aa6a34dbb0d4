internal import Glibc
internal import Synchronization
internal import TaskProtocol

/// The control channel as the runtime uses it: a thread of its own takes what the daemon says, so that a stop reaches a
/// plugin that waits in `poll`, and questions to the daemon wait for their answers on the thread that asks.
final class TaskControl: Sendable {
    private struct State {
        var stopRequested = false
        var stopReturned = false
        var failed = false
        var pauseRequested = false
        var answers: [UInt64: ToProcess] = [:]
        var committed: [(request: UInt64, error: String?)] = []
        var nextRequest: UInt64 = 1
    }

    private let channel: ControlChannel
    private let state = Mutex(State())
    private let changes = ChangeSignal()
    /// Read on every turn of a loop: cheaper than the lock.
    private let stopping = Atomic(false)

    init(_ channel: ControlChannel, paused: Bool = false) {
        self.channel = channel
        state.withLock { $0.pauseRequested = paused }
    }

    /// Whether the daemon asked for the end.
    var stopRequested: Bool { stopping.load(ordering: .acquiring) }

    /// Whether the daemon wants the task paused.
    var pauseRequested: Bool { state.withLock { $0.pauseRequested } }

    /// Starts the thread. When the daemon asks for the end, `onStop` runs on a thread of its own, once: it is plugin
    /// code and may hang, and answers still have to arrive. `onTick` runs after each message, at least every 100 ms.
    func begin(onStop: @escaping @Sendable () -> Void = {}, onTick: @escaping @Sendable () -> Void = {}) {
        startThread(named: "control") { [self] in
            while receive(onStop: onStop) { onTick() }
        }
    }

    /// Waits until `onStop` has returned, if it was called. The daemon's patience bounds the wait.
    func awaitStop() {
        while state.withLock({ $0.stopRequested && !$0.stopReturned }) { changes.wait(milliseconds: 100) }
    }

    /// Sends a message. If the daemon is gone, so is the reason to go on: the process ends without a commit.
    func send(_ message: FromProcess) {
        do { try channel.send(message.frame) } catch { _exit(EXIT_FAILURE) }
    }

    /// Says that the instance cannot go on, once: later failures come of the first.
    func fail(trace: String, restart: Bool) {
        let isFirst = state.withLock { state in
            defer { state.failed = true }
            return !state.failed
        }
        if isFirst { send(.failed(trace: trace, restart: restart)) }
    }

    /// Asks the daemon for committed offsets and waits for them; nil if the task is to end.
    func readOffsets(_ partitions: [[UInt8]]) -> [[UInt8]?]? {
        let request = takeRequestNumber()
        send(.readOffsets(request: request, partitions: partitions))
        while true {
            if let answer = state.withLock({ $0.answers.removeValue(forKey: request) }) {
                if case .offsets(_, let offsets) = answer { return offsets }
                return nil
            }
            if stopRequested { return nil }
            changes.wait(milliseconds: 1000)
        }
    }

    /// Asks for offsets to be made durable, without waiting. ``takeCommitResults()`` gives the outcome.
    func commitOffsets(_ offsets: [SourceOffset]) -> UInt64 {
        let request = takeRequestNumber()
        send(.commitOffsets(request: request, offsets: offsets))
        return request
    }

    /// The outcomes of commits since the last call.
    func takeCommitResults() -> [(request: UInt64, error: String?)] {
        state.withLock { state in
            if state.committed.isEmpty { return [] }
            defer { state.committed.removeAll() }
            return state.committed
        }
    }

    /// Waits until the daemon says something, or the time is over.
    func waitForChange(milliseconds: Int) {
        changes.wait(milliseconds: milliseconds)
    }

    /// Waits for the time, unless the daemon asks for the end. True if the whole time passed.
    func sleep(milliseconds: Int64) -> Bool {
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        while !stopRequested {
            let left = deadline - ContinuousClock.now
            if left <= .zero { return true }
            changes.wait(milliseconds: max(1, min(1000, Int(left.milliseconds))))
        }
        return false
    }

    private func takeRequestNumber() -> UInt64 {
        state.withLock { state in
            state.nextRequest += 1
            return state.nextRequest
        }
    }

    /// False when there is nothing more to receive.
    private func receive(onStop: @escaping @Sendable () -> Void) -> Bool {
        do {
            switch try channel.receive(timeout: .milliseconds(100)) {
            case .timedOut: return true
            case .closed: _exit(EXIT_FAILURE)
            case .frame(let frame): take(try ToProcess(frame: frame), onStop: onStop)
            }
            return true
        } catch {
            send(.failed(trace: "The control channel is broken: \(error)"))
            _exit(EXIT_FAILURE)
        }
    }

    private func take(_ message: ToProcess, onStop: @escaping @Sendable () -> Void) {
        var stops = false
        state.withLock { state in
            switch message {
            case .pause: state.pauseRequested = true
            case .resume: state.pauseRequested = false
            case .stop:
                stops = !state.stopRequested
                state.stopRequested = true
                stopping.store(true, ordering: .releasing)
            case .offsets(let request, _): state.answers[request] = message
            case .offsetsCommitted(let request, let error): state.committed.append((request, error))
            case .start, .taskConfigs, .alterOffsets, .validate, .provide: break
            }
        }
        changes.signal()
        guard stops else { return }
        startThread(named: "stop") { [self] in
            onStop()
            state.withLock { $0.stopReturned = true }
            changes.signal()
        }
    }
}
