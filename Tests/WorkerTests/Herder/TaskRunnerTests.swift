import Foundation
import TaskProtocol
import TestSupport
import Testing
import WorkerTestSupport

@testable import Worker

@Suite("A task's processes")
struct TaskRunnerTests {
    @Test("A start that comes after the end starts no process, which nobody would end")
    func startAfterEnd() async throws {
        let launcher = FakeLauncher()
        let task = try runner(launcher)
        await task.end(deadline: .seconds(1))
        await task.start()
        await task.restart(deadline: .seconds(1))
        #expect(launcher.processes("task").isEmpty)
    }

    private func runner(_ launcher: FakeLauncher) throws -> TaskRunner {
        let config = try ConnectorConfigTests.worker()
        let source = ConnectorConfigTests.source
        let connector = ConnectorPlan(
            properties: ConnectorProperties(source.compactMapValues { $0 }),
            config: try ConnectorConfig(source, type: .source, worker: config),
            plugin: InstalledPlugin(description: TestWorker.fileStream[0], file: "file.so"), supportingFiles: [:],
            classNames: ([:], [:]))
        let offsets = try FileOffsetStore(
            path: try TemporaryDirectories.make("task").appending(path: "offsets").path())
        return TaskRunner(
            plan: TaskPlan(connector: connector, number: 0, config: [:]), isPaused: false,
            worker: WorkerContext(config: config, launcher: launcher, offsets: offsets, groups: nil, workerID: "w"))
    }
}
