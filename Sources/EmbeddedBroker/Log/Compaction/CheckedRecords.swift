import NIOCore

/// All records of a batch at once, where compaction looks at them more than once.
struct CheckedRecords {
    let bytes: ByteBuffer
    let layouts: [RecordLayout]

    init(of batch: RecordBatch) throws(BatchError) {
        var records = try Records(of: batch)
        var layouts: [RecordLayout] = []
        while let record = try records.next() { layouts.append(record.layout) }
        bytes = records.bytes
        self.layouts = layouts
    }
}

extension RecordBatch {
    /// The same batch with some of its records, and perhaps with a time from when on its tombstones may go.
    ///
    /// - Parameters:
    ///   - kept: some of its records.
    ///   - bytes: where they lie, uncompressed.
    func keeping(_ kept: [RecordLayout], of bytes: ByteBuffer, newDeleteHorizon: Int64?) -> RecordBatch {
        var header = header
        header.recordCount = Int32(kept.count)
        let timestamps = kept.lazy.map { baseTimestamp &+ $0.timestampDelta }
        if attributes.timestampType == .createTime { header.maxTimestamp = timestamps.max() ?? maxTimestamp }
        if let newDeleteHorizon {
            header.attributes.insert(.deleteHorizon)
            header.baseTimestamp = newDeleteHorizon
        }
        var encoded = ByteBuffer()
        bytes.withUnsafeReadableBytes { bytes in
            for (record, timestamp) in zip(kept, timestamps) {
                if newDeleteHorizon == nil {
                    encoded.writeBytes(bytes[record.bytes])
                } else {
                    encoded.writeRecord(
                        payload: UnsafeRawBufferPointer(rebasing: bytes[record.payload]),
                        timestampDelta: timestamp &- header.baseTimestamp, offsetDelta: record.offsetDelta)
                }
            }
        }
        if let compressed = attributes.compression.flatMap({ Recompression.compress(encoded, $0) }) {
            return RecordBatch(header, records: compressed)
        }
        header.attributes = header.attributes.uncompressed
        return RecordBatch(header, records: encoded)
    }
}
