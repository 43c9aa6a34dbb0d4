internal import CRdkafka

/// What a rebalance, which librdkafka runs in the middle of a poll, shares with the poll.
final class Rebalance {
    weak var consumer: KafkaConsumer?
    private(set) var assignment: [TopicPartition] = []

    /// Inside `onAssigned`: the partitions that are given. What is asked for them is done with the assignment.
    private(set) var assigning: Set<TopicPartition> = []
    var startOffsets: [TopicPartition: Int64] = [:]
    /// What is paused. librdkafka remembers it of partitions that were taken away, too, and goes on when they come back.
    var paused: Set<TopicPartition> = []
    /// Where partitions start that have no committed offset; nil leaves that to librdkafka.
    private let firstOffset: Int64?
    /// What was taken away since the running poll began, and not given back.
    private var revoked: Set<TopicPartition> = []

    /// - Parameter reset: librdkafka's `auto.offset.reset`.
    init(reset: String?) {
        firstOffset =
            switch reset {
            case "earliest": Int64(RD_KAFKA_OFFSET_BEGINNING)
            case "latest": Int64(RD_KAFKA_OFFSET_END)
            default: nil
            }
    }

    /// A poll begins.
    func begin() {
        revoked.removeAll(keepingCapacity: true)
    }

    /// Whether a poll's batch may hold records of partitions that are not this member's any more.
    var hasRevoked: Bool { !revoked.isEmpty }

    /// The owner chose partitions by himself.
    func take(_ partitions: [TopicPartition]) { assignment = partitions }

    func isRevoked(_ message: UnsafeMutablePointer<rd_kafka_message_t>) -> Bool {
        let topic = String(cString: rd_kafka_topic_name(message.pointee.rkt))
        return revoked.contains(TopicPartition(topic: topic, partition: message.pointee.partition))
    }

    func run(
        _ client: OpaquePointer, _ code: rd_kafka_resp_err_t,
        _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) {
        let partitions = PartitionList.partitions(in: list)
        switch code {
        case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS:
            assign(client, partitions, list)
        case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS:
            revoke(client, partitions, list)
        default:
            consumer?.handle.takeError(code, "rebalance")
            rd_kafka_assign(client, nil)
        }
    }

    private func assign(
        _ client: OpaquePointer, _ partitions: [TopicPartition],
        _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) {
        // A batch that spans a revocation and the next assignment: what it holds may come twice, but nothing is lost.
        revoked.subtract(partitions)
        let cooperative = Self.isCooperative(client)
        assignment = cooperative ? assignment + partitions : partitions
        startOffsets = [:]
        let stillPaused = paused.intersection(partitions)
        paused.subtract(partitions)
        assigning = Set(partitions)
        consumer?.onAssigned?(partitions)
        assigning = []
        // They do not run yet: to resume one that has begun to look for its offset costs it half a second.
        let resuming = PartitionList(stillPaused.subtracting(paused))
        rd_kafka_resume_partitions(client, resuming.pointer)
        findStartOffsets(partitions)
        for index in 0..<Int(list?.pointee.cnt ?? 0) {
            guard let offset = startOffsets[partitions[index]] else { continue }
            list?.pointee.elems[index].offset = offset
        }
        if cooperative {
            if let error = KafkaError(consuming: rd_kafka_incremental_assign(client, list)) { report(error) }
        } else if let error = KafkaError(optional: rd_kafka_assign(client, list), "assign") {
            report(error)
        }
        let pausing = PartitionList(paused.intersection(partitions))
        rd_kafka_pause_partitions(client, pausing.pointer)
    }

    /// Asks for the committed offsets now, so that the partitions start while they are assigned.
    ///
    /// librdkafka would ask after the assignment, and start them when the answer is there. In librdkafka 2.0.2 a pause or
    /// a resume that comes at that moment is lost, or the start is, and the partition stands still: whatever is done to a
    /// partition takes a number and then its place in a queue, and what finds a higher number before it is dropped
    /// (`rd_kafka_toppar_op_serve`). That can happen still to partitions whose offsets are not found here, and, as rarely
    /// as it is short, in the moment in which a rebalance begins.
    private func findStartOffsets(_ partitions: [TopicPartition]) {
        let unknown = partitions.filter { startOffsets[$0] == nil }
        // librdkafka takes no assignment while it closes, nor answers.
        guard let consumer, !consumer.isClosed, !unknown.isEmpty else { return }
        let limit = min(consumer.defaultTimeoutMilliseconds, Self.longestLookup)
        do throws(KafkaError) {
            for entry in try consumer.committed(unknown, timeoutMilliseconds: limit) where entry.error == nil {
                startOffsets[entry.partition] = entry.offset ?? firstOffset
            }
        } catch {
            consumer.handle.events.append(
                .log(level: 6, facility: "REBALANCE", message: "The committed offsets are left to librdkafka: \(error)")
            )
        }
    }

    /// How long a poll may be held up, in milliseconds.
    private static let longestLookup: Int32 = 3000

    private func revoke(
        _ client: OpaquePointer, _ partitions: [TopicPartition],
        _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) {
        revoked.formUnion(partitions)
        consumer?.onRevoked?(partitions, rd_kafka_assignment_lost(client) != 0)
        if Self.isCooperative(client) {
            if let error = KafkaError(consuming: rd_kafka_incremental_unassign(client, list)) { report(error) }
            let gone = Set(partitions)
            assignment.removeAll { gone.contains($0) }
        } else {
            rd_kafka_assign(client, nil)
            assignment = []
        }
    }

    private func report(_ error: KafkaError) {
        consumer?.handle.events.append(.error(error))
    }

    private static func isCooperative(_ client: OpaquePointer) -> Bool {
        guard let protocolName = rd_kafka_rebalance_protocol(client) else { return false }
        return String(cString: protocolName) == "COOPERATIVE"
    }
}

/// Runs on the thread that polls.
func rebalanceCallback(
    _ client: OpaquePointer?, _ code: rd_kafka_resp_err_t,
    _ partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?, _ opaque: UnsafeMutableRawPointer?
) {
    guard let client, let opaque else { return }
    Unmanaged<Rebalance>.fromOpaque(opaque).takeUnretainedValue().run(client, code, partitions)
}

/// Runs on the thread that polls.
func errorCallback(
    _ client: OpaquePointer?, _ code: Int32, _ reason: UnsafePointer<CChar>?, _ opaque: UnsafeMutableRawPointer?
) {
    guard let opaque else { return }
    let rebalance = Unmanaged<Rebalance>.fromOpaque(opaque).takeUnretainedValue()
    rebalance.consumer?.handle.takeError(rd_kafka_resp_err_t(code), reason.map { String(cString: $0) } ?? "")
}
