internal import CRdkafka

/// A cluster as one broker knows it.
public struct ClusterMetadata: Sendable {
    /// A broker's id and address.
    public struct Broker: Sendable, Hashable {
        /// The node's id.
        public let id: Int32
        /// The advertised host.
        public let host: String
        /// The advertised port.
        public let port: Int32
    }

    /// A topic's partitions.
    public struct Topic: Sendable {
        /// The name.
        public let name: String
        /// The number of partitions; 0 if there is an error.
        public let partitionCount: Int
        /// The replicas of partition 0.
        public let replicationFactor: Int
        /// Why the topic cannot be used, such as `UNKNOWN_TOPIC_OR_PART`.
        public let error: KafkaError?
    }

    /// The brokers.
    public let brokers: [Broker]
    /// The topics that were asked for.
    public let topics: [Topic]

    /// - Parameter topic: nil asks for all topics.
    static func load(
        _ client: OpaquePointer, topic: OpaquePointer?, timeoutMilliseconds: Int32
    ) throws(KafkaError) -> ClusterMetadata {
        var result: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(client, topic == nil ? 1 : 0, topic, &result, timeoutMilliseconds)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let result else { throw KafkaError(code, "metadata") }
        defer { rd_kafka_metadata_destroy(result) }
        return ClusterMetadata(result.pointee)
    }

    private init(_ metadata: rd_kafka_metadata) {
        let brokers = UnsafeBufferPointer(start: metadata.brokers, count: Int(metadata.broker_cnt))
        self.brokers = brokers.map { Broker(id: $0.id, host: String(cString: $0.host), port: $0.port) }
        let topics = UnsafeBufferPointer(start: metadata.topics, count: Int(metadata.topic_cnt))
        self.topics = topics.map { topic in
            Topic(
                name: String(cString: topic.topic), partitionCount: Int(topic.partition_cnt),
                replicationFactor: topic.partition_cnt > 0 ? Int(topic.partitions[0].replica_cnt) : 0,
                error: KafkaError(optional: topic.err))
        }
    }
}
