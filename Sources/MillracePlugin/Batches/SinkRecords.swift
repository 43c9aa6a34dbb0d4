public import CMillrace
public import ConnectData

/// The records of one `put`, in place: a view of the host's memory, valid until `put` returns unless it is retained.
public struct SinkRecords: RandomAccessCollection {
    /// The ABI's batch.
    public let pointer: UnsafePointer<millrace_batch>

    /// A view of a batch.
    @inlinable
    public init(_ pointer: UnsafePointer<millrace_batch>) {
        self.pointer = pointer
    }

    /// 0.
    @inlinable
    public var startIndex: Int { 0 }

    /// The number of records.
    @inlinable
    public var endIndex: Int { Int(pointer.pointee.count) }

    /// The record at this place.
    @inlinable
    public subscript(index: Int) -> Record {
        let offset = index * Int(pointer.pointee.record_size)
        return UnsafeRawPointer(pointer.pointee.records + offset).assumingMemoryBound(to: Record.self).pointee
    }

    /// Keeps the records readable, from any thread, for as long as the result lives; nil if the host cannot. They count
    /// against the task's memory. Only during `put`, on the task's thread.
    public func retain() -> RetainedRecords? {
        Host.extension(retainName, as: millrace_retain.self).map { RetainedRecords(self, $0) }
    }
}

/// Records that outlive their `put`.
public final class RetainedRecords: @unchecked Sendable {  // Sound: a retained batch is never written to.
    /// The records.
    public let records: SinkRecords
    private let table: UnsafePointer<millrace_retain>

    init(_ records: SinkRecords, _ table: UnsafePointer<millrace_retain>) {
        self.records = records
        self.table = table
        table.pointee.retain?(records.pointer)
    }

    deinit {
        table.pointee.release?(records.pointer)
    }
}

/// `MILLRACE_RETAIN`, which Swift sees as a `String`.
private let retainName: StaticString = "millrace.retain/1"
