internal import Synchronization
public import TaskProtocol

/// A running plugin process. It runs until it ends by itself, is killed, or the daemon ends: letting go of this object
/// does not end it.
public final class PluginProcess: Sendable {
    /// The launch's label.
    public let label: String
    /// The process id, which is also the id of its session.
    public let pid: Int32
    /// What the process says and how it ends, for one reader. `.exited` comes last. A reader that falls behind loses
    /// lines, never frames: those wait in the task.
    public let events: AsyncStream<ProcessEvent>

    let id: ChildID
    let outbox = Outbox()
    let mailbox: EventMailbox
    private let mapping: MetricsMapping
    private let inbox: LoopInbox

    private enum Ending {
        case awaited(by: [CheckedContinuation<ProcessExit, Never>])
        case known(ProcessExit)
    }

    private let ending = Mutex(Ending.awaited(by: []))

    init(id: ChildID, label: String, pid: Int32, mapping: MetricsMapping, inbox: LoopInbox) {
        self.id = id
        self.label = label
        self.pid = pid
        self.mapping = mapping
        self.inbox = inbox
        let mailbox = EventMailbox { inbox.post(.resumeReading(id)) }
        self.mailbox = mailbox
        events = AsyncStream { await mailbox.next() }
    }

    /// The metrics as they are now, also while the task hangs and after it ended.
    public var metrics: TaskMetricsSnapshot { mapping.snapshot() }

    /// Hands a frame over for sending, in order, without waiting. Frames that the process never read are lost with it.
    public func send(_ frame: [UInt8]) throws(SendFailure) {
        guard try outbox.add(frame) else { return }
        guard inbox.post(.flush(id)) else { throw .closed }
    }

    /// Ends the process and everything it started, at once. `.exited` follows.
    public func kill() {
        inbox.post(.kill(id))
    }

    /// How the process ended; waits for it.
    public var exit: ProcessExit {
        get async {
            await withCheckedContinuation { continuation in
                let known = ending.withLock { ending -> ProcessExit? in
                    switch ending {
                    case .known(let exit): return exit
                    case .awaited(let others):
                        ending = .awaited(by: others + [continuation])
                        return nil
                    }
                }
                if let known { continuation.resume(returning: known) }
            }
        }
    }

    func hasEnded(_ exit: ProcessExit) {
        outbox.close()
        mailbox.put(.exited(exit))
        let waiting = ending.withLock { ending -> [CheckedContinuation<ProcessExit, Never>] in
            guard case .awaited(let waiting) = ending else { return [] }
            ending = .known(exit)
            return waiting
        }
        for continuation in waiting { continuation.resume(returning: exit) }
    }
}
