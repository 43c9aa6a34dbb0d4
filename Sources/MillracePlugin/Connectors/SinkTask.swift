import ConnectData

/// A task of a sink connector: it takes records and writes them to the other system.
///
/// It runs in a process of its own; everything is called on one thread, the task's. An error with the code `.retriable`
/// in `put` has the same records come again, any other error fails the task.
public protocol SinkTask: AnyObject, SendableMetatype {
    /// The class name that statuses and metrics show. By default that of the Swift type.
    static var className: String { get }

    /// Makes an instance that is not started.
    init()

    /// Begins. `properties` is one of the connector's `taskConfigs`.
    func start(_ properties: [String: String], _ context: SinkTaskContext) throws

    /// Says that partitions were assigned. Does nothing by default.
    func open(_ partitions: [TopicPartition]) throws

    /// Says that partitions were taken away. Does nothing by default.
    func close(_ partitions: [TopicPartition]) throws

    /// Takes records, which are valid until it returns, unless they are retained.
    func put(_ records: SinkRecords) throws

    /// Makes durable what was put: offsets up to `offsets` are committed after it returns. Does nothing by default.
    func flush(_ offsets: [TopicPartition: Int64]) throws

    /// Says what may be committed, given how far records were put: an offset may be lower, and a partition may be left
    /// out. By default it calls `flush` and lets everything be committed.
    func preCommit(_ offsets: [TopicPartition: Int64]) throws -> [TopicPartition: Int64]

    /// Ends, after the last `close`. Does nothing by default.
    func stop() throws
}

extension SinkTask {
    /// The name of the Swift type, with that of its module.
    public static var className: String { String(reflecting: Self.self) }
    /// Does nothing.
    public func open(_ partitions: [TopicPartition]) throws {}
    /// Does nothing.
    public func close(_ partitions: [TopicPartition]) throws {}
    /// Does nothing.
    public func flush(_ offsets: [TopicPartition: Int64]) throws {}
    /// Flushes.
    public func preCommit(_ offsets: [TopicPartition: Int64]) throws -> [TopicPartition: Int64] {
        try flush(offsets)
        return offsets
    }
    /// Does nothing.
    public func stop() throws {}
}
