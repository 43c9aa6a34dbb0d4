internal import CRdkafka
internal import Glibc

/// What a record's timestamp is.
public enum MessageTimestampType: Int8, Sendable {
    /// The message format is too old to have one.
    case none = -1
    /// Set by the producer.
    case createTime = 0
    /// Set by the broker.
    case logAppendTime = 1
}

/// A record that was read: a pointer into its batch, without a count of references, valid until the batch is released.
public struct ConsumedMessage {
    let message: UnsafeMutablePointer<rd_kafka_message_t>

    /// Identifies the topic within its consumer: equal pointers are the same topic. Good for caching what belongs to it.
    public var topicIdentity: UnsafeRawPointer { UnsafeRawPointer(message.pointee.rkt) }

    /// The topic's name, in place.
    public var topicName: UnsafeRawBufferPointer {
        let name: UnsafePointer<CChar> = rd_kafka_topic_name(message.pointee.rkt)
        return UnsafeRawBufferPointer(start: name, count: strlen(name))
    }

    /// The topic's name, copied.
    public var topic: String { String(cString: rd_kafka_topic_name(message.pointee.rkt)) }

    /// The partition.
    public var partition: Int32 { message.pointee.partition }

    /// The record's offset.
    public var offset: Int64 { message.pointee.offset }

    /// The key in place, or nil without one.
    public var key: UnsafeRawBufferPointer? {
        guard let key = message.pointee.key else { return nil }
        return UnsafeRawBufferPointer(start: key, count: message.pointee.key_len)
    }

    /// The value in place, or nil for a tombstone.
    public var value: UnsafeRawBufferPointer? {
        guard let payload = message.pointee.payload else { return nil }
        return UnsafeRawBufferPointer(start: payload, count: message.pointee.len)
    }

    /// Milliseconds since 1970 (-1 with the type `none`), and what they are.
    public var timestamp: (milliseconds: Int64, type: MessageTimestampType) {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let milliseconds = rd_kafka_message_timestamp(message, &type)
        switch type {
        case RD_KAFKA_TIMESTAMP_CREATE_TIME: return (milliseconds, .createTime)
        case RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME: return (milliseconds, .logAppendTime)
        default: return (-1, .none)
        }
    }

    /// The headers, parsed at the first call, or nil without any.
    ///
    /// Headers that cannot be parsed are an error: the record is damaged.
    public func headers() throws(KafkaError) -> ConsumedHeaders? {
        var headers: OpaquePointer?
        let code = rd_kafka_message_headers(message, &headers)
        if code == RD_KAFKA_RESP_ERR__NOENT { return nil }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let headers else {
            throw KafkaError(code, "headers of \(topic)-\(partition) at offset \(offset)")
        }
        return ConsumedHeaders(pointer: headers)
    }
}

/// The headers of a record that was read, valid as long as the record.
public struct ConsumedHeaders {
    let pointer: OpaquePointer

    /// The number of headers.
    public var count: Int { rd_kafka_header_cnt(pointer) }

    /// A header in place, in the order in which it was sent; a null header has no value, which is not an empty one.
    public subscript(index: Int) -> (name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer?) {
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var size = 0
        let code = rd_kafka_header_get_all(pointer, index, &name, &value, &size)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let name else { preconditionFailure("there is no header \(index)") }
        return (
            UnsafeRawBufferPointer(start: name, count: strlen(name)),
            value.map { UnsafeRawBufferPointer(start: $0, count: size) }
        )
    }
}
