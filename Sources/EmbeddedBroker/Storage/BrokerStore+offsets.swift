/// An offset that a group committed.
struct OffsetRow: Equatable {
    var topic: String
    var partition: Int32
    var offset: Int64
    var leaderEpoch: Int32 = -1
    var metadata: String?
    /// In milliseconds since 1970.
    var committedMs: Int64
}

extension BrokerStore {
    private static let columns = "topic, partition, offset, leader_epoch, metadata, committed_ms"

    /// Commits an offset, in place of the one before.
    func saveOffset(_ offset: OffsetRow, groupID: String) throws(StorageError) {
        try change(
            "INSERT OR REPLACE INTO offsets (group_id, \(Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", groupID,
            offset.topic, offset.partition, offset.offset, offset.leaderEpoch, offset.metadata, offset.committedMs)
    }

    /// All offsets of a group, by topic and partition.
    func offsets(groupID: String) throws(StorageError) -> [OffsetRow] {
        try query {
            try $0.rows(
                "SELECT \(Self.columns) FROM offsets WHERE group_id = ?1 ORDER BY topic, partition", groupID,
                row: OffsetRow.init)
        }
    }

    /// Deletes an offset, and what open transactions would put in its place. Whether there was one.
    @discardableResult
    func deleteOffset(groupID: String, topic: String, partition: Int32) throws(StorageError) -> Bool {
        try change { connection in
            let `where` = "WHERE group_id = ?1 AND topic = ?2 AND partition = ?3"
            try connection.run("DELETE FROM transaction_offsets \(`where`)", groupID, topic, partition)
            try connection.run("DELETE FROM offsets \(`where`)", groupID, topic, partition)
            return connection.changedRows > 0
        }
    }

    /// Deletes what a group committed before a time, but for topics that it still reads. Returns what was deleted.
    func expireOffsets(
        groupID: String, committedBefore time: Int64, keeping topics: Set<String> = []
    ) throws(StorageError) -> [OffsetRow] {
        let expired = try offsets(groupID: groupID).filter { $0.committedMs < time && !topics.contains($0.topic) }
        for offset in expired {
            try deleteOffset(groupID: groupID, topic: offset.topic, partition: offset.partition)
        }
        return expired
    }

    /// The groups that have committed offsets or will have, whether or not they have a row of their own.
    func groupsWithOffsets() throws(StorageError) -> [String] {
        try query {
            try $0.rows("SELECT group_id FROM offsets UNION SELECT group_id FROM transaction_offsets") { $0.text(0) }
        }
    }

    /// Partitions by topic whose offsets a group will have when an open transaction is committed.
    func pendingOffsets(groupID: String) throws(StorageError) -> [String: Set<Int32>] {
        let rows = try query {
            try $0.rows("SELECT topic, partition FROM transaction_offsets WHERE group_id = ?1", groupID) {
                ($0.text(0), $0.integer(1, as: Int32.self))
            }
        }
        return rows.reduce(into: [:]) { pending, row in pending[row.0, default: []].insert(row.1) }
    }
}

extension OffsetRow {
    fileprivate init(_ row: SQLiteStatement) {
        topic = row.text(0)
        partition = row.integer(1, as: Int32.self)
        offset = row.integer(2)
        leaderEpoch = row.integer(3, as: Int32.self)
        metadata = row.optionalText(4)
        committedMs = row.integer(5)
    }
}
