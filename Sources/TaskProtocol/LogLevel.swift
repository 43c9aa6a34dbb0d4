/// How much a log line matters, with the names and order of swift-log.
public enum LogLevel: UInt8, Sendable, CaseIterable {
    /// Steps of a single operation.
    case trace
    /// What a developer looks at.
    case debug
    /// What happens in normal work.
    case info
    /// Normal, but worth a look.
    case notice
    /// Something is not as it should be; work goes on.
    case warning
    /// Something failed.
    case error
    /// Something failed that needs somebody at once.
    case critical
}
