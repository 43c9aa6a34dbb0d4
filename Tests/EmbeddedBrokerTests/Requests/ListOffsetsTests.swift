import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// Where consumers begin that know a time and no offset.
@Suite struct ListOffsetsTests {
    /// Offsets and times: 0 at 10, 1 at 90, 2 at 50 in one batch, 3 at 70 and 4 at 80 in another.
    private func withTwoBatches(_ body: @Sendable (inout BrokerConnection) async throws -> Void) async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t")
                for times in [[10, 90, 50], [70, 80]] as [[Int64]] {
                    let records = times.map { NewRecord(timestamp: $0, key: nil, value: ByteBuffer(string: "v")) }
                    _ = try await connection.produce(RecordBatch(of: records, header: BatchHeader()).bytes, to: "t")
                }
                try await body(&connection)
            }
        }
    }

    @Test func aTimeGivesTheFirstRecordThatIsNotOlder() async throws {
        try await withTwoBatches { connection in
            var found: [Int64] = []
            for time in [0, 60, 91, -3] as [Int64] { found.append(try await connection.offset(at: time)) }
            #expect(found == [0, 1, -1, 1])
        }
    }

    @Test func deletedRecordsAreNotFound() async throws {
        try await withTwoBatches { connection in
            _ = try await connection.deleteRecords("t", before: 2)
            #expect(try await connection.offset(at: 0) == 2)
            #expect(try await connection.offset(at: 60) == 3)
            #expect(try await connection.offset(at: 85) == -1)
            #expect(try await connection.offset(at: -3) == 4)
        }
    }

    @Test func anOpenTransactionHidesTheNewestRecord() async throws {
        try await withTwoBatches { connection in
            var producer = try await connection.initProducer("tx")
            try await connection.begin(producer, "t", [0])
            try await connection.produce(["open"], to: "t", timestamp: 99, by: producer.next())
            #expect(try await connection.offset(at: -3) == 5)
            #expect(try await connection.offset(at: -3, isReadCommitted: true) == 1)
            #expect(try await connection.offset(at: 95, isReadCommitted: true) == -1)
        }
    }
}

extension BrokerConnection {
    fileprivate mutating func offset(at timestamp: Int64, isReadCommitted: Bool = false) async throws -> Int64 {
        var partition = ListOffsetsRequest.ListOffsetsPartition()
        partition.timestamp = timestamp
        var topic = ListOffsetsRequest.ListOffsetsTopic()
        topic.name = "t"
        topic.partitions = [partition]
        var request = ListOffsetsRequest()
        request.isolationLevel = isReadCommitted ? 1 : 0
        request.topics = [topic]
        let answer = try await send(request).topics[0].partitions[0]
        guard answer.errorCode == .none else { throw answer.errorCode }
        return answer.offset
    }
}
