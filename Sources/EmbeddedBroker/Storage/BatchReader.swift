import NIOCore

/// Reads batches through one connection, and is confined to its thread.
///
/// The reader thread has one of its own, which sees what is committed; it makes it there, and it may not be handed on.
final class BatchReader {
    private let connection: SQLiteConnection

    /// Uses the connection of a store.
    init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    /// Opens a connection of its own to a file that a `BrokerStore` of this process has open.
    init(database: String) throws(StorageError) {
        connection = try StorageError.translating { try BrokerDatabase.openForReading(database) }
    }

    /// Runs several reads on one snapshot of the file. Keep it short: the write-ahead log grows meanwhile.
    func withSnapshot<Result>(_ body: () throws -> Result) throws(StorageError) -> Result {
        try StorageError.translating {
            if connection.isInTransaction { return try body() }
            try connection.run("BEGIN")
            defer { try? connection.run("COMMIT") }
            return try body()
        }
    }

    /// Appends whole batches in the order of their offsets, as they were stored: those that end at `from` or later and
    /// begin before `before`, as long as they fit in `maxBytes` together; the first one in any case if `atLeastOne`.
    /// Returns the number of bytes.
    func read(
        partition: Int64, from: Int64, before: Int64, maxBytes: Int, atLeastOne: Bool, into buffer: inout ByteBuffer
    ) throws(StorageError) -> Int {
        try withSnapshot {
            let rows = try connection.statement(
                """
                SELECT id, base_offset, length(data) FROM batches WHERE partition = ?1 AND last_offset >= ?2 \
                ORDER BY last_offset
                """)
            defer { rows.reset() }
            try rows.bind(partition, from)
            guard try rows.step() else { return 0 }
            var total = 0
            let data = try SQLiteBlob(connection, table: "batches", column: "data", row: rows.integer(0))
            repeat {
                let size = Int(rows.integer(2))
                guard rows.integer(1) < before, total + size <= maxBytes || (total == 0 && atLeastOne) else { break }
                if total > 0 { try data.move(toRow: rows.integer(0)) }
                try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { memory in
                    try data.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[..<size]))
                    return size
                }
                total += size
            } while try rows.step()
            return total
        }
    }

    /// Appends the whole batch of this row; false if it is gone.
    func read(batch id: Int64, into buffer: inout ByteBuffer) throws(StorageError) -> Bool {
        try withSnapshot {
            try connection.first("SELECT data FROM batches WHERE id = ?1", id) { _ = buffer.writeBytes($0.bytes(0)) }
                != nil
        }
    }

    /// The transactions that were aborted in a partition and have records in the range, by their last offset.
    func abortedTransactions(
        partition: Int64, from: Int64, before: Int64
    ) throws(StorageError) -> [AbortedTransaction] {
        try StorageError.translating {
            try connection.rows(
                """
                SELECT producer_id, first_offset, last_offset FROM aborted_transactions \
                WHERE partition = ?1 AND last_offset >= ?2 AND first_offset < ?3 ORDER BY last_offset
                """, partition, from, before
            ) {
                AbortedTransaction(producerID: $0.integer(0), firstOffset: $0.integer(1), lastOffset: $0.integer(2))
            }
        }
    }
}

/// Lookups that read no records.
extension BatchReader {
    /// The first batch from `from` on with a record of this time or later.
    func firstBatch(partition: Int64, from: Int64, timestamp: Int64) throws(StorageError) -> StoredBatch? {
        try first("partition = ?1 AND last_offset >= ?2 AND max_timestamp >= ?3", partition, from, timestamp)
    }

    /// Batches that end at `from` or later and begin before `before`: those with the latest times, the latest first, and
    /// of the same time the first one first.
    func newestBatches(partition: Int64, from: Int64, before: Int64, limit: Int) throws(StorageError) -> [StoredBatch] {
        try StorageError.translating {
            try connection.rows(
                """
                SELECT \(StoredBatch.columns) FROM batches \
                WHERE partition = ?1 AND last_offset >= ?2 AND base_offset < ?3 \
                ORDER BY max_timestamp DESC, last_offset LIMIT ?4
                """, partition, from, before, Int64(limit), row: StoredBatch.init)
        }
    }

    /// The batch that holds an offset, or the next one where compaction left a gap.
    func batch(partition: Int64, at offset: Int64) throws(StorageError) -> StoredBatch? {
        try first("partition = ?1 AND last_offset >= ?2", partition, offset)
    }

    /// Batches that end at `from` or later and begin before `before`, `limit` of them at most.
    func batches(partition: Int64, from: Int64, before: Int64, limit: Int) throws(StorageError) -> [StoredBatch] {
        try StorageError.translating {
            try connection.rows(
                """
                SELECT \(StoredBatch.columns) FROM batches \
                WHERE partition = ?1 AND last_offset >= ?2 AND base_offset < ?3 ORDER BY last_offset LIMIT ?4
                """, partition, from, before, Int64(limit), row: StoredBatch.init)
        }
    }

    private func first<each Value: SQLiteValue>(
        _ condition: String, _ values: repeat each Value
    ) throws(StorageError) -> StoredBatch? {
        try StorageError.translating {
            try connection.first(
                "SELECT \(StoredBatch.columns) FROM batches WHERE \(condition) ORDER BY last_offset LIMIT 1",
                repeat each values, row: StoredBatch.init)
        }
    }
}
