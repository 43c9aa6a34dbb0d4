import NIOCore
import Testing

@testable import EmbeddedBroker

@Suite struct BatchReaderTests {
    /// Three batches: offsets 0-9 (100 bytes, time 50), 10-10 (20000 bytes, time 40), 15-19 (300 bytes, time 60).
    private func withThree(_ body: (BrokerStore, BatchReader, Int64) throws -> Void) throws {
        try withStore { store in
            let partition = try store.makePartition()
            let other = try store.makePartition("other")
            try store.append(100, to: partition, offsets: 0...9, timestamp: 50)
            try store.append(70, to: other, offsets: 0...99, timestamp: 70)
            try store.append(20_000, to: partition, offsets: 10...10, timestamp: 40)
            try store.append(300, to: partition, offsets: 15...19, timestamp: 60)
            try store.commit()
            try body(store, BatchReader(database: store.connection.file), partition)
        }
    }

    private static let batches = [testBatch(100, 0), testBatch(20_000, 10), testBatch(300, 15)]

    struct ReadCase: Sendable {
        var from: Int64
        var before: Int64 = .max
        var maxBytes = Int.max
        var atLeastOne = true
        /// Which of the three.
        var expected: [Int]
    }

    @Test(arguments: [
        ReadCase(from: 0, expected: [0, 1, 2]),
        ReadCase(from: 9, expected: [0, 1, 2]),
        ReadCase(from: 10, expected: [1, 2]),
        ReadCase(from: 12, expected: [2]),
        ReadCase(from: 20, expected: []),
        ReadCase(from: 0, before: 15, expected: [0, 1]),
        ReadCase(from: 0, before: 10, expected: [0]),
        ReadCase(from: 0, before: 0, expected: []),
        ReadCase(from: 0, maxBytes: 20_100, expected: [0, 1]),
        ReadCase(from: 0, maxBytes: 20_099, expected: [0]),
        ReadCase(from: 10, maxBytes: 1, expected: [1]),
        ReadCase(from: 10, maxBytes: 1, atLeastOne: false, expected: []),
        ReadCase(from: 0, maxBytes: 99, atLeastOne: false, expected: []),
    ]) func wholeBatchesThatFit(_ read: ReadCase) throws {
        try withThree { _, reader, partition in
            let bytes = try reader.read(
                partition, from: read.from, before: read.before, maxBytes: read.maxBytes, atLeastOne: read.atLeastOne)
            #expect(bytes == read.expected.flatMap { Self.batches[$0] })
        }
    }

    @Test func whatIsNotCommittedIsNotSeen() throws {
        try withThree { store, reader, partition in
            try store.append(10, to: partition, offsets: 20...20)
            #expect(try reader.read(partition, from: 20).isEmpty)
            #expect(try store.batches.read(partition, from: 20).count == 10)
            store.rollback()
            #expect(try store.batches.read(partition, from: 20).isEmpty)
            #expect(try store.partition(partition)?.nextOffset == 20)
            #expect(try store.partition(partition)?.size == 20_400)
        }
    }

    @Test func lookups() throws {
        try withThree { _, reader, partition in
            func byTime(_ time: Int64, from: Int64 = 0) throws -> Int64? {
                try reader.firstBatch(partition: partition, from: from, timestamp: time)?.baseOffset
            }
            #expect(try byTime(0) == 0)
            #expect(try byTime(50) == 0)
            #expect(try byTime(51) == 15)
            #expect(try byTime(0, from: 10) == 10)
            #expect(try byTime(61) == nil)
            func newest(from: Int64 = 0, before: Int64 = .max, limit: Int = 9) throws -> [Int64] {
                try reader.newestBatches(partition: partition, from: from, before: before, limit: limit)
                    .map(\.baseOffset)
            }
            #expect(try newest() == [15, 0, 10])
            #expect(try newest(before: 15) == [0, 10])
            #expect(try newest(from: 10, limit: 1) == [15])
            #expect(try reader.batch(partition: partition, at: 5)?.baseOffset == 0)
            #expect(try reader.batch(partition: partition, at: 12)?.baseOffset == 15)
            #expect(try reader.batch(partition: partition, at: 20) == nil)

            let all = try reader.batches(partition: partition, from: 0, before: .max, limit: 10)
            #expect(all.map(\.size) == [100, 20_000, 300])
            #expect(try reader.batches(partition: partition, from: 0, before: 15, limit: 1).map(\.lastOffset) == [9])
            var buffer = ByteBuffer()
            #expect(try reader.read(batch: all[1].id, into: &buffer))
            #expect(Array(buffer.readableBytesView) == Self.batches[1])
        }
    }
}
