extension BrokerStore {
    /// What the idempotent producers of a partition have sent.
    func producers(partition: Int64) throws(StorageError) -> [Int64: ProducerStates.State] {
        let rows = try query {
            try $0.rows(
                "SELECT producer_id, epoch, last_timestamp, recent FROM producers WHERE partition = ?1", partition
            ) { row in
                let state = ProducerStates.State(
                    epoch: row.integer(1, as: Int16.self), lastTimestamp: row.integer(2),
                    recent: ProducerStates.State.recent(from: row.text(3)))
                return (row.integer(0), state)
            }
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// Puts a producer's state in the place of what a partition remembered of it.
    func setProducer(
        _ producerID: Int64, partition: Int64, _ state: ProducerStates.State
    ) throws(StorageError) {
        try change(
            """
            INSERT OR REPLACE INTO producers (partition, producer_id, epoch, last_timestamp, recent) \
            VALUES (?1, ?2, ?3, ?4, ?5)
            """, partition, producerID, state.epoch, state.lastTimestamp, state.recentText)
    }

    /// Forgets a producer that was not heard of for long.
    func deleteProducer(_ producerID: Int64, partition: Int64) throws(StorageError) {
        try change("DELETE FROM producers WHERE partition = ?1 AND producer_id = ?2", partition, producerID)
    }

    /// Forgets every producer that has sent nothing since then, in milliseconds since 1970.
    func deleteProducers(heardBefore time: Int64) throws(StorageError) {
        try change("DELETE FROM producers WHERE last_timestamp < ?1", time)
    }

    /// Keeps that a transaction was aborted: readers of what is committed leave its records out.
    func addAbortedTransaction(_ aborted: AbortedTransaction, partition: Int64) throws(StorageError) {
        try change(
            """
            INSERT INTO aborted_transactions (partition, last_offset, producer_id, first_offset) \
            VALUES (?1, ?2, ?3, ?4)
            """, partition, aborted.lastOffset, aborted.producerID, aborted.firstOffset)
    }

    /// Forgets an aborted transaction none of whose records is left.
    func deleteAbortedTransaction(_ aborted: AbortedTransaction, partition: Int64) throws(StorageError) {
        try change(
            "DELETE FROM aborted_transactions WHERE partition = ?1 AND last_offset = ?2", partition, aborted.lastOffset)
    }
}
