internal import CRdkafka

/// A batch of records in librdkafka's memory, read in place.
///
/// Made once and filled again and again by `KafkaConsumer.poll(into:timeoutMilliseconds:)`. What its accessors return is
/// valid until `release()`. Used by the thread that owns the consumer, and released before the consumer ends.
public final class ConsumedMessages {
    /// The most records of one poll.
    public let capacity: Int
    let slots: UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>
    /// The number of records.
    public internal(set) var count = 0

    /// An empty batch for up to `capacity` records (`max.poll.records`).
    public init(capacity: Int) {
        self.capacity = capacity
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: nil, count: capacity)
    }

    deinit {
        release()
        slots.deallocate()
    }

    /// True without records.
    public var isEmpty: Bool { count == 0 }

    /// A record, by its place in the batch: records of one partition are in order.
    public subscript(index: Int) -> ConsumedMessage {
        precondition(index >= 0 && index < count)
        guard let message = slots[index] else { preconditionFailure("a batch has no gaps") }
        return ConsumedMessage(message: message)
    }

    /// Gives the records' memory back; the batch is empty and can be filled again.
    public func release() {
        for index in 0..<count {
            rd_kafka_message_destroy(slots[index])
            slots[index] = nil
        }
        count = 0
    }

    /// Gives back the memory of some records; the others close up.
    func remove(where isUnwanted: (UnsafeMutablePointer<rd_kafka_message_t>) -> Bool) {
        var kept = 0
        for index in 0..<count {
            guard let message = slots[index] else { continue }
            slots[index] = nil
            if isUnwanted(message) {
                rd_kafka_message_destroy(message)
            } else {
                slots[kept] = message
                kept += 1
            }
        }
        count = kept
    }
}
