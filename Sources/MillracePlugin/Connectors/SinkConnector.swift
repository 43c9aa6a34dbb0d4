import ConnectData

/// A connector that brings records from Kafka into another system. It may also be an ``OffsetAlteringSink``.
public protocol SinkConnector: Connector {
    /// The tasks that do the work.
    associatedtype Task: SinkTask
}

/// A sink connector that takes a look at consumer offsets before an operator changes them (KIP-875).
public protocol OffsetAlteringSink: SinkConnector {
    /// Checks offsets that an operator wants to write; a nil offset is a reset. Throws if they make no sense; true if
    /// the connector has taken care of them, as Connect's `alterOffsets`. Called on an instance that is not started.
    func alterOffsets(_ properties: [String: String], _ offsets: [TopicPartition: Int64?]) throws -> Bool
}

/// A partition of a topic.
public struct TopicPartition: Hashable, Sendable {
    /// The topic.
    public var topic: String
    /// The partition's number.
    public var partition: Int32

    /// A partition of a topic.
    public init(topic: String, partition: Int32) {
        self.topic = topic
        self.partition = partition
    }
}
