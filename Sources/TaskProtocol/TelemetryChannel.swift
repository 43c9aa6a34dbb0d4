internal import Glibc
internal import Synchronization

/// The task's end of the telemetry channel: log lines for the daemon, from any thread.
///
/// Never blocks and never fails: a line that does not fit is dropped, and the next one that fits says how many were.
public final class TelemetryChannel: Sendable {
    private let descriptor: Int32
    private let dropped = Atomic<UInt32>(0)

    /// Speaks on a connected datagram socket, which it does not close.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Sends a log line. `logger` names the source, as a Java logger's name would.
    public func log(_ level: LogLevel, logger: String, _ text: String) {
        let lost = dropped.exchange(0, ordering: .relaxed)
        let record = TelemetryRecord(level: level, logger: logger, text: text, dropped: lost).encoded()
        let sent = record.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
        }
        if sent < 0 { dropped.wrappingAdd(lost &+ 1, ordering: .relaxed) }
    }
}
