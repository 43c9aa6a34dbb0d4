import NIOCore
import Testing

@testable import EmbeddedBroker

/// What Kafka's `LogCleanerTest` expects of a round, but for batches without records, which are not kept here.
@Suite struct CompactionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let log: [String]
        /// What is left after each round. The rounds are 10,000 ms apart, the first at 10,000.
        let rounds: [[String]]

        init(_ what: String, _ log: [String], _ rounds: [String]...) {
            (testDescription, self.log, self.rounds) = (what, log, rounds)
        }
    }

    static let cases: [Case] = [
        Case("different keys", ["a=1 b=1", "c=1"], ["0:a=1 1:b=1", "2:c=1"]),
        Case("the last record of a key stays", ["a=1 b=1", "a=2", "b=2 c=1", "a=3"], ["3:b=2 4:c=1", "5:a=3"]),
        Case("within one batch too", ["a=1 b=1 a=2"], ["1:b=1 2:a=2"]),
        Case("records without keys go", ["=1 a=1 =2"], ["1:a=1"]),
        Case("an empty key is a key", ["a=1", "=1"], ["0:a=1"]),
        Case(
            "tombstones stay for delete.retention.ms", ["a=1", "a=-", "b=1"], ["1:a=- until 15000", "2:b=1"], ["2:b=1"]),
        Case(
            "a tombstone ends with the next value", ["a=-", "a=1"], ["1:a=1"]),
        Case(
            "what lies beside a tombstone outlives it", ["a=1", "a=- b=1"], ["1:a=- 2:b=1 until 15000"],
            ["2:b=1 until 15000"]),
        Case(
            "aborted records go first, their marker later", ["a=1", "T7 a=2", "abort7", "b=1"],
            ["0:a=1", "2:abort7", "3:b=1"], ["0:a=1", "2:abort7 until 25000", "3:b=1"], ["0:a=1", "3:b=1"]),
        Case(
            "committed records count", ["a=1", "T7 a=2", "commit7", "b=1"], ["1:a=2", "2:commit7", "3:b=1"],
            ["1:a=2", "2:commit7", "3:b=1"]),
        Case(
            "a commit goes after all of its records", ["T7 a=1", "commit7", "a=2"], ["1:commit7", "2:a=2"],
            ["1:commit7 until 25000", "2:a=2"], ["2:a=2"]),
        Case(
            "producers' transactions are told apart",
            ["T7 a=1", "T8 a=2 b=1", "abort8", "T8 c=1", "commit7", "commit8"],
            ["0:a=1", "3:abort8", "4:c=1", "5:commit7", "6:commit8"],
            ["0:a=1", "3:abort8 until 25000", "4:c=1", "5:commit7", "6:commit8"],
            ["0:a=1", "4:c=1", "5:commit7", "6:commit8"]),
        Case(
            "the abort of a transaction without records", ["abort7", "a=1"], ["0:abort7 until 15000", "1:a=1"],
            ["1:a=1"]),
    ]

    @Test(arguments: cases)
    func leavesWhatKafkaLeaves(_ one: Case) throws {
        let log = LogNotation(one.log)
        var batches = log.batches
        for (index, expected) in one.rounds.enumerated() {
            (batches, _) = compact(batches, aborted: log.aborted, now: Int64(index + 1) * 10_000)
            #expect(try batches.map { try $0.notation } == expected, "round \(index + 1)")
            #expect(batches.allSatisfy { $0.checksum == $0.computedChecksum() })
        }
    }

    @Test func keepsAllThatTheIndexDoesNotReach() throws {
        let log = LogNotation(["a=1 b=1", "a=2 b=2 c=2", "a=3"])
        let (batches, end) = compact(log.batches, capacity: 4, now: 10_000)
        #expect(try batches.map { try $0.notation } == ["0:a=1 1:b=1", "2:a=2 3:b=2 4:c=2", "5:a=3"])
        #expect(end == 1, "the keys of the second batch might all be new")
        #expect(compact(log.batches, capacity: 1, now: 10_000).end == 1, "a batch is always taken")
    }

    @Test func keepsHeadersOffsetsAndTimestampsOfBatches() throws {
        var header = BatchHeader(leaderEpoch: 0, producerId: 9, producerEpoch: 4, baseSequence: 100)
        header.attributes = []
        var batch = RecordBatch(
            of: [
                .init("a", "1", at: 5_000), .init("b", "2", at: 7_000), .init("c", nil, at: 6_000),
                .init("b", "3", at: 6_500),
            ],
            header: header)
        batch.assign(baseOffset: 50)
        let left = try #require(compact([batch], now: 10_000).batches.first)
        #expect(left.baseOffset == 50 && left.lastOffset == 53 && left.lastSequence == 103 && left.recordCount == 3)
        #expect(left.producerId == 9 && left.producerEpoch == 4 && left.maxTimestamp == 6_500)
        var records = try Records(of: left)
        var found: [[Int64]] = []
        while let record = try records.next() { found.append([record.offset, record.timestamp]) }
        #expect(found == [[50, 5_000], [52, 6_000], [53, 6_500]])
    }

    @Test(arguments: RecordedBatch.ofRecords)
    func compactsWhatOtherClientsWrite(_ recorded: RecordedBatch) throws {
        let batch = try RecordBatch(recorded.bytes)
        var newer = RecordBatch(of: [NewRecord("key-3", "new"), NewRecord("key-21", "new")])
        newer.assign(baseOffset: 100)
        let left = try #require(compact([batch, newer], now: 10_000).batches.first)
        var (before, after) = (try Records(of: batch), try Records(of: left))
        for i in 0..<100 {
            let record = try #require(try before.next())
            guard i % 7 != 6, i != 3, i != 21 else { continue }
            let same = try #require(try after.next())
            #expect(same.offset == record.offset && same.timestamp == record.timestamp)
            #expect(after[same.layout.payload] == before[record.layout.payload])
        }
        #expect(try after.next() == nil)
        #expect(left.attributes.timestampType == batch.attributes.timestampType)
        #expect(left.attributes.compression == batch.attributes.compression && left.size < batch.size * 11 / 10)
    }

    @Test func compressesNothingThatWouldGrow() throws {
        for type in CompressionType.allCases {
            #expect(Recompression.compress(ByteBuffer(bytes: [1, 2, 3]), type) == nil)
        }
    }

    @Test func leavesABatchThatCannotBeReadAsItIs() throws {
        let good = RecordBatch(of: [NewRecord("a", "1")])
        let torn = RecordBatch(good.header, records: ByteBuffer(bytes: [0xFF, 0xFF, 0xFF]))
        #expect(compact([torn], now: 10_000).batches.map(\.bytes) == [torn.bytes])
    }

    /// Indexes and cleans as the compactor does; the second result is how many batches were indexed.
    private func compact(
        _ batches: [RecordBatch], aborted: [AbortedTransaction] = [], capacity: Int = 1_000, now: Int64
    ) -> (batches: [RecordBatch], end: Int) {
        var round = CompactionRound(aborted: aborted, deleteRetentionMs: 5_000, now: now, capacity: capacity)
        let end = batches.firstIndex { !round.index($0) } ?? batches.count
        var left: [RecordBatch] = []
        for batch in batches[..<end] {
            switch round.clean(batch) {
            case .keep: left.append(batch)
            case .rewrite(let rewritten): left.append(rewritten)
            case .delete: break
            }
        }
        return (left + batches[end...], end)
    }
}
