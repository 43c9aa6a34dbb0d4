import CProcess
import ConnectData
import Glibc
import TaskProtocol

@testable import TaskRuntime

/// A pipeline over steps of the test's own, with metrics and channels that lead to the test.
final class PipelineFixture {
    let metrics: TaskMetrics
    let control: TaskControl
    let errors: ErrorHandler
    private let daemon: ControlChannel
    private let descriptors: [Int32]

    init(_ config: [String: String] = [:]) throws {
        let memory = cprocess_shared_memory("millrace-test", Int(TASK_CRASH_OFFSET) + MemoryLayout<crash_report>.size)
        var version = task_metrics()
        version.version = UInt32(TASK_METRICS_VERSION)
        _ = withUnsafeBytes(of: &version) { pwrite(memory, $0.baseAddress, $0.count, 0) }
        metrics = try TaskMetrics(descriptor: memory)
        var (channel, telemetry): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &channel)
        socketpair(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0, &telemetry)
        descriptors = [memory] + channel + telemetry
        control = TaskControl(ControlChannel(descriptor: channel[0]))
        daemon = ControlChannel(descriptor: channel[1])
        errors = ErrorHandler(
            settings: ErrorSettings(config), metrics: metrics,
            log: TaskLog(TelemetryChannel(descriptor: telemetry[0]), logger: "test"), control: control)
    }

    /// Lets the daemon's messages in. The channel's thread lives until the process ends, and its descriptors with it.
    func stop() throws {
        _ = Unmanaged.passRetained(self)
        control.begin()
        try daemon.send(ToProcess.stop.frame)
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }

    func pipeline(_ steps: [RecordPipeline.Step]) -> RecordPipeline {
        RecordPipeline(steps: steps, errors: errors, metrics: metrics)
    }

    /// A step that does something to each record that is not dropped.
    static func step(
        _ name: String, alias: String? = nil, isPlugin: Bool = false,
        _ body: @escaping (inout Record) throws(ConnectError) -> Void
    ) -> RecordPipeline.Step {
        RecordPipeline.Step(
            stage: .transformation, name: name, call: .transform, alias: alias, onlyForHeaders: false,
            isPlugin: isPlugin
        ) { batch, index throws(ConnectError) in
            try batch.forEachRecord(from: &index, body)
        }
    }
}
