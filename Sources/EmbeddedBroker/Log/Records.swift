import KafkaProtocol
import NIOCore

/// A record where it lies in the uncompressed records of its batch.
struct Record {
    /// The place in the partition.
    var offset: Int64
    /// Milliseconds since 1970: the batch's if that has the broker's time; -1 for none.
    var timestamp: Int64
    /// Where its parts are in `Records.bytes`.
    var layout: RecordLayout
}

/// The records of a batch, one after the other. Bytes that are not well formed are an error, wherever they come.
struct Records {
    /// The records, uncompressed.
    let bytes: ByteBuffer
    private let baseOffset: Int64
    private let baseTimestamp: Int64
    private let logAppendTime: Int64?
    private var left: Int32
    private var position = 0

    /// Decompresses them all, up to a limit.
    init(of batch: RecordBatch, limit: Int = Decompression.limit) throws(BatchError) {
        guard let compression = batch.attributes.compression else {
            throw BatchError(.unsupportedCompressionType, "The record batch has a compression that does not exist.")
        }
        left = batch.recordCount
        // A batch that compaction has emptied keeps the attributes of its records.
        bytes = left == 0 ? ByteBuffer() : try Decompression.decompress(batch.storedRecords, compression, limit: limit)
        baseOffset = batch.baseOffset
        baseTimestamp = batch.baseTimestamp
        logAppendTime = batch.attributes.timestampType == .logAppendTime ? batch.maxTimestamp : nil
    }

    /// The next record; nil after the last.
    mutating func next() throws(BatchError) -> Record? {
        guard left > 0 else {
            guard left == 0, position == bytes.readableBytes else {
                throw BatchError(.invalidRecord, "The record batch has bytes after its last record.")
            }
            return nil
        }
        var layout: RecordLayout?
        (layout, position) = bytes.withUnsafeReadableBytes { [position] in
            var parser = RecordParser($0, from: position)
            return (parser.next(), parser.position)
        }
        guard let layout else { throw BatchError(.invalidRecord, "A record is malformed.") }
        left -= 1
        return Record(
            offset: baseOffset &+ Int64(layout.offsetDelta),
            timestamp: logAppendTime ?? (baseTimestamp &+ layout.timestampDelta), layout: layout)
    }

    /// The bytes of a record's part.
    subscript(part: Range<Int>) -> ByteBuffer {
        bytes.getSlice(at: bytes.readerIndex + part.lowerBound, length: part.count) ?? ByteBuffer()
    }
}

extension RecordBatch {
    /// The first record that is not older than a time, in milliseconds since 1970, nor before an offset.
    func firstRecord(notBefore timestamp: Int64, from offset: Int64 = 0) throws(BatchError) -> Record? {
        guard maxTimestamp >= timestamp else { return nil }
        var records = try Records(of: self)
        while let record = try records.next() {
            if record.timestamp >= timestamp && record.offset >= offset { return record }
        }
        return nil
    }

    /// The first of the records with the latest time, among those from an offset on.
    func newestRecord(from offset: Int64) throws(BatchError) -> Record? {
        var newest: Record?
        var records = try Records(of: self)
        while let record = try records.next() {
            if record.offset >= offset && record.timestamp > newest?.timestamp ?? .min { newest = record }
        }
        return newest
    }
}
