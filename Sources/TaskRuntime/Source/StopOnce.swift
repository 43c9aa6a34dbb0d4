internal import ConnectData
internal import PluginHost
internal import Synchronization

/// A source task's `stop`, which may be called once, from whichever thread is first.
final class StopOnce: Sendable {
    private let pending = Mutex<SourceTaskStop?>(nil)

    /// Sets what is to be called.
    func prepare(_ stop: SourceTaskStop) {
        pending.withLock { $0 = stop }
    }

    /// Calls it, unless somebody has; a failure is logged, since the task ends anyway.
    func stop(_ log: TaskLog) {
        let stop = pending.withLock { pending in
            defer { pending = nil }
            return pending
        }
        do throws(ConnectError) { try stop?() } catch { log.error("The task's stop failed: \(error)") }
    }
}
