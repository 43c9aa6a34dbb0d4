public import CMillrace
public import ConnectData

/// What both contexts of a source can do: read the offsets that were committed last.
public protocol OffsetReader {
    /// The ABI's function with its context, if the host offers it.
    func readOffsets(
        _ partitions: UnsafePointer<Value>, count: UInt32, into memory: RecordMemory,
        _ offsets: UnsafeMutablePointer<Value>, _ error: UnsafeMutablePointer<millrace_error>
    ) -> millrace_status?
}

extension OffsetReader {
    /// The last committed offset of a source partition, or nil if it has none. On the task's, or the connector's, own
    /// thread; waits until the offset store answers.
    public func offset(of partition: OffsetMap) throws(ConnectError) -> OffsetMap? {
        try offsets(of: [partition])[0]
    }

    /// The last committed offsets of several source partitions, in their order. Rules as of ``offset(of:)``.
    public func offsets(of partitions: [OffsetMap]) throws(ConnectError) -> [OffsetMap?] {
        guard !partitions.isEmpty else { return [] }
        let batch = RecordBatch(capacity: 1)
        let memory = batch.memory
        let values = memory.allocate(partitions.count, of: Value.self)
        let results = memory.allocate(partitions.count, of: Value.self)
        for (index, partition) in partitions.enumerated() {
            (values + index).initialize(to: partition.value(in: memory))
            (results + index).initialize(to: .null)
        }
        try checkedByHost { readOffsets(values, count: UInt32(partitions.count), into: memory, results, $0) }
        var offsets: [OffsetMap?] = []
        for index in partitions.indices { offsets.append(try OffsetMap(map: results[index])) }
        return offsets
    }
}
