import Foundation
import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// Writes a sample of this build's log, for a schema that has none yet:
/// `MILLRACE_FREEZE=Tests/EmbeddedBrokerTests/Frozen/Samples swift test --filter FrozenSampleWriter`.
@Suite struct FrozenSampleWriter {
    private static let samples = ProcessInfo.processInfo.environment["MILLRACE_FREEZE"]

    @Test(.enabled(if: samples != nil)) func writesASample() async throws {
        let directory = try #require(Self.samples) + "/v\(BrokerSchema.version)"
        let file = directory + "/broker.db"
        try #require(!FileManager.default.fileExists(atPath: file), "samples are never written again")
        let often: (inout BrokerConfiguration) -> Void = { $0.cleanerBackoff = .milliseconds(10) }
        try await TestBroker.with(directory, often) { broker in
            try await broker.connected { connection in
                try await Self.configure(&connection)
                try await Self.writeRecords(&connection)
                try await Self.compact(&connection)
                try await Self.writeTransactions(&connection)
                try await Self.formGroups(&connection)
                print("cluster id:", try await connection.send(MetadataRequest()).clusterId ?? "none")
            }
        }
        try SQLiteConnection(file, .readWrite).execute("VACUUM")
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name != "broker.db" {
            try FileManager.default.removeItem(atPath: directory + "/" + name)
        }
    }

    private static func configure(_ connection: inout BrokerConnection) async throws {
        func set(_ name: String, _ value: String) -> [ConfigChange] {
            [ConfigChange(name: name, operation: .set, value: value)]
        }
        try await connection.createTopic("configured", configs: ["retention.bytes": "1000000"])
        #expect(try await connection.alter(.topic, "configured", set("max.message.bytes", "100000")) == nil)
        #expect(try await connection.alter(.broker, "", set("log.retention.ms", "-1")) == nil)
        #expect(try await connection.alter(.broker, "1", set("message.max.bytes", "900000")) == nil)
    }

    private static func writeRecords(_ connection: inout BrokerConnection) async throws {
        for codec in FrozenSample.codecs {
            try await connection.createTopic(codec)
            for client in ["java", "librdkafka"] {
                let batch = try RecordedBatch.named("\(client) \(codec)").bytes
                #expect(try await connection.produce(batch, to: codec).errorCode == .none)
            }
        }
        try await connection.createTopic("wide", partitions: 3)
        for partition: Int32 in 0..<3 {
            try await connection.produce(["in \(partition)"], to: "wide", partition: partition, key: "k")
        }
        try await connection.createTopic("trimmed")
        for value in ["a", "b", "c"] { try await connection.produce([value], to: "trimmed") }
        #expect(try await connection.deleteRecords("trimmed", before: 2).errorCode == .none)
        try await connection.createTopic("appended", configs: ["message.timestamp.type": "LogAppendTime"])
        try await connection.produce(["now"], to: "appended", timestamp: 1000)
        try await connection.createTopic("idempotent")
        var producer = try await connection.initProducer(nil)
        for value in 0..<5 { try await connection.produce(["\(value)"], to: "idempotent", by: producer.next()) }
    }

    private static func compact(_ connection: inout BrokerConnection) async throws {
        try await connection.createTopic(
            "compacted", configs: ["cleanup.policy": "compact", "min.cleanable.dirty.ratio": "0"])
        for round in 0..<10 {
            for key in ["a", "b", "c"] { try await connection.produce(["\(key)\(round)"], to: "compacted", key: key) }
        }
        while try await connection.values("compacted").count > 4 { try await Task.sleep(for: .milliseconds(5)) }
    }

    private static func writeTransactions(_ connection: inout BrokerConnection) async throws {
        try await connection.createTopic("transactions")
        var payments = try await connection.initProducer("payments")
        try await connection.begin(payments, "transactions", [0])
        for value in ["a", "b"] { try await connection.produce([value], to: "transactions", by: payments.next()) }
        #expect(try await connection.end(payments, commit: true) == .none)
        try await connection.begin(payments, "transactions", [0])
        try await connection.produce(["aborted"], to: "transactions", by: payments.next())
        #expect(try await connection.end(payments, commit: false) == .none)
        try await connection.produce(["plain"], to: "transactions")
        _ = try await connection.initProducer("payments")

        try await connection.createTopic("open")
        var open = try await connection.beginTransaction(with: "pending")
        try await connection.begin(open, "open", [0])
        try await connection.produce(["open"], to: "open", by: open.next())
        try await connection.produce(["behind"], to: "open")
        #expect(try await connection.commitOffset("pending", 7, of: "open", in: open) == .none)

        let done = try await connection.beginTransaction(with: "done")
        #expect(try await connection.commitOffset("done", 11, of: "open", in: done) == .none)
        try await connection.endTransaction(done, commit: true)
    }

    private static func formGroups(_ connection: inout BrokerConnection) async throws {
        let id = try await connection.lead("consumers", topics: ["gzip"]).memberId
        #expect(try await connection.join("consumers", as: id, topics: ["gzip"]).generationId == 2)
        #expect(try await connection.sync("consumers", id, 2, assigning: [id: "of the second"]).errorCode == .none)
        #expect(try await connection.commitOffset("consumers", 42, of: "gzip", by: id, 2, metadata: "noted") == .none)
        _ = try await connection.lead("workers", instance: "one", protocolType: "connect")
        #expect(try await connection.commitOffset("tools", 3, of: "lz4") == .none)
    }
}
