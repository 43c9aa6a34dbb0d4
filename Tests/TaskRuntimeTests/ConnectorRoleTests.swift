import Supervisor
import TaskProtocol
import TestSupport
import Testing

/// The role of a connector's process, and that of a validation.
@Suite struct ConnectorRoleTests {
    private func run<T>(
        _ role: String, _ plugin: String, className: String? = nil, config: [String: String] = [:],
        _ body: (TaskHarness) async throws -> T
    ) async throws -> T {
        let start = ProcessStart(
            connector: plugin, task: 0, pluginFile: try Zoo.build(plugin),
            className: className ?? Zoo.className(plugin), config: config, connectorConfig: config, workerConfig: [:],
            workerID: "127.0.0.1:8083")
        return try await with(try await TaskHarness(role: [role], start: start), body)
    }

    private static let datagen = "io.millrace.datagen.DatagenSourceConnector"

    @Test func aConnectorConfiguresItsTasks() async throws {
        let config = ["topic": "t", "rate": "7"]
        try await run("connector", "Datagen", className: Self.datagen, config: config) { connector in
            try await connector.wait("the start") { $0.messages.contains(.started(version: "0.1.0")) }
            try connector.send(.taskConfigs(request: 9, maxTasks: 2))
            try await connector.wait("the configurations") { seen in
                let configs = ["0", "1"].map { number in
                    config.merging(["datagen.task": number, "datagen.tasks": "2"]) { $1 }
                }
                return seen.messages.contains(.taskConfigs(request: 9, configs: configs))
            }
            #expect(try await connector.stop().isSuccess)
        }
    }

    @Test(arguments: [
        ("fail-in-connector-start", "the zoo refuses this configuration"), ("crash-in-connector-start", "SIGSEGV"),
    ])
    func aConnectorThatCannotStartSaysWhy(plugin: String, part: String) async throws {
        try await run("connector", plugin) { connector in
            let trace = try await connector.failure()
            #expect(trace.contains(part), "\(trace)")
        }
    }

    @Test func aConnectorThatCannotConfigureTasksGoesOn() async throws {
        try await run("connector", "fail-in-task-configs") { connector in
            try connector.send(.taskConfigs(request: 1, maxTasks: 1))
            try await connector.wait("the refusal") { seen in
                seen.messages.contains { message in
                    guard case .requestFailed(request: 1, let text) = message else { return false }
                    return text.contains("the zoo has no tasks today")
                }
            }
            #expect(try await connector.stop().isSuccess)
        }
    }
}
