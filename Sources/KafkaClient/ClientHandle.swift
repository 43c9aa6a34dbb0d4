internal import CRdkafka

/// Owns a `rd_kafka_t`: made of translated properties, its log lines and errors kept for the owner.
final class ClientHandle {
    let pointer: OpaquePointer
    let logQueue: OpaquePointer
    var events = EventQueue()

    /// - Parameter configure: sets callbacks and opaque values on the configuration.
    init(
        _ type: rd_kafka_type_t, _ properties: TranslatedProperties, configure: (OpaquePointer) -> Void
    ) throws(KafkaError) {
        let configuration = try ClientConfiguration.make(properties)
        configure(configuration)
        var reason = [CChar](repeating: 0, count: 512)
        guard let client = rd_kafka_new(type, configuration, &reason, reason.count) else {
            rd_kafka_conf_destroy(configuration)
            throw KafkaError(rd_kafka_last_error(), Self.text(reason))
        }
        pointer = client
        if properties.handled.tokenFile != nil {
            rd_kafka_error_destroy(rd_kafka_sasl_background_callbacks_enable(client))
        }
        // Log lines wait for the owner: librdkafka's threads never write to standard error.
        logQueue = rd_kafka_queue_new(client)
        rd_kafka_set_log_queue(client, logQueue)
    }

    /// Ends librdkafka's threads. Topic handles and queues have to be destroyed before. Without a `close` a consumer
    /// stays in its group.
    func destroy() {
        rd_kafka_queue_destroy(logQueue)
        rd_kafka_destroy_flags(pointer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    /// Moves log lines from librdkafka's queue to `events`.
    func drainLog() {
        while let event = rd_kafka_queue_poll(logQueue, 0) {
            take(event)
            rd_kafka_event_destroy(event)
        }
    }

    /// Keeps a log line or an error for the owner; other events are nothing to him.
    func take(_ event: OpaquePointer) {
        switch rd_kafka_event_type(event) {
        case RD_KAFKA_EVENT_LOG:
            takeLog(event)
        case RD_KAFKA_EVENT_ERROR:
            takeError(rd_kafka_event_error(event), String(cString: rd_kafka_event_error_string(event)))
        default:
            break
        }
    }

    func takeError(_ code: rd_kafka_resp_err_t, _ reason: String) {
        events.append(
            .error(code == RD_KAFKA_RESP_ERR__FATAL ? fatalError ?? KafkaError(code) : KafkaError(code, reason)))
    }

    private func takeLog(_ event: OpaquePointer) {
        var facility: UnsafePointer<CChar>?
        var message: UnsafePointer<CChar>?
        var level: Int32 = 0
        guard rd_kafka_event_log(event, &facility, &message, &level) == 0, let facility, let message else { return }
        events.append(
            .log(level: Int(level), facility: String(cString: facility), message: String(cString: message)))
    }

    /// The error that ended an idempotent or transactional producer, or a static group member.
    var fatalError: KafkaError? {
        var reason = [CChar](repeating: 0, count: 512)
        let code = rd_kafka_fatal_error(pointer, &reason, reason.count)
        if code == RD_KAFKA_RESP_ERR_NO_ERROR { return nil }
        return KafkaError(code: code.rawValue, detail: Self.text(reason), isRetriable: false, isFatal: true)
    }

    /// A C string in a buffer.
    static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
