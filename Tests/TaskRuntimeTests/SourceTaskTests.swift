import Supervisor
import TaskProtocol
import TestSupport
import Testing

/// What a source task promises: records reach their topic, and offsets are committed only behind them.
@Suite struct SourceTaskTests {
    @Test func recordsArriveAndOffsetsFollow() async throws {
        let broker = try Broker.shared()
        let topic = Broker.unique("source")
        try await with(
            try await .task(
                "source", className: "zoo.SourceSourceConnector", config: ["topic": topic], broker: broker.address)
        ) { task in
            try await task.wait("it starts") { $0.messages.contains { if case .started = $0 { true } else { false } } }
            try await task.wait("it commits") {
                $0.messages.contains { if case .commitOffsets = $0 { true } else { false } }
            }
            let exit = try await task.stop()
            #expect(exit.isSuccess)
            #expect(task.messages.last == .stopped)
        }
    }
}
