internal import CProcess
internal import Glibc

/// A plugin process, seen from inside: what `enter` sets up before any plugin code runs.
public struct TaskProcess: Sendable {
    /// The arguments after the program's name, without those that the supervisor added.
    public let arguments: [String]
    /// Frames to and from the daemon.
    public let control: ControlChannel
    /// Log lines to the daemon.
    public let telemetry: TelemetryChannel
    /// Figures shared with the daemon.
    public let metrics: TaskMetrics

    /// Makes the calling process a plugin process: it ends with the daemon, leaves no core file, reports crashes, keeps
    /// its limits, and ignores the signals that are the daemon's to answer. Call it first in `main`, on the main thread.
    ///
    /// If the daemon is gone already, the process ends here.
    public static func enter(arguments: [String] = CommandLine.arguments) throws -> TaskProcess {
        guard let orders = SupervisionOrders(removingFrom: arguments) else {
            throw SystemError("run \(arguments.first ?? "millrace-task") by hand: millrace starts it", code: EINVAL)
        }
        let lost = cprocess_end_with_parent(orders.parent)
        if lost == ESRCH { _exit(0) }
        try check(lost, "follow the daemon's end")
        cprocess_ignore_signals()
        try check(cprocess_deny_core_dumps(), "switch core dumps off")
        let metrics = try TaskMetrics(descriptor: TaskDescriptor.metrics)
        close(TaskDescriptor.metrics)
        try check(cprocess_report_crashes(metrics.crashArea), "install the crash handler")
        if let bytes = orders.dataLimit { try check(cprocess_limit_data(bytes), "limit memory to \(bytes) bytes") }
        if !orders.processesAllowed { try check(cprocess_deny_processes(), "deny new processes") }
        // A process that a plugin starts must not hold the daemon's channels open.
        for descriptor in [TaskDescriptor.control, TaskDescriptor.telemetry] {
            guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { throw SystemError("use descriptor \(descriptor)") }
        }
        return TaskProcess(
            arguments: orders.rest, control: ControlChannel(descriptor: TaskDescriptor.control),
            telemetry: TelemetryChannel(descriptor: TaskDescriptor.telemetry), metrics: metrics)
    }

    private static func check(_ code: Int32, _ attempt: String) throws {
        guard code == 0 else { throw SystemError(attempt, code: code) }
    }
}

/// The descriptors that a plugin process starts with, besides the standard ones.
enum TaskDescriptor {
    static let control: Int32 = 3
    static let telemetry: Int32 = 4
    static let metrics: Int32 = 5
}
