internal import CRdkafka

/// Requests to the cluster as such. Every call waits for its answer, up to its timeout; calls may come from any thread.
public final class KafkaAdmin: Sendable {
    private nonisolated(unsafe) let client: OpaquePointer  // librdkafka's handles may be used from any thread
    private let timeout: Int32

    /// Makes a client; it connects with the first request.
    public init(properties: TranslatedProperties) throws(KafkaError) {
        let handle = try ClientHandle(RD_KAFKA_PRODUCER, properties) { _ in }
        client = handle.pointer
        timeout = properties.handled.defaultAPITimeoutMilliseconds
    }

    deinit {
        rd_kafka_destroy(client)
    }

    /// All topics and brokers.
    public func metadata(timeoutMilliseconds: Int32? = nil) throws(KafkaError) -> ClusterMetadata {
        try ClusterMetadata.load(client, topic: nil, timeoutMilliseconds: timeoutMilliseconds ?? timeout)
    }
}
