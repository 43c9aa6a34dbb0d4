public import CMillrace
public import ConnectData

/// Filling in a record. Everything that is set must lie in the memory of the record's batch, or be attached to it.
extension millrace_record {
    /// Sets the key, and its schema, which the batch must hold.
    @inlinable
    public mutating func setKey(_ value: Value, schema: Schema? = nil) {
        key = value
        key_schema = schema?.pointer
    }

    /// Sets the value, and its schema, which the batch must hold.
    @inlinable
    public mutating func setValue(_ value: Value, schema: Schema? = nil) {
        self.value = value
        value_schema = schema?.pointer
    }

    /// Sets the partition; without it the partitioner chooses one.
    @inlinable
    public mutating func setPartition(_ partition: Int32) {
        self.partition = partition
        flags |= UInt32(MILLRACE_RECORD_HAS_PARTITION)
    }

    /// Sets the timestamp, in milliseconds since 1970; without it the producer takes the time of sending.
    @inlinable
    public mutating func setTimestamp(_ milliseconds: Int64) {
        timestamp = milliseconds
        flags |= UInt32(MILLRACE_RECORD_HAS_TIMESTAMP)
    }

    /// Sets where the record comes from and how far the source has read with it, two maps. Records of one partition
    /// should share one `partition` pointer.
    @inlinable
    public mutating func setSource(partition: UnsafePointer<Value>, offset: UnsafePointer<Value>) {
        source_partition = partition
        source_offset = offset
    }

    /// Sets the headers.
    @inlinable
    public mutating func setHeaders(_ headers: some Collection<Header>, in memory: RecordMemory) {
        let target = memory.allocate(headers.count, of: Header.self)
        for (index, header) in headers.enumerated() { (target + index).initialize(to: header) }
        self.headers = UnsafePointer(target)
        header_count = UInt32(headers.count)
    }
}
