/// Something that librdkafka's threads met outside of a call.
public enum ClientEvent: Sendable, Equatable {
    /// A line for the log; `level` is syslog's, 0 (emergency) to 7 (debug).
    case log(level: Int, facility: String, message: String)
    /// An error without a record or a call, such as all brokers down or a failed authentication.
    /// Unless it is fatal, the client goes on trying by itself.
    case error(KafkaError)
    /// A partition cannot be consumed for now, or for good unless the error is retriable.
    case partitionError(TopicPartition, KafkaError)
    /// The consumer has read the partition's last record; only where `enable.partition.eof` is on.
    case endOfPartition(TopicPartition, offset: Int64)
}

/// The events that the owner has not fetched yet: bounded, the oldest are kept, drops are counted.
struct EventQueue {
    static let capacity = 512
    private var events: [ClientEvent] = []
    private(set) var dropped = 0

    mutating func append(_ event: ClientEvent) {
        if events.count < Self.capacity { events.append(event) } else { dropped += 1 }
    }

    mutating func next() -> ClientEvent? {
        if events.isEmpty { return nil }
        return events.removeFirst()
    }
}
