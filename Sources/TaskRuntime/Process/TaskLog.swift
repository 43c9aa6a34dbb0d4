internal import TaskProtocol

/// The task's own log lines, which the daemon writes with the connector's and task's name.
struct TaskLog: Sendable {
    private let telemetry: TelemetryChannel
    private let logger: String

    init(_ telemetry: TelemetryChannel, logger: String) {
        self.telemetry = telemetry
        self.logger = logger
    }

    func debug(_ text: String) { telemetry.log(.debug, logger: logger, text) }
    func info(_ text: String) { telemetry.log(.info, logger: logger, text) }
    func warn(_ text: String) { telemetry.log(.warning, logger: logger, text) }
    func error(_ text: String) { telemetry.log(.error, logger: logger, text) }
}
