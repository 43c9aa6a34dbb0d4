extension BrokerStore {
    /// Appends a batch as it is and moves the partition's next offset behind it. The memory is only read meanwhile.
    func append(
        _ batch: UnsafeRawBufferPointer, partition: Int64, baseOffset: Int64, lastOffset: Int64, maxTimestamp: Int64
    ) throws(StorageError) {
        try change { connection in
            try connection.run(
                """
                INSERT INTO batches (partition, base_offset, last_offset, max_timestamp, data) \
                VALUES (?1, ?2, ?3, ?4, ?5)
                """, partition, baseOffset, lastOffset, maxTimestamp, batch)
            try connection.run(
                "UPDATE partitions SET next_offset = ?2, size = size + ?3 WHERE id = ?1", partition, lastOffset + 1,
                Int64(batch.count))
        }
    }

    /// Moves the start of a partition's log. Batches that end below it are deleted by `deleteStep`; readers leave them
    /// out because they ask from the start on.
    func moveLogStart(partition: Int64, to offset: Int64) throws(StorageError) {
        try change("UPDATE partitions SET log_start = ?2 WHERE id = ?1", partition, offset)
    }

    /// Puts other data in a batch's place, with the same offsets: what compaction left of it.
    func replace(_ batch: StoredBatch, with data: UnsafeRawBufferPointer, maxTimestamp: Int64) throws(StorageError) {
        try change { connection in
            try addToSize(ofPartitionWith: batch.id, bytes: data.count - batch.size)
            try connection.run(
                "UPDATE batches SET data = ?2, max_timestamp = ?3 WHERE id = ?1", batch.id, data, maxTimestamp)
        }
    }

    /// Deletes one batch; its offsets are a gap then.
    func delete(_ batch: StoredBatch) throws(StorageError) {
        try change { connection in
            try addToSize(ofPartitionWith: batch.id, bytes: -batch.size)
            try connection.run("DELETE FROM batches WHERE id = ?1", batch.id)
        }
    }

    /// Deletes some of what nobody can see any more: the batches of deleted partitions, and those below the start of
    /// their partition's log. It stops after so many bytes, or the first batch. Returns whether more is left.
    func deleteStep(maxBytes: Int) throws(StorageError) -> Bool {
        if let deleted = try query({ try $0.first("SELECT id FROM partitions WHERE topic IS NULL") { $0.integer(0) } })
        {
            if try deleteBatches(partition: deleted, below: .max, maxBytes: maxBytes) { return true }
            try forget(partition: deleted)
            return true
        }
        let trimmed = try query {
            try $0.first(
                """
                SELECT id, log_start FROM partitions WHERE EXISTS \
                (SELECT 1 FROM batches WHERE partition = partitions.id AND last_offset < log_start)
                """
            ) { (partition: $0.integer(0), logStart: $0.integer(1)) }
        }
        guard let trimmed else { return false }
        if try deleteBatches(partition: trimmed.partition, below: trimmed.logStart, maxBytes: maxBytes) { return true }
        try change(
            "DELETE FROM aborted_transactions WHERE partition = ?1 AND last_offset < ?2", trimmed.partition,
            trimmed.logStart)
        return true
    }

    /// Whether a batch is left.
    private func deleteBatches(partition: Int64, below: Int64, maxBytes: Int) throws(StorageError) -> Bool {
        try change { connection in
            var victims: [Int64] = []
            var bytes = 0
            let rows = try connection.statement(
                """
                SELECT id, length(data) FROM batches WHERE partition = ?1 AND last_offset < ?2 ORDER BY last_offset
                """)
            defer { rows.reset() }
            try rows.bind(partition, below)
            var more = try rows.step()
            while more, bytes < maxBytes {
                victims.append(rows.integer(0))
                bytes += Int(rows.integer(1))
                more = try rows.step()
            }
            rows.reset()
            for victim in victims { try connection.run("DELETE FROM batches WHERE id = ?1", victim) }
            try connection.run("UPDATE partitions SET size = size - ?2 WHERE id = ?1", partition, Int64(bytes))
            return more
        }
    }

    private func forget(partition: Int64) throws(StorageError) {
        try change { connection in
            try connection.run("DELETE FROM producers WHERE partition = ?1", partition)
            try connection.run("DELETE FROM aborted_transactions WHERE partition = ?1", partition)
            try connection.run("DELETE FROM partitions WHERE id = ?1", partition)
        }
    }

    private func addToSize(ofPartitionWith batch: Int64, bytes: Int) throws {
        try connection.run(
            "UPDATE partitions SET size = size + ?2 WHERE id = (SELECT partition FROM batches WHERE id = ?1)", batch,
            Int64(bytes))
    }
}
