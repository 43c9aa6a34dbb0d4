import Foundation
import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// What happens to old records while the broker runs.
@Suite struct MaintenanceTests {
    private static func often(_ configuration: inout BrokerConfiguration) {
        configuration.cleanerBackoff = .milliseconds(10)
        configuration.retentionCheckInterval = .milliseconds(10)
    }

    @Test func recordsThatAreTooOldGo() async throws {
        try await TestBroker.with(Self.often) { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", configs: ["retention.ms": "3600000"])
                try await connection.produce(["old", "older"], to: "t", timestamp: 1000)
                try await connection.produce(["new"], to: "t", timestamp: Clock.milliseconds)
                try await until { try await connection.fetch("t", from: 2).logStartOffset == 2 }
                #expect(try await connection.fetch("t", from: 0).errorCode == .offsetOutOfRange)
                #expect(try await connection.values("t", from: 2) == ["new"])
            }
        }
    }

    @Test func aLogThatIsTooLargeLosesItsOldestBatches() async throws {
        try await TestBroker.with(Self.often) { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", configs: ["retention.bytes": "20000"])
                let value = String(repeating: "x", count: 1000)
                for _ in 0..<100 {
                    try await connection.produce([value], to: "t", timestamp: Clock.milliseconds)
                }
                try await until { try await connection.fetch("t", from: 99).logStartOffset > 75 }
                let data = try await connection.fetch("t", from: 99)
                #expect(data.logStartOffset < 85)
                #expect(data.highWatermark == 100)
            }
        }
    }

    @Test func aCompactedTopicKeepsTheLastRecordOfEachKey() async throws {
        try await TestBroker.with(Self.often) { broker in
            try await broker.connected { connection in
                try await connection.createTopic(
                    "t", configs: ["cleanup.policy": "compact", "min.cleanable.dirty.ratio": "0"])
                for round in 0..<10 {
                    for key in ["a", "b", "c"] {
                        try await connection.produce(["\(key)\(round)"], to: "t", key: key)
                    }
                }
                // The newest batch is no part of it, as Kafka's active segment is none: c8 goes when more has come.
                try await until { try await connection.values("t").count == 4 }
                #expect(try await connection.values("t") == ["c8", "a9", "b9", "c9"])
                #expect(try await connection.fetch("t", from: 0).highWatermark == 30)
            }
        }
    }

    @Test func theFileShrinksWhenATopicIsDeleted() async throws {
        try await TestBroker.with(Self.often) { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t")
                let value = String(repeating: "x", count: 1_000_000)
                for _ in 0..<64 { try await connection.produce([value], to: "t") }
                var topic = DeleteTopicsRequest.DeleteTopicState()
                topic.name = "t"
                var request = DeleteTopicsRequest()
                request.topics = [topic]
                request.timeoutMs = 10_000
                #expect(try await connection.send(request).responses.map(\.errorCode) == [.none])
                try await connection.createTopic("u")
                // The file is cut by the checkpoint behind some later commit.
                try await until {
                    try await connection.produce([value], to: "u")
                    let size = try FileManager.default.attributesOfItem(atPath: broker.directory + "/broker.db")[.size]
                    return size as? Int ?? .max < 60_000_000
                }
            }
        }
    }
}

/// Asks until it is so.
private func until(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !condition() {
        try #require(ContinuousClock.now < deadline, "it did not happen within a minute")
        try await Task.sleep(for: .milliseconds(5))
    }
}
