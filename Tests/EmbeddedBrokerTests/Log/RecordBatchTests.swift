import NIOCore
import Testing

@testable import EmbeddedBroker

extension NewRecord {
    /// A record of texts; a nil is a null.
    init(_ key: String?, _ value: String?, at timestamp: Int64 = 1_000) {
        self.init(
            timestamp: timestamp, key: key.map(ByteBuffer.init(string:)), value: value.map(ByteBuffer.init(string:)))
    }
}

@Suite struct RecordBatchTests {
    @Test func readsWhatWasWritten() throws {
        var header = BatchHeader(producerId: 77, producerEpoch: 3, baseSequence: 9)
        header.attributes = [.transactional]
        let written = RecordBatch(of: [NewRecord("a", "1", at: 1_000), NewRecord("b", nil, at: 990)], header: header)
        let batch = try RecordBatch(written.bytes)
        #expect(batch.baseOffset == 0 && batch.lastOffset == 1 && batch.leaderEpoch == 0 && batch.magic == 2)
        #expect(batch.baseTimestamp == 1_000 && batch.maxTimestamp == 1_000 && batch.recordCount == 2)
        #expect(
            batch.producerId == 77 && batch.producerEpoch == 3 && batch.baseSequence == 9 && batch.lastSequence == 10)
        #expect(batch.attributes == [.transactional] && batch.attributes.compression == CompressionType.none)
        #expect(batch.checksum == batch.computedChecksum() && batch.size == batch.bytes.readableBytes)
    }

    /// A batch lies somewhere in a request, so nothing may be counted from the start of its buffer.
    @Test func isFoundWithinOtherBytes() throws {
        var request = ByteBuffer(string: "what comes before")
        request.moveReaderIndex(forwardBy: request.readableBytes)
        request.writeImmutableBuffer(RecordBatch(of: [NewRecord("a", "1")]).bytes)
        var batch = try RecordBatch(request)
        batch.assign(baseOffset: 41, leaderEpoch: 5)
        batch.setMaxTimestamp(2_000, .logAppendTime)
        #expect(batch.baseOffset == 41 && batch.lastOffset == 41 && batch.leaderEpoch == 5)
        #expect(batch.checksum == batch.computedChecksum())
        #expect(request == RecordBatch(of: [NewRecord("a", "1")]).bytes, "the request's own bytes stay")
    }

    @Test func getsItsPlaceWithoutANewSum() {
        var batch = RecordBatch(of: [NewRecord("a", "1"), NewRecord("b", "2")])
        let sum = batch.checksum
        batch.assign(baseOffset: 1 << 40, leaderEpoch: 0)
        #expect(batch.lastOffset == 1 << 40 + 1 && batch.checksum == sum && batch.computedChecksum() == sum)
    }

    @Test func takesTheBrokersTime() {
        var batch = RecordBatch(of: [NewRecord("a", "1")])
        batch.setMaxTimestamp(5_000, .logAppendTime)
        #expect(batch.attributes.timestampType == .logAppendTime && batch.maxTimestamp == 5_000)
        #expect(batch.baseTimestamp == 1_000 && batch.computedChecksum() == batch.checksum)
    }

    @Test func countsSequenceNumbersPastTheLargest() {
        let last = RecordBatch(
            of: [NewRecord("a", nil), NewRecord("b", nil)],
            header: BatchHeader(producerId: 1, producerEpoch: 0, baseSequence: .max))
        #expect(last.lastSequence == 0)
        #expect(RecordBatch(of: [NewRecord("a", nil)]).lastSequence == -1)
    }

    /// The bytes that Kafka's `MemoryRecords.withEndTransactionMarker` writes.
    @Test(arguments: [(true, "0001"), (false, "0000")])
    func writesTransactionMarkers(commit: Bool, type: String) {
        let marker = RecordBatch.endTransactionMarker(commit: commit, producerId: 5, producerEpoch: 2, timestamp: 1_000)
        #expect(marker.attributes == [.transactional, .control] && marker.recordCount == 1)
        #expect(marker.producerId == 5 && marker.producerEpoch == 2 && marker.baseSequence == -1)
        #expect(hex(marker.storedRecords) == "20" + "00" + "00" + "00" + "080000" + type + "0c000000000000" + "00")
    }

    @Test func refusesBytesThatAreNoBatch() {
        let whole = RecordBatch(of: [NewRecord("a", "1")]).bytes
        for length in 0..<whole.readableBytes {
            #expect(throws: BatchError.self) { try RecordBatch(whole.getSlice(at: 0, length: length)!) }
        }
    }
}

/// The readable bytes in hexadecimal digits.
func hex(_ bytes: ByteBuffer) -> String {
    bytes.readableBytesView.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
