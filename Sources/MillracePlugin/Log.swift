import CMillrace
import ConnectData

/// The log of the connector or task: lines go to the worker's log, attributed to it. Any thread; never blocks.
///
/// Lines that come faster than the worker takes them are dropped and counted.
public enum Log {
    /// For following single steps.
    public static func trace(_ message: @autoclosure () -> String) { write(MILLRACE_LOG_TRACE, message()) }
    /// For finding faults.
    public static func debug(_ message: @autoclosure () -> String) { write(MILLRACE_LOG_DEBUG, message()) }
    /// What an operator may like to know.
    public static func info(_ message: @autoclosure () -> String) { write(MILLRACE_LOG_INFO, message()) }
    /// What an operator should look at.
    public static func warning(_ message: @autoclosure () -> String) { write(MILLRACE_LOG_WARN, message()) }
    /// What an operator must look at.
    public static func error(_ message: @autoclosure () -> String) { write(MILLRACE_LOG_ERROR, message()) }

    private static func write<Level: BinaryInteger>(_ level: Level, _ message: String) {
        guard let log = Host.tableIfInstalled?.pointee.log else { return }
        var message = message
        message.withUTF8 { log(Int32(level), Text(UnsafeRawBufferPointer($0))) }
    }
}
