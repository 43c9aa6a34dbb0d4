public import ConnectData

/// A partition of a topic, as sink tasks know it.
public struct SinkPartition: Hashable, Sendable {
    /// The topic.
    public var topic: String
    /// The partition's number.
    public var partition: Int32

    /// Names a partition.
    public init(topic: String, partition: Int32) {
        self.topic = topic
        self.partition = partition
    }
}

/// A partition and the offset of the next record to consume from it.
public struct SinkOffset: Hashable, Sendable {
    /// The partition.
    public var partition: SinkPartition
    /// The offset.
    public var offset: Int64

    /// Pairs a partition with an offset.
    public init(_ partition: SinkPartition, offset: Int64) {
        self.partition = partition
        self.offset = offset
    }
}

/// What a sink task may ask of the host. Every call comes on the task's thread, from inside a call of the task.
public protocol SinkTaskServices: AnyObject {
    /// Goes on at other offsets.
    func seek(_ offsets: [SinkOffset])
    /// Stops the delivery of partitions.
    func pause(_ partitions: [SinkPartition])
    /// Goes on with the delivery of partitions.
    func resume(_ partitions: [SinkPartition])
    /// How long to wait before a `put` that failed with `.retriable` is repeated.
    func retryAfter(milliseconds: Int64)
    /// Asks for a commit of offsets soon.
    func requestCommit()
    /// Treats record `index` of the batch that is being put as one that cannot be delivered; an error ends the task.
    func reportErrant(_ batch: Batch, index: Int, message: String) throws(ConnectError)
}
