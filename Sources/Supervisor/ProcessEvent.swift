public import TaskProtocol

/// What a plugin process said, or what became of it.
public enum ProcessEvent: Sendable {
    /// A frame of the control channel.
    case message([UInt8])
    /// A log line of the telemetry channel.
    case log(LogLevel, logger: String, text: String)
    /// A line that the plugin wrote to a standard stream, without its end.
    case output(OutputStream, line: String)
    /// Lines that were lost: the task or its plugin said more than the channel carries. Reported at most once a second.
    case dropped(LineSource, count: Int)
    /// The control channel closed, or carries garbage, while the process goes on: it cannot be steered any more.
    case controlClosed
    /// The process ended. Comes exactly once, and last.
    case exited(ProcessExit)
}

/// A standard stream that a plugin writes to.
public enum OutputStream: String, Sendable {
    /// Descriptor 1.
    case standardOutput = "stdout"
    /// Descriptor 2.
    case standardError = "stderr"
}

/// Where lines come from.
public enum LineSource: Sendable, Hashable {
    /// The telemetry channel.
    case log
    /// A standard stream.
    case output(OutputStream)
}
