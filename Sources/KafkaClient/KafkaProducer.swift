internal import CRdkafka

/// What became of a call to send.
public enum SendOutcome {
    /// The record was copied; its delivery report will come.
    case queued
    /// There is no room: poll the deliveries, then send the record again.
    case queueFull
    /// The record cannot be sent; there will be no delivery report.
    case failed(KafkaError)
}

/// A producer, used by the one thread that owns it. librdkafka's own threads do the work; nothing here waits unless it
/// is given a timeout.
///
/// Sending and polling allocate nothing in Swift per record.
public final class KafkaProducer {
    let handle: ClientHandle
    private let client: OpaquePointer
    private let queue: OpaquePointer
    private var topics: TopicCache
    private let epoch: UnsafeMutablePointer<millrace_kafka_epoch_t>
    private let reports: UnsafeMutableBufferPointer<UnsafePointer<rd_kafka_message_t>?>

    /// Starts a producer. It connects in the background; a broker that cannot be reached is an event, not an error.
    public init(properties: TranslatedProperties) throws(KafkaError) {
        epoch = .allocate(capacity: 1)
        epoch.initialize(to: millrace_kafka_epoch_t())
        reports = .allocate(capacity: 256)
        do {
            handle = try ClientHandle(RD_KAFKA_PRODUCER, properties) { [epoch] configuration in
                rd_kafka_conf_set_events(
                    configuration, Int32(RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG))
                _ = millrace_kafka_keep_epoch(configuration, epoch)
            }
        } catch {
            epoch.deallocate()
            reports.deallocate()
            throw error
        }
        client = handle.pointer
        queue = rd_kafka_queue_get_main(client)
        topics = TopicCache(client: client)
    }

    deinit {
        topics.destroyAll()
        rd_kafka_queue_destroy(queue)
        handle.destroy()
        reports.deallocate()
        epoch.deallocate()
    }

    /// The handle of a topic. It allocates only for a topic that this producer has not seen.
    public func topic(_ name: UnsafeRawBufferPointer) throws(KafkaError) -> TopicHandle {
        try topics.find(name)
    }

    /// The handle of a topic.
    public func topic(_ name: String) throws(KafkaError) -> TopicHandle {
        var name = name
        return try name.withUTF8 { utf8 in
            Result { () throws(KafkaError) in try topics.find(UnsafeRawBufferPointer(utf8)) }
        }.get()
    }

    /// Copies a record into the producer's queue.
    ///
    /// - Parameters:
    ///   - partition: -1 lets the partitioner decide.
    ///   - key: nil is no key, which is not an empty one.
    ///   - value: nil is a tombstone.
    ///   - timestamp: milliseconds since 1970; nil is now, and 0 is 1970.
    ///   - headers: belong to the producer if the outcome is `.queued`, and otherwise stay the caller's.
    ///   - opaque: comes back with the delivery report.
    @inline(__always)
    public func send(
        topic: TopicHandle, partition: Int32 = -1, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?,
        timestamp: Int64? = nil, headers: MessageHeaders? = nil, opaque: UInt = 0
    ) -> SendOutcome {
        if let timestamp, timestamp <= 0 {
            return sendAtEpoch(topic, partition, key, value, timestamp, headers, opaque)
        }
        return outcome(produce(topic, partition, key, value, timestamp ?? 0, headers, opaque))
    }

    private func produce(
        _ topic: TopicHandle, _ partition: Int32, _ key: UnsafeRawBufferPointer?, _ value: UnsafeRawBufferPointer?,
        _ timestamp: Int64, _ headers: MessageHeaders?, _ opaque: UInt
    ) -> rd_kafka_resp_err_t {
        millrace_kafka_produce(
            client, topic.pointer, partition, Self.address(of: key, or: epoch), key?.count ?? 0,
            Self.address(of: value, or: epoch), value?.count ?? 0, timestamp, headers?.pointer,
            UnsafeMutableRawPointer(bitPattern: opaque))
    }

    private func outcome(_ code: rd_kafka_resp_err_t) -> SendOutcome {
        switch code {
        case RD_KAFKA_RESP_ERR_NO_ERROR: .queued
        case RD_KAFKA_RESP_ERR__QUEUE_FULL: .queueFull
        case RD_KAFKA_RESP_ERR__FATAL: .failed(handle.fatalError ?? KafkaError(code))
        default: .failed(KafkaError(code))
        }
    }

