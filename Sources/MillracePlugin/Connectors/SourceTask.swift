public import CMillrace
public import ConnectData

/// A task of a source connector: it reads from the other system and gives records.
///
/// It runs in a process of its own. Everything is called on one thread, the task's, except `stop`. An error with the
/// code `.retriable` asks for the same call again, any other error fails the task.
public protocol SourceTask: AnyObject, SendableMetatype {
    /// The class name that statuses and metrics show. By default that of the Swift type.
    static var className: String { get }

    /// Makes an instance that is not started.
    init()

    /// Begins. `properties` is one of the connector's `taskConfigs`.
    func start(_ properties: [String: String], _ context: SourceTaskContext) throws

    /// The next records, or nil if there are none now. It may wait for data, for a second or so at a time, in a way that
    /// `stop` ends: see ``StopSignal``.
    func poll() throws -> RecordBatch?

    /// Says that all that was acknowledged so far has its offsets committed. Does nothing by default.
    func commit() throws

    /// Asks the task to end, **on another thread than the task's**, while a `poll` may be running: so it should do no
    /// more than end the wait of that poll, for which a ``StopSignal`` is made. What the task holds is given back in its
    /// `deinit`.
    func stop() throws
}

extension SourceTask {
    /// The name of the Swift type, with that of its module.
    public static var className: String { String(reflecting: Self.self) }
    /// Does nothing.
    public func commit() throws {}
}

/// A source task that wants to know what became of single records.
public protocol AcknowledgedSourceTask: SourceTask {
    /// Says which records, of those with a `token`, are in Kafka or were dropped. On the task's thread; the array is
    /// valid until it returns.
    func acknowledged(_ records: UnsafeBufferPointer<millrace_acknowledgement>) throws
}

/// What a running source task may ask of the host, on the task's thread.
public struct SourceTaskContext: OffsetReader {
    private let pointer: UnsafePointer<millrace_source_task_context>

    /// A view of the ABI's context, which must outlive it.
    public init(_ pointer: UnsafePointer<millrace_source_task_context>) {
        self.pointer = pointer
    }

    /// See ``OffsetReader/offset(of:)``.
    public func readOffsets(
        _ partitions: UnsafePointer<Value>, count: UInt32, into memory: RecordMemory,
        _ offsets: UnsafeMutablePointer<Value>, _ error: UnsafeMutablePointer<millrace_error>
    ) -> millrace_status? {
        pointer.pointee.read_offsets?(pointer.pointee.context, partitions, count, memory.pointer, offsets, error)
    }
}
