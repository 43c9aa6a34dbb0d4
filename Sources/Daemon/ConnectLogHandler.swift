internal import Glibc
public import Logging

/// Writes log lines to standard error in the format of Connect's own configuration:
/// `[2026-11-21 03:24:11,123] INFO [file-source|task-0] Started (millrace.task)`.
public struct ConnectLogHandler: LogHandler {
    private let name: String
    private let contextKey: String
    private let hide: @Sendable (String) -> String
    /// Quieter lines are left out.
    public var logLevel = Logger.Level.info
    /// Goes with every line.
    public var metadata: Logger.Metadata = [:]

    /// A handler for the logger of this name.
    ///
    /// - Parameters:
    ///   - contextKey: the metadata that stands before a line's text in brackets.
    ///   - hide: takes what nobody may read out of a line's text; called on any thread.
    public init(name: String, contextKey: String, hide: @escaping @Sendable (String) -> String = { $0 }) {
        self.name = name
        self.contextKey = contextKey
        self.hide = hide
    }

    /// One entry of the metadata.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line.
    public func log(event: LogEvent) {
        let context = (event.metadata?[contextKey] ?? metadata[contextKey]).map { "[\($0)] " } ?? ""
        write("[\(Self.time())] \(event.level.connectName) \(context)\(hide("\(event.message)")) (\(name))\n")
    }

    /// One call for a line, so that lines of several threads do not mix.
    private func write(_ line: String) {
        var line = line
        line.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
                if count < 0, errno != EINTR { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, count)))
            }
        }
    }

    /// The local time with milliseconds.
    private static func time() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        localtime_r(&now.tv_sec, &parts)
        let date = [1900 + parts.tm_year, parts.tm_mon + 1, parts.tm_mday].map(padded).joined(separator: "-")
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(padded).joined(separator: ":")
        let fraction = String(1000 + now.tv_nsec / 1_000_000).dropFirst()
        return "\(date) \(clock),\(fraction)"
    }

    private static func padded(_ number: Int32) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}

extension Logger.Level {
    /// The name that log4j gives the level.
    fileprivate var connectName: String {
        switch self {
        case .trace: "TRACE"
        case .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARN"
        case .error: "ERROR"
        case .critical: "FATAL"
        }
    }
}
