public import TaskProtocol

/// How a plugin process ended, and what it left behind.
public struct ProcessExit: Sendable {
    /// Why the process ended.
    public enum Reason: Sendable, Equatable {
        /// It called `exit`, or returned from `main`.
        case exited(code: Int32)
        /// A signal ended it.
        case signalled(Int32)
        /// It used `seen` bytes of memory and was allowed `limit`.
        case memoryLimit(limit: Int, seen: Int)
    }

    /// The launch's label.
    public let label: String
    /// The launch's subject.
    public let subject: String
    /// The process id that it had.
    public let pid: Int32
    /// Why the process ended.
    public let reason: Reason
    /// Whether `PluginProcess.kill` or `ProcessSupervisor.shutdown` asked for the end.
    public let killed: Bool
    /// What the process wrote about its own crash.
    public let crash: CrashReport?
    /// The metrics at the end; `metrics.call` is the call into the plugin that never came back.
    public let metrics: TaskMetricsSnapshot
    /// The last lines of standard error, oldest first, also those that the rate limit dropped.
    public let standardError: [String]
    /// The largest resident memory in bytes, or nil where it was below the daemon's own: Linux counts that in.
    public let peakMemory: Int?
    /// Processor time in the program and its libraries.
    public let userTime: Duration
    /// Processor time in the kernel.
    public let systemTime: Duration

    /// Code 0, and nobody killed it.
    public var isSuccess: Bool { reason == .exited(code: 0) }
}

extension ProcessExit: CustomStringConvertible {
    /// The end in one line: "process file-source-0 (pid 7) ended by SIGSEGV (invalid memory access) at address 0x0 in
    /// poll".
    public var description: String {
        // Another thread of the process may crash while the task's own is in a call.
        let relation = crash?.onMainThread == false ? "during" : "in"
        return "process \(label) (pid \(pid)) \(cause)" + (metrics.call.map { " \(relation) \($0.kind)\(step)" } ?? "")
    }

    private var step: String { metrics.step.map { " of \($0)" } ?? "" }

    private var cause: String {
        switch reason {
        case .exited(let code):
            return "ended with exit code \(code)"
        case .memoryLimit(let limit, let seen):
            return "used \(seen >> 20) MiB of memory, its limit is \(limit >> 20) MiB, and was ended"
        case .signalled(let number):
            if let crash { return "ended by \(crash)" }
            return killed ? "was killed" : "ended by \(Signal(number))"
        }
    }

    /// What an operator reads in a status: the end, the frames, and the last words on standard error.
    public var traceText: String {
        var lines = ["Plugin \(self)"]
        if !subject.isEmpty { lines.append("\tof \(subject)") }
        if metrics.call == nil, let previous = metrics.previousCall {
            lines.append("\tno plugin call was running; the last one was \(previous.kind)\(step)")
        }
        lines += crash?.frameLines.map { "\t" + $0 } ?? []
        if !standardError.isEmpty {
            lines.append("Last lines on standard error:")
            lines += standardError.map { "\t" + $0 }
        }
        return lines.joined(separator: "\n")
    }
}
