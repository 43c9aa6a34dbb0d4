internal import CRdkafka

/// Transactions (KIP-98): only with `transactional.id`. An error with `requiresAbort` asks for `abortTransaction`, a
/// retriable one for the same call again, and a fatal one for a new producer.
extension KafkaProducer {
    /// Registers with the coordinator, ends what an earlier producer with the same id left open, and fences it.
    public func initTransactions(timeoutMilliseconds: Int32) throws(KafkaError) {
        try check(rd_kafka_init_transactions(handle.pointer, timeoutMilliseconds))
    }

    /// Begins a transaction; what is sent from now on belongs to it.
    public func beginTransaction() throws(KafkaError) {
        try check(rd_kafka_begin_transaction(handle.pointer))
    }

    /// Makes a consumer's offsets a part of the transaction (KIP-447).
    public func sendOffsets(
        _ offsets: [PartitionOffset], of consumer: KafkaConsumer, timeoutMilliseconds: Int32
    ) throws(KafkaError) {
        let list = PartitionList(offsets)
        let metadata = rd_kafka_consumer_group_metadata(consumer.client)
        defer { rd_kafka_consumer_group_metadata_destroy(metadata) }
        try check(
            rd_kafka_send_offsets_to_transaction(handle.pointer, list.pointer, metadata, timeoutMilliseconds))
    }

    /// Commits; waits until all its records are acknowledged. Delivery reports have to be polled before: `flush`.
    public func commitTransaction(timeoutMilliseconds: Int32) throws(KafkaError) {
        try check(rd_kafka_commit_transaction(handle.pointer, timeoutMilliseconds))
    }

    /// Aborts; what was sent since the beginning is not visible to readers of committed records.
    public func abortTransaction(timeoutMilliseconds: Int32) throws(KafkaError) {
        try check(rd_kafka_abort_transaction(handle.pointer, timeoutMilliseconds))
    }

    private func check(_ error: OpaquePointer?) throws(KafkaError) {
        if let error = KafkaError(consuming: error) { throw error }
    }
}
