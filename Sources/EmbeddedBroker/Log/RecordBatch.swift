import CChecksum
import KafkaProtocol
import NIOCore

/// A record batch of the message format v2, seen in the bytes that it came in. Its header is read where it lies.
///
/// The first 21 bytes (base offset, length, leader epoch, magic, CRC) are not part of what the CRC-32C sums up.
struct RecordBatch: Sendable {
    /// The size of a batch without records.
    static let overhead = 61
    /// What precedes the bytes that the field `length` counts.
    static let logOverhead = 12
    /// The only message format that is stored.
    static let currentMagic: Int8 = 2

    /// The batch and nothing else.
    private(set) var bytes: ByteBuffer

    /// A batch that is all of the buffer's readable bytes. Neither its sum nor its records are looked at.
    init(_ bytes: ByteBuffer) throws(BatchError) {
        self.bytes = bytes
        guard bytes.readableBytes >= Self.overhead else {
            throw BatchError(.corruptMessage, "A record batch of \(bytes.readableBytes) bytes ends within its header.")
        }
        guard size == bytes.readableBytes else {
            throw BatchError(
                .corruptMessage, "A record batch says that it has \(size) bytes, but there are \(bytes.readableBytes).")
        }
        guard magic == Self.currentMagic else {
            throw BatchError(.corruptMessage, "A record batch has the message format \(magic) instead of 2.")
        }
    }

    /// A batch that has just been written, but for its CRC.
    init(written bytes: ByteBuffer) {
        self.bytes = bytes
        set(computedChecksum(), at: Field.checksum)
    }

    /// The size in bytes, as the header says.
    var size: Int { Self.logOverhead + Int(field(at: Field.length, as: Int32.self)) }
    /// The offset of the first record that the batch had when it was written.
    var baseOffset: Int64 { field(at: Field.baseOffset) }
    /// The offset of the last record that the batch had when it was written.
    var lastOffset: Int64 { baseOffset &+ Int64(lastOffsetDelta) }
    /// The last offset, counted from the first.
    var lastOffsetDelta: Int32 { field(at: Field.lastOffsetDelta) }
    /// The epoch of the leader that took the batch.
    var leaderEpoch: Int32 { field(at: Field.leaderEpoch) }
    /// The number of the message format.
    var magic: Int8 { field(at: Field.magic) }
    /// The CRC-32C that the header has.
    var checksum: UInt32 { field(at: Field.checksum) }
    /// What the records' timestamps are counted from; with a delete horizon, that.
    var baseTimestamp: Int64 { field(at: Field.baseTimestamp) }
    /// The largest timestamp, in milliseconds since 1970; -1 for none.
    var maxTimestamp: Int64 { field(at: Field.maxTimestamp) }
    /// The idempotent producer; -1 for none.
    var producerId: Int64 { field(at: Field.producerId) }
    /// The producer's epoch; -1 for none.
    var producerEpoch: Int16 { field(at: Field.producerEpoch) }
    /// The sequence number of the first record; -1 for none.
    var baseSequence: Int32 { field(at: Field.baseSequence) }
    /// How many records the batch has.
    var recordCount: Int32 { field(at: Field.recordCount) }
    /// All of the attributes' bits.
    var attributes: BatchAttributes { BatchAttributes(rawValue: field(at: Field.attributes)) }

    /// The sequence number of the last record that the batch had when it was written; -1 for none. Sequence numbers go on
    /// at 0 after the largest.
    var lastSequence: Int32 {
        baseSequence < 0 ? -1 : Int32(truncatingIfNeeded: (Int64(baseSequence) + Int64(lastOffsetDelta)) & 0x7FFF_FFFF)
    }

    /// When the batch's tombstones, or its marker, may go: compaction notes it when it first sees them.
    var deleteHorizon: Int64? { attributes.contains(.deleteHorizon) ? baseTimestamp : nil }

    /// The records as they are stored, compressed or not.
    var storedRecords: ByteBuffer {
        bytes.getSlice(at: bytes.readerIndex + Self.overhead, length: bytes.readableBytes - Self.overhead)
            ?? ByteBuffer()
    }

    /// The CRC-32C of what there is.
    func computedChecksum() -> UInt32 {
        bytes.withUnsafeReadableBytes { bytes in
            let summed = UnsafeRawBufferPointer(rebasing: bytes[Field.attributes...])
            return millrace_crc32c(0, summed.baseAddress, summed.count)
        }
    }

    private func field<Value: FixedWidthInteger>(at offset: Int, as type: Value.Type = Value.self) -> Value {
        bytes.withUnsafeReadableBytes { Value(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self)) }
    }
}

extension RecordBatch {
    /// Gives the batch its place in the log. The CRC does not cover it.
    mutating func assign(baseOffset: Int64, leaderEpoch: Int32 = 0) {
        set(baseOffset, at: Field.baseOffset)
        set(leaderEpoch, at: Field.leaderEpoch)
    }

    /// Settles what the timestamps mean and the largest one, and the CRC if that changed anything.
    mutating func setMaxTimestamp(_ timestamp: Int64, _ type: TimestampType) {
        guard timestamp != maxTimestamp || type != attributes.timestampType else { return }
        var attributes = attributes
        attributes.timestampType = type
        set(attributes.rawValue, at: Field.attributes)
        set(timestamp, at: Field.maxTimestamp)
        set(computedChecksum(), at: Field.checksum)
    }

    private mutating func set<Value: FixedWidthInteger>(_ value: Value, at offset: Int) {
        bytes.setInteger(value, at: bytes.readerIndex + offset)
    }

    /// Where the header's fields are.
    enum Field {
        static let baseOffset = 0
        static let length = 8
        static let leaderEpoch = 12
        static let magic = 16
        static let checksum = 17
        static let attributes = 21
        static let lastOffsetDelta = 23
        static let baseTimestamp = 27
        static let maxTimestamp = 35
        static let producerId = 43
        static let producerEpoch = 51
        static let baseSequence = 53
        static let recordCount = 57
    }
}
