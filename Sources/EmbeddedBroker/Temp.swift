extension BrokerStore {
    func producers(partition: Int64) throws(StorageError) -> [Int64: ProducerStates.State] { [:] }
    func setProducer(_ p: Int64, partition: Int64, _ s: ProducerStates.State) throws(StorageError) {}
    func deleteProducer(_ p: Int64, partition: Int64) throws(StorageError) {}
    func newestRecord(of: Partition, before: Int64) throws(StorageError) -> (offset: Int64, timestamp: Int64)? { nil }
    func firstRecord(of: Partition, at: Int64, before: Int64) throws(StorageError) -> (offset: Int64, timestamp: Int64)?
    { nil }
}
