import CChecksum
import NIOCore

/// The header of a batch that is to be written. The defaults are those of a batch without a producer.
struct BatchHeader {
    var baseOffset: Int64 = 0
    var leaderEpoch: Int32 = 0
    var attributes: BatchAttributes = []
    var lastOffsetDelta: Int32 = 0
    var baseTimestamp: Int64 = -1
    var maxTimestamp: Int64 = -1
    var producerId: Int64 = -1
    var producerEpoch: Int16 = -1
    var baseSequence: Int32 = -1
    var recordCount: Int32 = 0
}

extension RecordBatch {
    /// All that the header says but for length, magic and CRC.
    var header: BatchHeader {
        BatchHeader(
            baseOffset: baseOffset, leaderEpoch: leaderEpoch, attributes: attributes, lastOffsetDelta: lastOffsetDelta,
            baseTimestamp: baseTimestamp, maxTimestamp: maxTimestamp, producerId: producerId,
            producerEpoch: producerEpoch, baseSequence: baseSequence, recordCount: recordCount)
    }

    /// Writes a batch of records that are encoded already, as the header's attributes say.
    init(_ header: BatchHeader, records: ByteBuffer) {
        var bytes = ByteBuffer()
        bytes.reserveCapacity(Self.overhead + records.readableBytes)
        bytes.writeMultipleIntegers(
            header.baseOffset, Int32(Self.overhead - Self.logOverhead + records.readableBytes), header.leaderEpoch,
            Self.currentMagic, UInt32(0), header.attributes.rawValue, header.lastOffsetDelta)
        bytes.writeMultipleIntegers(
            header.baseTimestamp, header.maxTimestamp, header.producerId, header.producerEpoch, header.baseSequence,
            header.recordCount)
        bytes.writeImmutableBuffer(records)
        self.init(written: bytes)
    }

    /// The marker that ends a transaction in a partition.
    static func endTransactionMarker(
        commit: Bool, producerId: Int64, producerEpoch: Int16, timestamp: Int64
    ) -> RecordBatch {
        var key = ByteBuffer()
        key.writeMultipleIntegers(Int16(0), Int16(commit ? 1 : 0))
        var value = ByteBuffer()
        value.writeMultipleIntegers(Int16(0), Int32(0))
        var header = BatchHeader(baseTimestamp: timestamp, maxTimestamp: timestamp)
        header.attributes = [.transactional, .control]
        header.producerId = producerId
        header.producerEpoch = producerEpoch
        return RecordBatch(of: [NewRecord(timestamp: timestamp, key: key, value: value)], header: header)
    }

    /// Writes a batch of these records, which have consecutive offsets.
    init(of records: [NewRecord], header: BatchHeader = BatchHeader()) {
        var header = header
        header.recordCount = Int32(records.count)
        header.lastOffsetDelta = max(0, Int32(records.count) - 1)
        header.baseTimestamp = records.first?.timestamp ?? -1
        header.maxTimestamp = records.lazy.map(\.timestamp).max() ?? -1
        var encoded = ByteBuffer()
        for (index, record) in records.enumerated() {
            encoded.writeRecord(
                record, timestampDelta: record.timestamp &- header.baseTimestamp, offsetDelta: Int32(index))
        }
        self.init(header, records: encoded)
    }
}

/// A record that is to be written.
struct NewRecord {
    var timestamp: Int64
    var key: ByteBuffer?
    var value: ByteBuffer?
    var headers: [(name: ByteBuffer, value: ByteBuffer?)] = []
}

extension ByteBuffer {
    mutating func writeRecord(_ record: NewRecord, timestampDelta: Int64, offsetDelta: Int32) {
        var payload = ByteBuffer()
        payload.writeField(record.key)
        payload.writeField(record.value)
        payload.writeVarint(Int64(record.headers.count))
        for header in record.headers {
            payload.writeField(header.name)
            payload.writeField(header.value)
        }
        payload.withUnsafeReadableBytes {
            writeRecord(payload: $0, timestampDelta: timestampDelta, offsetDelta: offsetDelta)
        }
    }

    /// Writes a record of what follows the deltas: key, value and headers.
    mutating func writeRecord(payload: UnsafeRawBufferPointer, timestampDelta: Int64, offsetDelta: Int32) {
        let deltas = varintSize(timestampDelta) + varintSize(Int64(offsetDelta))
        writeVarint(Int64(1 + deltas + payload.count))
        writeInteger(UInt8(0))
        writeVarint(timestampDelta)
        writeVarint(Int64(offsetDelta))
        writeBytes(payload)
    }

    private mutating func writeField(_ field: ByteBuffer?) {
        writeVarint(Int64(field?.readableBytes ?? -1))
        if let field { writeImmutableBuffer(field) }
    }

    private mutating func writeVarint(_ value: Int64) {
        var bits = zigzag(value)
        while bits >= 0x80 {
            writeInteger(UInt8(truncatingIfNeeded: bits) | 0x80)
            bits >>= 7
        }
        writeInteger(UInt8(bits))
    }
}

private func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

private func varintSize(_ value: Int64) -> Int {
    max(1, (UInt64.bitWidth - zigzag(value).leadingZeroBitCount + 6) / 7)
}