    /// 1970 itself, which librdkafka takes for "now" unless the interceptor sets it right.
    private func sendAtEpoch(
        _ topic: TopicHandle, _ partition: Int32, _ key: UnsafeRawBufferPointer?, _ value: UnsafeRawBufferPointer?,
        _ timestamp: Int64, _ headers: MessageHeaders?, _ opaque: UInt
    ) -> SendOutcome {
        guard timestamp == 0 else {
            return .failed(KafkaError(RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP, "\(timestamp) is before 1970"))
        }
        epoch.pointee = millrace_kafka_epoch_t(wanted: 1, applied: 0)
        let code = produce(topic, partition, key, value, 0, headers, opaque)
        epoch.pointee.wanted = 0
        if code == RD_KAFKA_RESP_ERR_NO_ERROR, epoch.pointee.applied == 0 { reportReplacedEpoch() }
        return outcome(code)
    }

    private func reportReplacedEpoch() {
        let version = String(cString: rd_kafka_version_str())
        handle.takeError(
            RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED,
            "librdkafka \(version) replaced a record's timestamp of 0 by the current time")
    }

    /// An empty key or value needs an address to differ from none.
    @inline(__always)
    private static func address(
        of bytes: UnsafeRawBufferPointer?, or spare: UnsafeMutablePointer<millrace_kafka_epoch_t>
    ) -> UnsafeRawPointer? {
        guard let bytes else { return nil }
        return bytes.baseAddress ?? UnsafeRawPointer(spare)
    }

    /// Waits for delivery reports, then calls `body` for all that are there, without a further wait.
    ///
    /// - Parameters:
    ///   - timeoutMilliseconds: how long to wait for the first event; 0 does not wait, -1 waits without end.
    ///   - body: the record's opaque; the error, or nil if the record is durable; its partition, or -1; its offset, or
    ///     a negative number.
    /// - Returns: the number of reports.
    @discardableResult
    public func pollDeliveries(
        timeoutMilliseconds: Int32,
        _ body: (_ opaque: UInt, _ error: KafkaError?, _ partition: Int32, _ offset: Int64) -> Void
    ) -> Int {
        var count = 0
        var timeout = timeoutMilliseconds
        while let event = rd_kafka_queue_poll(queue, timeout) {
            if rd_kafka_event_type(event) == RD_KAFKA_EVENT_DR {
                count += deliver(event, body)
            } else {
                handle.take(event)
            }
            rd_kafka_event_destroy(event)
            timeout = 0
        }
        handle.drainLog()
        return count
    }

    private func deliver(
        _ event: OpaquePointer, _ body: (UInt, KafkaError?, Int32, Int64) -> Void
    ) -> Int {
        var total = 0
        while true {
            let count = rd_kafka_event_message_array(event, reports.baseAddress, reports.count)
            for index in 0..<count {
                guard let message = reports[index] else { continue }
                body(
                    UInt(bitPattern: message.pointee._private), KafkaError(optional: message.pointee.err),
                    message.pointee.partition, message.pointee.offset)
            }
            total += count
            if count < reports.count { return total }
        }
    }

    /// Sends what is queued without waiting for `linger.ms`, and delivers reports until none is outstanding or the
    /// time is over.
    ///
    /// - Returns: true if nothing is outstanding.
    public func flush(
        timeoutMilliseconds: Int32, _ body: (UInt, KafkaError?, Int32, Int64) -> Void
    ) -> Bool {
        let deadline = MonotonicClock.milliseconds + Int64(timeoutMilliseconds)
        while queuedCount > 0 {
            let left = deadline - MonotonicClock.milliseconds
            if left <= 0 { return false }
            // With the event API rd_kafka_flush serves nothing: it suspends linger.ms, wakes the brokers' threads, waits.
            rd_kafka_flush(client, 2)
            pollDeliveries(timeoutMilliseconds: Int32(min(left, 10)), body)
        }
        pollDeliveries(timeoutMilliseconds: 0, body)
        return true
    }

    /// Records whose delivery report has not been polled yet.
    public var queuedCount: Int { Int(rd_kafka_outq_len(client)) }

    /// Gives up all records that are queued or, if `inFlight`, under way. Their reports follow with the error
    /// `_PURGE_QUEUE` or `_PURGE_INFLIGHT`.
    public func purge(inFlight: Bool) {
        let flags = RD_KAFKA_PURGE_F_QUEUE | (inFlight ? RD_KAFKA_PURGE_F_INFLIGHT : 0)
        rd_kafka_purge(client, Int32(flags))
    }

    /// The error that ended this producer for good, such as being fenced.
    public var fatalError: KafkaError? { handle.fatalError }

    /// The next log line or error from librdkafka's threads. Polling collects them.
    public func nextEvent() -> ClientEvent? { handle.events.next() }
}
