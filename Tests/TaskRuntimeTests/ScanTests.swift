import Supervisor
import TaskProtocol
import TestSupport
import Testing

/// A scan, which is a process for one file: whatever the file does, there is an answer or an end with a trace.
@Suite struct ScanTests {
    private func scan<T>(_ plugin: String, _ body: (TaskHarness) async throws -> T) async throws -> T {
        let harness = try await TaskHarness(role: ["scan", try Zoo.build(plugin)], start: nil)
        return try await with(harness, body)
    }

    @Test func aPluginIsDescribed() async throws {
        try await scan("Datagen") { process in
            let seen = try await process.wait("an answer") { !$0.messages.isEmpty }
            guard case .scanned(let plugins) = seen.messages.first else {
                Issue.record("\(seen)")
                return
            }
            #expect(plugins.map(\.className) == ["io.millrace.datagen.DatagenSourceConnector"])
            #expect(plugins.first?.keys.map(\.name).first == "topic")
            #expect(try await process.exit().isSuccess)
        }
    }

    @Test func aFileThatIsNoPluginIsRejected() async throws {
        try await scan("future-minor") { process in
            let seen = try await process.wait("an answer") { !$0.messages.isEmpty }
            guard case .rejected(let reason) = seen.messages.first else {
                Issue.record("\(seen)")
                return
            }
            #expect(reason.hasPrefix("was built for version 0.4 of the plugin ABI"))
        }
    }

    @Test(arguments: [("crash-at-load", "SIGSEGV"), ("exit-at-load", "exit")])
    func aFileThatEndsTheProcessLeavesATrace(plugin: String, part: String) async throws {
        try await scan(plugin) { process in
            let trace = try await process.failure()
            #expect(trace.contains(part), "\(trace)")
            #expect(process.messages.isEmpty)
        }
    }

    @Test(arguments: ["hang-at-load", "spin-in-entry"])
    func aFileThatHangsCanBeKilled(plugin: String) async throws {
        try await scan(plugin) { process in
            process.process.kill()
            _ = try await process.exit()
            #expect(process.messages.isEmpty)
        }
    }

    @Test func whatAFileWritesWhileItIsLoadedIsNoAnswer() async throws {
        try await scan("noise-at-load") { process in
            let seen = try await process.wait("an answer and the output") {
                !$0.messages.isEmpty && $0.logs.contains { $0.contains("loaded") }
            }
            guard case .scanned(let plugins) = seen.messages.first else {
                Issue.record("\(seen)")
                return
            }
            #expect(plugins.map(\.className) == [Zoo.className("noise-at-load")])
        }
    }
}
