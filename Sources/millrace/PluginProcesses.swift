import Supervisor
import Synchronization

/// The supervisor of all plugin processes of a worker, made when it is needed first: for a config provider of a plugin
/// that is before the worker's file can be read.
final class PluginProcesses: Sendable {
    private let made = Mutex<ProcessSupervisor?>(nil)

    /// The supervisor.
    ///
    /// - Throws: if `millrace-task` is not there, or cannot be run.
    func supervisor() throws -> ProcessSupervisor {
        try made.withLock { made in
            if let made { return made }
            let supervisor = try ProcessSupervisor(executable: try SiblingExecutable.task.path())
            made = supervisor
            return supervisor
        }
    }

    /// Ends all processes, and takes no new ones.
    func shutdown() async {
        await made.withLock { $0 }?.shutdown()
    }
}
