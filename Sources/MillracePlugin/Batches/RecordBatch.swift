public import CMillrace
public import ConnectData

/// A batch of records that a source fills: host memory, handed over by returning it from `poll`.
///
/// A batch that is not handed over is given back when it goes out of scope. May be filled on any thread, by one at a
/// time.
///
///     let batch = RecordBatch(capacity: 500)
///     let memory = batch.memory
///     let topic = memory.text("orders")
///     for order in orders {
///         let record = batch.append()
///         record.pointee.topic = topic
///         record.pointee.setValue(memory.string(order))
///     }
///     return batch
public struct RecordBatch: ~Copyable, @unchecked Sendable {  // Sound: one owner, and the ABI lets any thread fill it.
    /// The ABI's batch.
    public let pointer: UnsafeMutablePointer<millrace_batch>

    /// An empty batch with room for `capacity` records before it has to grow. Any thread.
    public init(capacity: Int) {
        guard let pointer = Host.table.pointee.new_batch?(UInt32(clamping: capacity)) else { outOfMemory() }
        self.pointer = pointer
    }

    deinit {
        millrace_batch_discard(pointer)
    }

    /// The memory that the records' values live in.
    @inlinable
    public var memory: RecordMemory { RecordMemory(pointer) }

    /// The number of records.
    @inlinable
    public var count: Int { Int(pointer.pointee.count) }

    /// Whether there is no record.
    @inlinable
    public var isEmpty: Bool { pointer.pointee.count == 0 }

    /// A new record at the end, zeroed. Fill it before the next is made: that may move it.
    @inlinable
    public func append() -> UnsafeMutablePointer<Record> {
        guard let record = millrace_batch_append(pointer) else { outOfMemory() }
        return record
    }

    /// Lets records point into `bytes`, which belong to `owner` and are not written to as long as the batch holds it.
    /// The batch gives its reference to `owner` back when it is gone, on any thread.
    public func attach(_ bytes: UnsafeRawBufferPointer, of owner: AnyObject) throws(ConnectError) {
        let context = Unmanaged.passRetained(owner)
        let status = millrace_batch_attach(pointer, bytes.baseAddress, bytes.count, releaseOwner, context.toOpaque())
        guard status == ConnectError.ok else {
            context.release()
            throw ConnectError(.fatal, "the host cannot attach a buffer of \(bytes.count) bytes to a batch")
        }
    }

    /// Gives the batch to whoever takes it over through the ABI.
    consuming func handOver() -> UnsafeMutablePointer<millrace_batch> {
        let pointer = pointer
        discard self
        return pointer
    }
}

private func releaseOwner(_ context: UnsafeMutableRawPointer?) {
    if let context { Unmanaged<AnyObject>.fromOpaque(context).release() }
}
