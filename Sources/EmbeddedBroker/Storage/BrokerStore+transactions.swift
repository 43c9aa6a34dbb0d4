extension BrokerStore {
    /// All transactional ids with what their open transactions hold.
    func transactions() throws(StorageError) -> [TransactionRow] {
        try query { connection in
            var transactions: [String: TransactionRow] = [:]
            _ = try connection.rows(
                """
                SELECT transactional_id, producer_id, epoch, timeout_ms, state, started_ms, updated_ms FROM transactions
                """
            ) {
                transactions[$0.text(0)] = TransactionRow(
                    transactionalID: $0.text(0), producerID: $0.integer(1), epoch: $0.integer(2, as: Int16.self),
                    timeoutMs: $0.integer(3, as: Int32.self), state: $0.text(4), startedMs: $0.optionalInteger(5),
                    updatedMs: $0.integer(6))
            }
            _ = try connection.rows("SELECT transactional_id, partition, first_offset FROM transaction_partitions") {
                transactions[$0.text(0)]?.partitions[$0.integer(1)] = .init(firstOffset: $0.optionalInteger(2))
            }
            _ = try connection.rows("SELECT transactional_id, group_id FROM transaction_groups") {
                transactions[$0.text(0)]?.groups.insert($0.text(1))
            }
            _ = try connection.rows(
                """
                SELECT transactional_id, group_id, topic, partition, offset, leader_epoch, metadata \
                FROM transaction_offsets
                """
            ) { transactions[$0.text(0)]?.offsets.append(.init($0)) }
            return Array(transactions.values)
        }
    }

    /// Puts a transactional id's own columns in place of the old ones; partitions, groups and offsets have calls of
    /// their own.
    func saveTransaction(_ transaction: TransactionRow) throws(StorageError) {
        try change(
            """
            INSERT OR REPLACE INTO transactions \
            (transactional_id, producer_id, epoch, timeout_ms, state, started_ms, updated_ms) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """, transaction.transactionalID, transaction.producerID, transaction.epoch, transaction.timeoutMs,
            transaction.state, transaction.startedMs, transaction.updatedMs)
    }

    /// Adds a partition to the open transaction, or says where its records begin there.
    func saveTransactionPartition(
        _ transactionalID: String, partition: Int64, firstOffset: Int64?
    ) throws(StorageError) {
        try change(
            """
            INSERT OR REPLACE INTO transaction_partitions (transactional_id, partition, first_offset) \
            VALUES (?1, ?2, ?3)
            """, transactionalID, partition, firstOffset)
    }

    /// Adds a group to the open transaction.
    func addTransactionGroup(_ transactionalID: String, groupID: String) throws(StorageError) {
        try change(
            "INSERT OR IGNORE INTO transaction_groups (transactional_id, group_id) VALUES (?1, ?2)", transactionalID,
            groupID)
    }

    /// Keeps an offset that is to be committed with the open transaction.
    func saveTransactionOffset(_ transactionalID: String, _ offset: TransactionRow.Offset) throws(StorageError) {
        try change(
            """
            INSERT OR REPLACE INTO transaction_offsets \
            (transactional_id, group_id, topic, partition, offset, leader_epoch, metadata) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """, transactionalID, offset.groupID, offset.topic, offset.partition, offset.offset, offset.leaderEpoch,
            offset.metadata)
    }

    /// Makes the offsets of the open transaction the groups' own.
    func commitTransactionOffsets(_ transactionalID: String, committedMs: Int64) throws(StorageError) {
        try change(
            """
            INSERT OR REPLACE INTO offsets \
            (group_id, topic, partition, offset, leader_epoch, metadata, committed_ms) \
            SELECT group_id, topic, partition, offset, leader_epoch, metadata, ?2 FROM transaction_offsets \
            WHERE transactional_id = ?1
            """, transactionalID, committedMs)
    }

    /// Empties the transaction of its partitions, groups and offsets: it has ended.
    func clearTransaction(_ transactionalID: String) throws(StorageError) {
        for table in ["transaction_partitions", "transaction_groups", "transaction_offsets"] {
            try change("DELETE FROM \(table) WHERE transactional_id = ?1", transactionalID)
        }
    }

    /// Forgets a transactional id.
    func deleteTransaction(_ transactionalID: String) throws(StorageError) {
        try clearTransaction(transactionalID)
        try change("DELETE FROM transactions WHERE transactional_id = ?1", transactionalID)
    }
}

extension TransactionRow.Offset {
    fileprivate init(_ row: SQLiteStatement) {
        groupID = row.text(1)
        topic = row.text(2)
        partition = row.integer(3, as: Int32.self)
        offset = row.integer(4)
        leaderEpoch = row.integer(5, as: Int32.self)
        metadata = row.optionalText(6)
    }
}
