internal import CRdkafka

/// Makes librdkafka look again whether to fetch, while its queue is being emptied.
///
/// A broker's thread that finds the queue at `queued.min.messages` or `queued.max.messages.kbytes` stops fetching, and
/// librdkafka 2.0.2 notes no time at which to look again (`rd_kafka_toppar_fetch_decide`): the thread sleeps until
/// something else wakes it, for up to a second. So it is woken each time half of either bound has been taken: before a
/// full queue is empty, that has happened at least once below the bound.
struct FetchWaker {
    private let wake: () -> Void
    private let dueRecords: Int
    private let dueBytes: Int
    private var records = 0
    private var bytes = 0

    /// - Parameters:
    ///   - maxRecords: `queued.min.messages`.
    ///   - maxBytes: `queued.max.messages.kbytes`, in bytes.
    init(maxRecords: Int, maxBytes: Int, wake: @escaping () -> Void) {
        dueRecords = max(1, maxRecords / 2)
        dueBytes = max(1, maxBytes / 2)
        self.wake = wake
    }

    /// Notes a record that was taken from the queue.
    mutating func took(bytes: Int) {
        records += 1
        self.bytes += bytes
    }

    /// Notes that records may leave the queue without being taken: those of partitions that were paused or sought.
    mutating func expectPurge() { records = dueRecords }

    /// Wakes librdkafka if it is time.
    mutating func wakeIfDue() {
        guard records >= dueRecords || bytes >= dueBytes else { return }
        records = 0
        bytes = 0
        wake()
    }
}

extension FetchWaker {
    /// Wakes the threads of a consumer's brokers.
    init(_ client: OpaquePointer, _ properties: TranslatedProperties) {
        // Of librdkafka's calls, only that which replaces the credentials wakes the brokers' threads and does nothing
        // else: it is given those that the client has.
        let (user, password) = (properties["sasl.username"] ?? "", properties["sasl.password"] ?? "")
        self.init(
            maxRecords: properties["queued.min.messages"].flatMap { Int($0) } ?? 100_000,
            maxBytes: (properties["queued.max.messages.kbytes"].flatMap { Int($0) } ?? 65_536) * 1024
        ) {
            if let error = rd_kafka_sasl_set_credentials(client, user, password) { rd_kafka_error_destroy(error) }
        }
    }
}
