import Supervisor
import TaskProtocol
import TestSupport
import Testing

/// Plugins that reach for what is not theirs: memory, processes, descriptors, the output.
@Suite struct HarmTests {
    private func run<T>(
        _ plugin: String, limits: ProcessLaunch.Limits = .init(), _ body: (TaskHarness) async throws -> T
    ) async throws -> T {
        let broker = try Broker.shared()
        return try await with(
            try await .task(
                plugin, config: ["topic": Broker.unique("harm"), "after": "3"], limits: limits, broker: broker.address),
            body)
    }

    @Test func aLeakMeetsTheMemoryLimit() async throws {
        try await run("leak-in-poll", limits: .init(memory: 200 << 20)) { task in
            let trace = try await task.failure()
            #expect(trace.contains("memory"), "\(trace)")
        }
    }

    @Test func aPluginCannotStartProcesses() async throws {
        try await run("fork-in-poll") { task in
            let trace = try await task.failure()
            #expect(trace.contains("fork 0 was denied"), "\(trace)")
        }
    }

    @Test func aFloodOnTheOutputDoesNotStopTheTask() async throws {
        try await run("noise-in-poll") { task in
            let commits = { (seen: TaskHarness.Seen) in
                seen.messages.filter { if case .commitOffsets = $0 { true } else { false } }.count
            }
            try await task.wait("it commits while it floods") { commits($0) >= 3 }
            #expect(try await task.stop().isSuccess)
        }
    }

    @Test func aPluginThatClosesEveryDescriptorEndsItsTask() async throws {
        try await run("close-descriptors-in-poll") { task in
            let exit = try await task.exit()
            #expect(!exit.isSuccess, "\(exit)")
        }
    }
}
