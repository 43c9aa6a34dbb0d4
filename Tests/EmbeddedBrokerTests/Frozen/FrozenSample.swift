import Foundation
import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// A log that was written by a build of some version of the schema, `Samples/v1/broker.db` by one of version 1. What was
/// released is never written again: later builds have to read it as it is.
struct FrozenSample: CustomTestStringConvertible, Sendable {
    /// The version of the schema.
    let version: Int64
    /// What the log was given when it was made.
    let clusterId: String

    var testDescription: String { "v\(version)" }

    static let all = [FrozenSample(version: 1, clusterId: "glzlrgoETAGUQGklVrDTTg")]

    /// Each has a topic with a batch of Kafka's Java client and one of librdkafka.
    static let codecs = ["gzip", "snappy", "lz4", "zstd"]
    /// Sent five records, each in a batch of its own, to `idempotent`.
    static let idempotent = BrokerConnection.Producer(id: 0, epoch: 0, sequence: 4)
    /// Sent three records to `transactions`, the last of them in a transaction that was aborted. Another has followed it.
    static let fenced = BrokerConnection.Producer(id: 1, epoch: 0, sequence: 2, transactionalId: "payments")
    /// Has a transaction open with a record in `open` and an offset of the group `pending`.
    static let open = BrokerConnection.Producer(id: 2, epoch: 0, sequence: 0, transactionalId: "of pending")

    /// Runs a broker on a copy of the sample.
    func withCopy(_ body: @Sendable (inout BrokerConnection) async throws -> Void) async throws {
        let sample = try #require(
            Bundle.module.url(forResource: "broker", withExtension: "db", subdirectory: "Samples/v\(version)"))
        try await inTemporaryDirectory { directory in
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let file = directory + "/broker.db"
            try Data(contentsOf: sample).write(to: URL(filePath: file))
            try Self.beginTimeoutAnew(in: file)
            try await TestBroker.with(directory) { try await $0.connected(.plaintext, body) }
        }
    }

    /// A sample grows old: its open transaction would be aborted at once. Whatever else ends with time is looked for less
    /// often than a test takes.
    private static func beginTimeoutAnew(in file: String) throws {
        let connection = try SQLiteConnection(file, .readWrite)
        try connection.run("UPDATE transactions SET started_ms = ?1 WHERE state = 'Ongoing'", Clock.milliseconds)
    }
}
