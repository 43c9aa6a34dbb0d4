import KafkaProtocol
import NIOCore

/// What Kafka checks when a producer sends (`LogValidator`, `UnifiedLog`, `ProduceRequest`).
///
/// The header is always checked and the CRC always summed. Records that are not compressed are checked all. Compressed
/// ones are decompressed only where the topic demands something of each record, which is compaction's key: elsewhere
/// decompressing would cost a produce many times what all other checks do, and nothing of what is inside is used.
enum RecordBatches {
    /// Checks one partition's records of a Produce request. The batch that comes back has its timestamps as the topic
    /// wants them and waits for its offset.
    static func validate(records: ByteBuffer, rules: BatchRules) throws(BatchError) -> RecordBatch {
        var batch = try onlyBatch(of: records, rules)
        try checkHeader(of: batch, rules)
        var maxTimestamp = batch.maxTimestamp
        if rules.isCompacted || batch.attributes.compression == CompressionType.none {
            maxTimestamp = try checkRecords(Records(of: batch).bytes, of: batch, rules)
        }
        if rules.timestampType == .logAppendTime { maxTimestamp = rules.now }
        batch.setMaxTimestamp(maxTimestamp, rules.timestampType)
        return batch
    }

    private static func onlyBatch(of records: ByteBuffer, _ rules: BatchRules) throws(BatchError) -> RecordBatch {
        let start = records.readerIndex
        guard let length = records.getInteger(at: start + RecordBatch.Field.length, as: Int32.self),
            let magic = records.getInteger(at: start + RecordBatch.Field.magic, as: Int8.self)
        else { throw BatchError(.invalidRecord, "There is no record batch where one is needed.") }
        try checkMagic(magic, rules)
        let size = RecordBatch.logOverhead + Int(length)
        guard size >= RecordBatch.overhead else {
            throw BatchError(.corruptMessage, "A record batch says that it has \(size) bytes, less than its header.")
        }
        guard size <= rules.maxMessageBytes else {
            throw BatchError(
                .messageTooLarge,
                "The record batch has \(size) bytes, but max.message.bytes allows \(rules.maxMessageBytes).")
        }
        guard size <= records.readableBytes else {
            throw BatchError(
                .invalidRecord, "A record batch of \(size) bytes ends after \(records.readableBytes) bytes.")
        }
        guard size == records.readableBytes else {
            throw BatchError(
                .invalidRecord,
                "A partition of a Produce request must have exactly one record batch, but \(records.readableBytes - size) "
                    + "bytes follow the first.")
        }
        return try RecordBatch(records)
    }

    private static func checkMagic(_ magic: Int8, _ rules: BatchRules) throws(BatchError) {
        switch magic {
        case RecordBatch.currentMagic: return
        case 0, 1:
            // Since version 3 the request itself is wrong; before, it is the broker that no longer has the format.
            throw BatchError(
                rules.produceVersion >= 3 ? .invalidRecord : .unsupportedForMessageFormat,
                "The records have the message format \(magic), but only 2 is stored.")
        default:
            throw BatchError(.corruptMessage, "The records have the message format \(magic), which does not exist.")
        }
    }

    private static func checkHeader(of batch: RecordBatch, _ rules: BatchRules) throws(BatchError) {
        let computed = batch.computedChecksum()
        guard computed == batch.checksum else {
            throw BatchError(
                .corruptMessage,
                "The record batch is corrupt: its CRC is \(batch.checksum), but its bytes have \(computed).")
        }
        guard let compression = batch.attributes.compression else {
            throw BatchError(.unsupportedCompressionType, "The record batch has a compression that does not exist.")
        }
        guard compression != .zstd || rules.produceVersion >= 7 else {
            throw BatchError(
                .unsupportedCompressionType,
                "Produce requests of version \(rules.produceVersion) may not use zstd; version 7 may.")
        }
        try checkPlace(of: batch)
        guard batch.attributes.timestampType == .createTime else {
            throw BatchError(.invalidTimestamp, "Producers must not set the timestamp type LogAppendTime.")
        }
        for timestamp in [batch.baseTimestamp, batch.maxTimestamp] where !rules.allows(timestamp: timestamp) {
            throw BatchError(.invalidTimestamp, wrong(timestamp, rules))
        }
    }

    /// Offsets, numbers and who writes.
    private static func checkPlace(of batch: RecordBatch) throws(BatchError) {
        guard batch.baseOffset == 0 else {
            throw BatchError(.invalidRecord, "A producer's base offset must be 0, but it is \(batch.baseOffset).")
        }
        guard batch.recordCount > 0, batch.lastOffsetDelta == batch.recordCount - 1 else {
            throw BatchError(
                .invalidRecord,
                "The record batch has \(batch.recordCount) records, but its last offset is \(batch.lastOffsetDelta).")
        }
        // A record has seven bytes at least, compressed or not.
        guard Int(batch.recordCount) <= Decompression.limit / 7 else {
            throw BatchError(
                .invalidRecord, "The record batch says that it has \(batch.recordCount) records, more than it can hold."
            )
        }
        guard !batch.attributes.contains(.control) else {
            throw BatchError(.invalidRecord, "Clients are not allowed to write control records.")
        }
        guard batch.producerId < 0 || (batch.baseSequence >= 0 && batch.producerEpoch >= 0) else {
            throw BatchError(
                .invalidRecord,
                "The record batch of producer \(batch.producerId) has the epoch \(batch.producerEpoch) and the sequence "
                    + "number \(batch.baseSequence).")
        }
    }

    /// The largest timestamp of the records, which are as the rules demand.
    private static func checkRecords(
        _ records: ByteBuffer, of batch: RecordBatch, _ rules: BatchRules
    ) throws(BatchError) -> Int64 {
        var maxTimestamp: Int64 = -1
        let (count, base, range) = (batch.recordCount, batch.baseTimestamp, rules.timestamps)
        let fault: BatchError? = records.withUnsafeReadableBytes { bytes in
            var parser = RecordParser(bytes)
            for index in 0..<count {
                guard let record = parser.next(), record.offsetDelta == index else {
                    return BatchError(.invalidRecord, "A record is malformed.", recordIndex: index)
                }
                if rules.isCompacted && record.key == nil {
                    return BatchError(
                        .invalidRecord, "A compacted topic cannot take a record without a key.", recordIndex: index)
                }
                let timestamp = base &+ record.timestampDelta
                if timestamp > maxTimestamp { maxTimestamp = timestamp }
                if !range.contains(timestamp), !rules.allows(timestamp: timestamp) {
                    return BatchError(.invalidTimestamp, wrong(timestamp, rules), recordIndex: index)
                }
            }
            return parser.isAtEnd
                ? nil : BatchError(.invalidRecord, "The record batch has bytes after its \(count) records.")
        }
        if let fault { throw fault }
        return maxTimestamp
    }

    private static func wrong(_ timestamp: Int64, _ rules: BatchRules) -> String {
        "The timestamp \(timestamp) is outside of \(rules.timestamps.lowerBound) to \(rules.timestamps.upperBound), which "
            + "message.timestamp.before.max.ms and message.timestamp.after.max.ms allow."
    }
}
