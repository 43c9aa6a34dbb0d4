internal import CRdkafka

/// One request of the admin API and its answer.
struct AdminRequest: ~Copyable {
    /// The result event; its parts live as long as this does.
    let event: OpaquePointer

    /// Sends a request and waits for the answer.
    init(
        _ client: OpaquePointer, _ operation: rd_kafka_admin_op_t, _ name: String, timeoutMilliseconds: Int32,
        _ send: (_ options: OpaquePointer?, _ queue: OpaquePointer?) -> Void
    ) throws(KafkaError) {
        let options = rd_kafka_AdminOptions_new(client, operation)
        defer { rd_kafka_AdminOptions_destroy(options) }
        rd_kafka_AdminOptions_set_request_timeout(options, timeoutMilliseconds, nil, 0)
        let queue = rd_kafka_queue_new(client)
        defer { rd_kafka_queue_destroy(queue) }
        send(options, queue)
        // librdkafka answers every request, at the latest with its timeout.
        guard let event = rd_kafka_queue_poll(queue, timeoutMilliseconds + 1000) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, name)
        }
        let code = rd_kafka_event_error(event)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            let error = KafkaError(code, "\(name): \(String(cString: rd_kafka_event_error_string(event)))")
            rd_kafka_event_destroy(event)
            throw error
        }
        self.event = event
    }

    deinit {
        rd_kafka_event_destroy(event)
    }
}

/// What became of one topic of a request.
public struct TopicResult: Sendable {
    /// The topic's name.
    public let topic: String
    /// Nil if it was done. `isTopicAlreadyExists` tells the one that is mostly none.
    public let error: KafkaError?
}

extension KafkaError {
    /// A topic was to be created and is there already.
    public var isTopicAlreadyExists: Bool { code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS.rawValue }

    /// The topic or partition does not exist, or may not be seen.
    public var isUnknownTopicOrPartition: Bool { code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART.rawValue }
}
