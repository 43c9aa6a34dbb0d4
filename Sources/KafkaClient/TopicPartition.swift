/// A partition of a topic.
public struct TopicPartition: Sendable, Hashable {
    /// The topic's name.
    public var topic: String
    /// The partition's number, from 0.
    public var partition: Int32

    /// A partition of a topic.
    public init(topic: String, partition: Int32) {
        self.topic = topic
        self.partition = partition
    }
}

extension TopicPartition: CustomStringConvertible {
    /// `topic-partition`, as Kafka's own logs write it.
    public var description: String { "\(topic)-\(partition)" }
}

/// A partition and a place in it.
public struct PartitionOffset: Sendable, Hashable {
    /// The partition.
    public var partition: TopicPartition
    /// The offset of the next record to read; nil where there is none.
    public var offset: Int64?
    /// What was stored beside a committed offset.
    public var metadata: String?
    /// What went wrong with this partition alone.
    public var error: KafkaError?

    /// A place in a partition.
    public init(_ partition: TopicPartition, offset: Int64?, metadata: String? = nil, error: KafkaError? = nil) {
        self.partition = partition
        self.offset = offset
        self.metadata = metadata
        self.error = error
    }
}
