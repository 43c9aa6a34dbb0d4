internal import CProcess
internal import Synchronization

/// How other threads ask the supervisor's thread for something.
final class LoopInbox: Sendable {
    enum Command: Sendable {
        case spawn(ProcessLaunch, CheckedContinuation<PluginProcess, any Error>)
        /// The process has frames to send.
        case flush(ChildID)
        /// The reader of the process's events has room again.
        case resumeReading(ChildID)
        case kill(ChildID)
        case shutDown(CheckedContinuation<Void, Never>)
        /// Nobody can ask for anything any more: as shutDown, without anybody waiting.
        case abandon

        /// Answers a command that will never be served.
        func refuse(because reason: String) {
            switch self {
            case .spawn(let launch, let continuation):
                continuation.resume(throwing: SpawnFailure(description: "cannot start \(launch.label): \(reason)"))
            case .shutDown(let continuation): continuation.resume()
            case .flush, .resumeReading, .kill, .abandon: break
            }
        }
    }

    private struct State {
        var commands: [Command] = []
        var isClosed = false
    }

    /// Readable when there are commands.
    let wakeup: Descriptor
    private let state = Mutex(State())

    init() throws {
        wakeup = try Descriptor(cprocess_wakeup(), attempt: "make a wakeup for the supervisor")
    }

    /// False, and the command is forgotten, if the thread has ended.
    @discardableResult
    func post(_ command: Command) -> Bool {
        let posted = state.withLock { state in
            guard !state.isClosed else { return false }
            state.commands.append(command)
            return true
        }
        if posted { cprocess_wake(wakeup.raw) }
        return posted
    }

    /// Everything posted since the last call.
    func take() -> [Command] {
        cprocess_calm(wakeup.raw)
        return state.withLock { state in
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Refuses further commands and returns those that nobody will serve.
    func close() -> [Command] {
        state.withLock { state in
            state.isClosed = true
            defer { state.commands = [] }
            return state.commands
        }
    }
}

/// Names a process for the supervisor's life; process ids are used again.
typealias ChildID = UInt64
