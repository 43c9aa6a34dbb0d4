internal import CRdkafka

/// An error of Kafka or of the client: a code, what went wrong, and what may be done about it.
///
/// Making one allocates nothing unless it carries a detail.
public struct KafkaError: Error, Sendable, Hashable {
    /// Kafka's error code, or a negative one of librdkafka's own (`rd_kafka_resp_err_t`).
    public let code: Int32
    /// What the client knows beyond the code; never holds a secret.
    public let detail: String?
    /// The same call may succeed when it is repeated.
    public let isRetriable: Bool
    /// The client can do no more and has to be replaced.
    public let isFatal: Bool
    /// The current transaction has to be aborted before the producer can go on.
    public let requiresAbort: Bool

    /// An error with flags that are already known.
    public init(
        code: Int32, detail: String? = nil, isRetriable: Bool, isFatal: Bool = false, requiresAbort: Bool = false
    ) {
        self.code = code
        self.detail = detail
        self.isRetriable = isRetriable
        self.isFatal = isFatal
        self.requiresAbort = requiresAbort
    }

    /// The constant's name without its prefix, such as `TOPIC_ALREADY_EXISTS` or `_ALL_BROKERS_DOWN`.
    public var name: String { String(cString: rd_kafka_err2name(rd_kafka_resp_err_t(code))) }

    /// An idempotent producer and the broker disagree about what was written: the broker has lost records or what it knew
    /// of the producer. Only a new producer can go on.
    public var isLostSequence: Bool {
        switch rd_kafka_resp_err_t(code) {
        case RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID,
            RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH:
            true
        default: false
        }
    }

    /// A sentence for the operator.
    public var message: String {
        let general = String(cString: rd_kafka_err2str(rd_kafka_resp_err_t(code)))
        guard let detail, detail != general else { return general }
        return "\(general): \(detail)"
    }
}

extension KafkaError: CustomStringConvertible {
    /// `NAME: message`.
    public var description: String { "\(name): \(message)" }
}

extension KafkaError {
    init(_ code: rd_kafka_resp_err_t, _ detail: String? = nil) {
        self.init(
            code: code.rawValue, detail: detail, isRetriable: Self.retriable(code),
            isFatal: code == RD_KAFKA_RESP_ERR__FATAL || code == RD_KAFKA_RESP_ERR__FENCED)
    }

    /// Nil for "no error".
    init?(optional code: rd_kafka_resp_err_t, _ detail: String? = nil) {
        if code == RD_KAFKA_RESP_ERR_NO_ERROR { return nil }
        self.init(code, detail)
    }

    /// Takes over a `rd_kafka_error_t *`; nil for NULL.
    init?(consuming error: OpaquePointer?) {
        guard let error else { return nil }
        defer { rd_kafka_error_destroy(error) }
        let code = rd_kafka_error_code(error)
        self.init(
            code: code.rawValue, detail: String(cString: rd_kafka_error_string(error)),
            isRetriable: rd_kafka_error_is_retriable(error) != 0 || Self.retriable(code),
            isFatal: rd_kafka_error_is_fatal(error) != 0,
            requiresAbort: rd_kafka_error_txn_requires_abort(error) != 0)
    }

    /// The subclasses of Kafka's `RetriableException`, and librdkafka's own codes of that kind.
    private static func retriable(_ code: rd_kafka_resp_err_t) -> Bool {
        switch code {
        case RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
            RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE, RD_KAFKA_RESP_ERR__WAIT_COORD,
            RD_KAFKA_RESP_ERR__RETRY, RD_KAFKA_RESP_ERR__IN_PROGRESS, RD_KAFKA_RESP_ERR__PREV_IN_PROGRESS,
            RD_KAFKA_RESP_ERR__WAIT_CACHE, RD_KAFKA_RESP_ERR__QUEUE_FULL, RD_KAFKA_RESP_ERR__RESOLVE,
            RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
            RD_KAFKA_RESP_ERR_INVALID_MSG, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
            RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
            RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
            RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NOT_COORDINATOR, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
            RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND, RD_KAFKA_RESP_ERR_NOT_CONTROLLER,
            RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR, RD_KAFKA_RESP_ERR_FETCH_SESSION_ID_NOT_FOUND,
            RD_KAFKA_RESP_ERR_INVALID_FETCH_SESSION_EPOCH, RD_KAFKA_RESP_ERR_LISTENER_NOT_FOUND,
            RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH, RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH,
            RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_PREFERRED_LEADER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_ELIGIBLE_LEADERS_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT,
            RD_KAFKA_RESP_ERR_THROTTLING_QUOTA_EXCEEDED, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS:
            true
        default:
            false
        }
    }
}
