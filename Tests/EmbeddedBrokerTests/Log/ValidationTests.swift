import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker

/// What Kafka's `LogValidatorTest`, `UnifiedLogTest` and `ProduceRequestTest` expect of a producer's batch.
@Suite struct ValidationTests {
    static let rules = BatchRules(produceVersion: 9, now: 1_000)

    /// What the case does to a batch of two records, and to the rules, and what comes of it.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let code: ErrorCode?
        let change: @Sendable (inout RecordBatch, inout BatchRules) -> Void
        init(
            _ what: String, _ code: ErrorCode?,
            _ change: @escaping @Sendable (inout RecordBatch, inout BatchRules) -> Void
        ) {
            (testDescription, self.code, self.change) = (what, code, change)
        }
        /// The case is a change of the header.
        init(_ what: String, _ code: ErrorCode?, header change: @escaping @Sendable (inout BatchHeader) -> Void) {
            self.init(what, code) { batch, _ in
                var header = batch.header
                change(&header)
                batch = RecordBatch(header, records: batch.storedRecords)
            }
        }
    }

    static let cases: [Case] = [
        Case("a batch as producers send it", nil) { _, _ in },
        Case("an idempotent producer", nil, header: { ($0.producerId, $0.producerEpoch, $0.baseSequence) = (1, 0, 0) }),
        Case("a base offset", .invalidRecord, header: { $0.baseOffset = 1 }),
        Case("no records", .invalidRecord, header: { ($0.recordCount, $0.lastOffsetDelta) = (0, -1) }),
        Case("fewer offsets than records", .invalidRecord, header: { $0.lastOffsetDelta = 0 }),
        Case("more offsets than records", .invalidRecord, header: { $0.lastOffsetDelta = 2 }),
        Case("fewer records than it says", .invalidRecord, header: { ($0.recordCount, $0.lastOffsetDelta) = (3, 2) }),
        Case("more records than it says", .invalidRecord, header: { ($0.recordCount, $0.lastOffsetDelta) = (1, 0) }),
        Case(
            "a negative number of records", .invalidRecord, header: { ($0.recordCount, $0.lastOffsetDelta) = (-1, -2) }),
        Case("a marker", .invalidRecord, header: { $0.attributes = [.control, .transactional] }),
        Case("a producer without sequence", .invalidRecord, header: { ($0.producerId, $0.producerEpoch) = (1, 0) }),
        Case("a producer without epoch", .invalidRecord, header: { ($0.producerId, $0.baseSequence) = (1, 0) }),
        Case(
            "a codec that does not exist", .unsupportedCompressionType, header: { $0.attributes = .init(rawValue: 5) }),
        Case("zstd since version 7", nil) { batch, rules in
            batch = RecordBatch(compressed(4), records: batch.storedRecords)
            rules.produceVersion = 7
        },
        Case("zstd before version 7", .unsupportedCompressionType) { batch, rules in
            batch = RecordBatch(compressed(4), records: batch.storedRecords)
            rules.produceVersion = 6
        },
        Case("the broker's time from a producer", .invalidTimestamp, header: { $0.attributes = .init(rawValue: 8) }),
        Case("as many bytes as allowed", nil) { $1.maxMessageBytes = $0.size },
        Case("a byte too many", .messageTooLarge) { $1.maxMessageBytes = $0.size - 1 },
        Case("a timestamp just early enough", nil) {
            $1.now = 1_500; $1.timestampBeforeMaxMs = 500
        },
        Case("a timestamp too early", .invalidTimestamp) {
            $1.now = 1_501; $1.timestampBeforeMaxMs = 500
        },
        Case("a timestamp just late enough", nil) {
            $1.now = 510; $1.timestampAfterMaxMs = 500
        },
        Case("a timestamp too late", .invalidTimestamp) {
            $1.now = 509; $1.timestampAfterMaxMs = 500
        },
        Case("any timestamp where the broker's counts", nil) {
            $1.now = 1 << 40; $1.timestampBeforeMaxMs = 1; $1.timestampType = .logAppendTime
        },
        Case("no timestamps", nil) {
            $0 = RecordBatch(of: [.init("a", "1", at: -1)]); $1.timestampBeforeMaxMs = 1
        },
        Case("one record's timestamp too early", .invalidTimestamp) {
            $0 = RecordBatch(of: [.init("a", "1", at: 900), .init("a", "1", at: 5), .init("a", "1", at: 900)])
            $1.timestampBeforeMaxMs = 500
        },
        Case("a null key", nil) { batch, _ in batch = RecordBatch(of: [.init(nil, "1")]) },
        Case("a null key in a compacted topic", .invalidRecord) {
            $0 = RecordBatch(of: [.init("a", "1"), .init(nil, "1")]); $1.isCompacted = true
        },
        Case("a tombstone in a compacted topic", nil) {
            $0 = RecordBatch(of: [.init("a", nil)]); $1.isCompacted = true
        },
    ]

    private static func compressed(_ codec: Int16) -> BatchHeader {
        BatchHeader(
            attributes: .init(rawValue: codec), lastOffsetDelta: 1, baseTimestamp: 1_000, maxTimestamp: 1_010,
            recordCount: 2)
    }

    @Test(arguments: cases)
    func answersAsKafkaDoes(_ one: Case) {
        var batch = RecordBatch(of: [NewRecord("a", "1", at: 1_000), NewRecord("b", "2", at: 1_010)])
        var rules = Self.rules
        one.change(&batch, &rules)
        #expect(code(of: batch.bytes, rules) == one.code)
    }

    @Test(arguments: [(Int16(9), ErrorCode.invalidRecord), (2, .unsupportedForMessageFormat)])
    func refusesOlderFormats(version: Int16, code expected: ErrorCode) {
        var bytes = RecordBatch(of: [NewRecord("a", "1")]).bytes
        bytes.setInteger(Int8(1), at: RecordBatch.Field.magic)
        #expect(code(of: bytes, BatchRules(produceVersion: version, now: 1_000)) == expected)
    }

    @Test func wantsExactlyOneBatch() {
        let batch = RecordBatch(of: [NewRecord("a", "1")]).bytes
        var two = batch
        two.writeImmutableBuffer(batch)
        #expect(code(of: two) == .invalidRecord)
        #expect(code(of: ByteBuffer()) == .invalidRecord)
    }

    @Test func refusesABatchThatIsCutAnywhere() {
        let batch = RecordBatch(of: [NewRecord("a", "1"), NewRecord("b", "2")]).bytes
        for length in 0..<batch.readableBytes {
            #expect(code(of: batch.getSlice(at: 0, length: length)!) == .invalidRecord, "\(length)")
        }
    }

    @Test func noticesEveryChangedBit() {
        let batch = RecordBatch(of: [NewRecord("a", "1"), NewRecord("b", "2")]).bytes
        // The leader's epoch is the broker's to set.
        for bit in 0..<batch.readableBytes * 8 where !(12..<16).contains(bit / 8) {
            var flipped = batch
            flipped.setInteger(flipped.getInteger(at: bit / 8, as: UInt8.self)! ^ 1 << UInt8(bit % 8), at: bit / 8)
            #expect(code(of: flipped) != nil, "bit \(bit % 8) of byte \(bit / 8)")
        }
    }

    /// Whatever is in the records, with a good sum over it: an error or none, and no more.
    @Test func standsAnyBytesAsRecords() {
        let good = RecordBatch(of: [NewRecord("a", "1"), NewRecord("b", "2", at: 1_010)])
        for bit in 0..<good.storedRecords.readableBytes * 8 {
            var records = good.storedRecords
            let at = records.readerIndex + bit / 8
            records.setInteger(records.getInteger(at: at, as: UInt8.self)! ^ 1 << UInt8(bit % 8), at: at)
            _ = code(of: RecordBatch(good.header, records: records).bytes)
        }
        var longest = ByteBuffer(repeating: 0xFF, count: 40)
        #expect(code(of: RecordBatch(good.header, records: longest).bytes) == .invalidRecord)
        longest.setInteger(UInt8(0x7F), at: 4)
        #expect(code(of: RecordBatch(good.header, records: longest).bytes) == .invalidRecord)
    }

    @Test func namesTheRecordThatIsAtFault() {
        let batch = RecordBatch(of: [NewRecord("a", "1"), NewRecord("b", "2"), NewRecord(nil, "3")])
        var rules = Self.rules
        rules.isCompacted = true
        let error = #expect(throws: BatchError.self) { try RecordBatches.validate(records: batch.bytes, rules: rules) }
        #expect(error?.recordIndex == 2)
    }

    @Test func takesTheRecordsWordForTheLargestTimestamp() throws {
        let written = RecordBatch(of: [NewRecord("a", "1", at: 1_000), NewRecord("b", "2", at: 1_010)])
        var header = written.header
        header.maxTimestamp = 1_500
        let batch = try RecordBatches.validate(
            records: RecordBatch(header, records: written.storedRecords).bytes, rules: Self.rules)
        #expect(batch.maxTimestamp == 1_010 && batch.computedChecksum() == batch.checksum)
    }

    @Test func setsTheBrokersTimeWhereTheTopicWantsIt() throws {
        var rules = Self.rules
        rules.timestampType = .logAppendTime
        rules.now = 77_000
        let batch = try RecordBatches.validate(records: RecordBatch(of: [NewRecord("a", "1")]).bytes, rules: rules)
        #expect(batch.maxTimestamp == 77_000 && batch.attributes.timestampType == .logAppendTime)
        #expect(batch.computedChecksum() == batch.checksum)
    }

    private func code(of records: ByteBuffer, _ rules: BatchRules = rules) -> ErrorCode? {
        do throws(BatchError) {
            _ = try RecordBatches.validate(records: records, rules: rules)
            return nil
        } catch {
            return error.code
        }
    }
}
