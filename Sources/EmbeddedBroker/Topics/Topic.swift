internal import KafkaProtocol

/// A topic and its partitions, in memory. Confined to the storage thread.
final class Topic {
    /// The store's number.
    let id: Int64
    let name: String
    let uuid: WireUUID
    var config: TopicConfig
    /// By partition number.
    var partitions: [Partition]

    /// - Parameter defaults: the broker's configuration for topics.
    init(_ row: TopicRow, defaults: [String: String]) {
        id = row.id
        name = row.name
        uuid = row.uuid
        config = TopicConfig(overrides: row.configs, defaults: defaults)
        partitions = row.partitions.map { Partition($0, topic: row.name) }
    }

    /// Topics of the broker itself in Kafka; consumers' patterns leave them out.
    var isInternal: Bool { name == "__consumer_offsets" || name == "__transaction_state" }
}
