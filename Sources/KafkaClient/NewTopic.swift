internal import CRdkafka

/// A topic to be created.
public struct NewTopic: Sendable {
    /// The name.
    public var name: String
    /// The number of partitions; -1 is the broker's default.
    public var partitions: Int32
    /// The replicas of each partition; -1 is the broker's default.
    public var replicationFactor: Int32
    /// The topic's configuration, such as `cleanup.policy`.
    public var configs: [String: String]

    /// A topic to be created.
    public init(
        name: String, partitions: Int32 = -1, replicationFactor: Int32 = -1, configs: [String: String] = [:]
    ) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.configs = configs
    }

    /// A `rd_kafka_NewTopic_t *`, which the caller destroys.
    func make() throws(KafkaError) -> OpaquePointer {
        var reason = [CChar](repeating: 0, count: 512)
        guard
            let topic = rd_kafka_NewTopic_new(name, partitions, replicationFactor, &reason, reason.count)
        else {
            throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, "topic \(name): \(ClientHandle.text(reason))")
        }
        for (key, value) in configs { rd_kafka_NewTopic_set_config(topic, key, value) }
        return topic
    }
}
