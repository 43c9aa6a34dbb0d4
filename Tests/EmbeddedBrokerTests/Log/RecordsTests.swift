import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker

@Suite struct RecordsTests {
    @Test func aTableWasRecorded() {
        #expect(RecordedBatch.ofRecords.count == 12 && RecordedBatch.all.count == 14)
    }

    @Test(arguments: RecordedBatch.ofRecords)
    func readsWhatOtherClientsWrite(_ recorded: RecordedBatch) throws {
        let batch = try RecordBatch(recorded.bytes)
        #expect(batch.checksum == batch.computedChecksum() && batch.recordCount == 100)
        var records = try Records(of: batch)
        for i in 0..<100 {
            let record = try #require(try records.next())
            #expect(record.offset == Int64(i))
            let created = Int64(1_700_000_000_000 + 10 * i - 25 * (i % 2))
            #expect(record.timestamp == (batch.attributes.timestampType == .createTime ? created : 1_800_000_000_000))
            #expect(records.key(of: record) == (i % 7 == 6 ? nil : ByteBuffer(string: "key-\(i)")))
            let value = String(repeating: "value-\(i) ", count: 20)
            #expect(records.value(of: record) == (i % 11 == 10 ? nil : ByteBuffer(string: value)))
            #expect(record.layout.headerCount == (i % 3 == 0 ? 2 : 0))
            var headers = ""
            if i % 3 == 0 { headers = "\u{0A}trace" + (i < 10 ? "\u{02}" : "\u{04}") + "\(i)\u{0A}empty\u{01}" }
            #expect(records[record.layout.headers] == ByteBuffer(string: headers))
        }
        #expect(try records.next() == nil)
    }

    @Test(arguments: RecordedBatch.ofRecords)
    func takesWhatProducersSend(_ recorded: RecordedBatch) throws {
        let rules = BatchRules(produceVersion: 9, now: 1_700_000_000_000)
        let batch = try RecordBatch(recorded.bytes)
        if batch.attributes.timestampType == .logAppendTime {
            #expect(throws: BatchError.self) { try RecordBatches.validate(records: recorded.bytes, rules: rules) }
        } else {
            #expect(try RecordBatches.validate(records: recorded.bytes, rules: rules).bytes == recorded.bytes)
        }
    }

    @Test(arguments: RecordedBatch.ofRecords.filter { !$0.description.contains("append") })
    func wantsKeysInCompactedTopicsWhateverTheCodec(_ recorded: RecordedBatch) throws {
        var rules = BatchRules(produceVersion: 9, now: 1_700_000_000_000)
        rules.isCompacted = true
        let error = #expect(throws: BatchError.self) {
            try RecordBatches.validate(records: recorded.bytes, rules: rules)
        }
        #expect(error?.code == .invalidRecord && error?.recordIndex == 6)
    }

    @Test(arguments: ["commit", "abort"])
    func writesTheSameMarkersAsKafka(_ name: String) throws {
        let marker = RecordBatch.endTransactionMarker(
            commit: name == "commit", producerId: 4711, producerEpoch: 3, timestamp: 1_700_000_000_000)
        #expect(try marker.bytes == RecordedBatch.named("java \(name)").bytes)
    }

    @Test(arguments: RecordedBatch.ofRecords)
    func stopsAtTheLimit(_ recorded: RecordedBatch) throws {
        let batch = try RecordBatch(recorded.bytes)
        let size = try Records(of: batch).bytes.readableBytes
        #expect(try Records(of: batch, limit: size).bytes.readableBytes == size)
        guard batch.attributes.compression != CompressionType.none else { return }
        for limit in [size - 1, size / 2, 1, 0] {
            let error = #expect(throws: BatchError.self) { try Records(of: batch, limit: limit) }
            #expect(error?.code == .messageTooLarge)
        }
    }

    /// A few bytes may say that they become gigabytes.
    @Test func doesNotBelieveSnappysLength() throws {
        var claim = ByteBuffer(bytes: [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0])
        #expect(throws: BatchError.self) { try Decompression.decompress(claim, .snappy) }
        claim = ByteBuffer(bytes: [
            0x82, 0x53, 0x4E, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0x7F, 0xFF, 0xFF, 0xFF,
        ])
        #expect(throws: BatchError.self) { try Decompression.decompress(claim, .snappy) }
    }

    @Test(arguments: RecordedBatch.ofRecords)
    func standsRecordsThatAreCut(_ recorded: RecordedBatch) throws {
        let batch = try RecordBatch(recorded.bytes)
        let stored = batch.storedRecords
        for length in stride(from: 0, to: stored.readableBytes, by: max(1, stored.readableBytes / 80)) {
            let cut = try #require(stored.getSlice(at: stored.readerIndex, length: length))
            #expect(throws: BatchError.self, "\(length)") { try readAll(RecordBatch(batch.header, records: cut)) }
        }
    }

    @Test(arguments: RecordedBatch.ofRecords)
    func standsRecordsWithFlippedBits(_ recorded: RecordedBatch) throws {
        let batch = try RecordBatch(recorded.bytes)
        let count = batch.storedRecords.readableBytes
        for index in stride(from: 0, to: count, by: max(1, count / 200)) {
            var flipped = batch.storedRecords
            let at = flipped.readerIndex + index
            flipped.setInteger(flipped.getInteger(at: at, as: UInt8.self)! ^ 1 << UInt8(index % 8), at: at)
            // Not every codec has a sum of its own, so some of these give other records.
            _ = try? readAll(RecordBatch(batch.header, records: flipped))
        }
    }

    @Test(
        arguments: [
            (0, 1_000, 10), (1_000, 1_000, 10), (1_001, 3_000, 12), (3_000, 3_000, 12), (3_001, nil, nil),
        ] as [(Int64, Int64?, Int64?)])
    func findsTheFirstRecordThatIsNotOlder(than time: Int64, timestamp: Int64?, offset: Int64?) throws {
        var batch = RecordBatch(
            of: [NewRecord("a", "1", at: 1_000), NewRecord("b", "2", at: 500), NewRecord("c", "3", at: 3_000)])
        batch.assign(baseOffset: 10)
        let found = try batch.firstRecord(notBefore: time)
        #expect(found?.timestamp == timestamp && found?.offset == offset)
        #expect(try batch.firstRecord(notBefore: time, from: 12)?.offset == (time <= 3_000 ? 12 : nil))
    }

    @Test func findsTheFirstRecordOfABatchWithTheBrokersTime() throws {
        let batch = try RecordedBatch.named("java log append time")
        #expect(try batch.firstRecord(notBefore: 1_800_000_000_000)?.offset == 0)
        #expect(try batch.firstRecord(notBefore: 1_800_000_000_001) == nil)
    }

    private func readAll(_ batch: RecordBatch) throws {
        var records = try Records(of: batch)
        while try records.next() != nil {}
    }
}
