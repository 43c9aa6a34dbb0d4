internal import TaskProtocol

/// Spawns plugin processes and watches them: one thread for all of them, which lives until `shutdown`, because a
/// process follows the end of the thread that spawned it.
public final class ProcessSupervisor: Sendable {
    private let inbox: LoopInbox

    /// Starts the thread. `executable` is the path of `millrace-task`.
    public init(executable: String) throws {
        let inbox = try LoopInbox()
        self.inbox = inbox
        try runOnThread(named: "supervisor") {
            do {
                try SupervisorLoop(executable: executable, inbox: inbox).run()
            } catch {
                for command in inbox.close() { command.refuse(because: "\(error)") }
            }
        }
    }

    deinit {
        inbox.post(.abandon)
    }

    /// Starts a process. Returns as soon as it runs; what it says follows as events.
    public func spawn(_ launch: ProcessLaunch) async throws -> PluginProcess {
        try await withCheckedThrowingContinuation { continuation in
            let command = LoopInbox.Command.spawn(launch, continuation)
            if !inbox.post(command) { command.refuse(because: "the supervisor was shut down") }
        }
    }

    /// Kills every process that still runs, waits for their ends, and ends the thread.
    public func shutdown() async {
        await withCheckedContinuation { continuation in
            if !inbox.post(.shutDown(continuation)) { continuation.resume() }
        }
    }
}
