internal import Synchronization

/// The events of one process between the supervisor's thread and their reader, with a bound: frames are held back in
/// the task when the reader is slow, lines are dropped.
final class EventMailbox: Sendable {
    private struct State {
        var events: [ProcessEvent] = []
        var taken = 0
        var messageBytes = 0
        var lines = 0
        var readers: [CheckedContinuation<ProcessEvent?, Never>] = []
        var isHoldingBack = false
        var hasEnded = false

        mutating func takeFirst() -> ProcessEvent? {
            guard taken < events.count else { return nil }
            let event = events[taken]
            taken += 1
            if taken == events.count || taken > 1024 {
                events.removeFirst(taken)
                taken = 0
            }
            switch event {
            case .message(let frame): messageBytes -= frame.count
            case .log, .output: lines -= 1
            default: break
            }
            return event
        }
    }

    private static let mostMessageBytes = 64 << 20
    private static let mostLines = 2000

    private let state = Mutex(State())
    private let hasRoomAgain: @Sendable () -> Void

    /// `hasRoomAgain` is called, on any thread, when `isFull` turned false.
    init(hasRoomAgain: @escaping @Sendable () -> Void) {
        self.hasRoomAgain = hasRoomAgain
    }

    /// Whether no more frames should be read from the process; if so, `hasRoomAgain` follows.
    func isFull() -> Bool {
        state.withLock { state in
            state.isHoldingBack = state.messageBytes >= Self.mostMessageBytes
            return state.isHoldingBack
        }
    }

    /// Adds an event. False if it was a line that found no room.
    @discardableResult
    func put(_ event: ProcessEvent) -> Bool {
        enum Step {
            case deliver(to: CheckedContinuation<ProcessEvent?, Never>)
            case queued, refused
        }
        let step = state.withLock { state -> Step in
            if case .exited = event { state.hasEnded = true }
            if !state.readers.isEmpty { return .deliver(to: state.readers.removeFirst()) }
            switch event {
            case .message(let frame):
                state.messageBytes += frame.count
            case .log, .output:
                guard state.lines < Self.mostLines else { return .refused }
                state.lines += 1
            default: break
            }
            state.events.append(event)
            return .queued
        }
        switch step {
        case .deliver(let reader): reader.resume(returning: event)
        case .queued: break
        case .refused: return false
        }
        return true
    }

    /// The next event; nil after the last, or when the reading task is cancelled.
    func next() async -> ProcessEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                enum Step {
                    case give(ProcessEvent?, roomAgain: Bool)
                    case wait
                }
                let step = state.withLock { state -> Step in
                    if let event = state.takeFirst() {
                        let roomAgain = state.isHoldingBack && state.messageBytes < Self.mostMessageBytes / 2
                        if roomAgain { state.isHoldingBack = false }
                        return .give(event, roomAgain: roomAgain)
                    }
                    if state.hasEnded || Task.isCancelled { return .give(nil, roomAgain: false) }
                    state.readers.append(continuation)
                    return .wait
                }
                guard case .give(let event, let roomAgain) = step else { return }
                continuation.resume(returning: event)
                if roomAgain { hasRoomAgain() }
            }
        } onCancel: {
            let readers = state.withLock { state in
                defer { state.readers = [] }
                return state.readers
            }
            for reader in readers { reader.resume(returning: nil) }
        }
    }
}
