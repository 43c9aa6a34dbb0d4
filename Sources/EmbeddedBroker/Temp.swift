extension BrokerStore {
    func newestRecord(of: Partition, before: Int64) throws(StorageError) -> (offset: Int64, timestamp: Int64)? { nil }
    func firstRecord(of: Partition, at: Int64, before: Int64) throws(StorageError) -> (offset: Int64, timestamp: Int64)?
    { nil }
}
