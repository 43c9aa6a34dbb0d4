import CMillrace
import ConnectData
import Glibc
import Synchronization
public import TaskProtocol

/// The one table of host functions that this process gives to its plugins.
public enum HostTable {
    /// Where plugins' log lines go; until it is set, to standard error. Called on any thread, must not block.
    public static func setLog(_ log: @escaping @Sendable (LogLevel, String) -> Void) {
        logSink.withLock { $0 = log }
    }

    private static let logSink = Mutex<(@Sendable (LogLevel, String) -> Void)?>(nil)

    fileprivate static func log(_ level: LogLevel, _ message: String) {
        if let log = logSink.withLock({ $0 }) { return log(level, message) }
        let line = Array("\(level): \(message)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }

    nonisolated(unsafe) static let pointer: UnsafePointer<millrace_host> = makeTable()  // never written to again
}

private func makeTable() -> UnsafePointer<millrace_host> {
    let table = UnsafeMutablePointer<millrace_host>.allocate(capacity: 1)
    table.initialize(
        to: millrace_host(
            size: UInt32(MemoryLayout<millrace_host>.size), abi_major: UInt16(MILLRACE_ABI_MAJOR),
            abi_minor: UInt16(MILLRACE_ABI_MINOR),
            log: { level, message in HostTable.log(LogLevel(abi: level), message.tolerantString) },
            intern_schema: internSchema,
            retain_schema: { if let schema = $0 { SchemaTable.shared.retain(Schema(schema)) } },
            release_schema: { if let schema = $0 { SchemaTable.shared.release(Schema(schema)) } },
            new_batch: { records in Batch(records: min(Int(records), mostReservedRecords)).handOut() },
            extension: { name in
                if name.string == MILLRACE_ERRANT_REPORTER { return UnsafeRawPointer(ErrantReporterExtension.table) }
                if name.string == MILLRACE_RETAIN { return UnsafeRawPointer(RetainExtension.table) }
                return nil
            }))
    return UnsafePointer(table)
}

/// A batch grows by itself; a plugin that asks for room for billions of records gets what a poll may need.
private let mostReservedRecords = 1 << 16

private func internSchema(
    _ description: UnsafePointer<millrace_schema>?, _ failure: UnsafeMutablePointer<millrace_error>?
) -> UnsafePointer<millrace_schema>? {
    do throws(ConnectError) {
        guard let description, description.pointee.size >= MemoryLayout<millrace_schema>.size else {
            throw ConnectError(.badData, "A schema's size is not set; begin with millrace_schema_of")
        }
        return try SchemaTable.shared.intern(copyTable(description)).pointer
    } catch {
        _ = error.write(to: failure)
        return nil
    }
}

extension LogLevel {
    fileprivate init(abi level: Int32) {
        switch Int(level) {
        case ...Int(MILLRACE_LOG_TRACE): self = .trace
        case Int(MILLRACE_LOG_DEBUG): self = .debug
        case Int(MILLRACE_LOG_INFO): self = .info
        case Int(MILLRACE_LOG_WARN): self = .warning
        default: self = .error
        }
    }
}
