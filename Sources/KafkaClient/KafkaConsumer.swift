internal import CRdkafka

/// A member of a consumer group, used by the one thread that owns it.
///
/// Rebalances, the results of commits, errors and log lines all reach the owner on its own thread, inside `poll` and
/// `close`. Seek, pause, resume and poll belong to this thread alone: librdkafka 2.0.2 can lose records otherwise.
/// Offsets are never stored or committed by themselves.
public final class KafkaConsumer {
    /// Called inside `poll` when partitions are given to this member, before the first record is read. Seeks and pauses
    /// of these partitions that are made inside are applied with the assignment.
    public var onAssigned: (([TopicPartition]) -> Void)?
    /// Called inside `poll` and `close` before partitions are taken away: the last chance to commit their offsets.
    /// `lost` says that they may belong to another member already, and a commit would fail.
    public var onRevoked: ((_ partitions: [TopicPartition], _ lost: Bool) -> Void)?
    /// Called inside `poll` with the result of `commit(_:token:)`; the error is nil if all went well, and each offset
    /// may carry one of its own.
    public var onCommitted: ((_ token: UInt, _ offsets: [PartitionOffset], _ error: KafkaError?) -> Void)?

    let handle: ClientHandle
    let client: OpaquePointer
    /// What `default.api.timeout.ms` says.
    public let defaultTimeoutMilliseconds: Int32
    private let queue: OpaquePointer
    private let commitQueue: OpaquePointer
    private let rebalance: Rebalance
    private var fetchWaker: FetchWaker
    private(set) var isClosed = false

    /// Makes a consumer; it joins its group when it has subscribed and is polled.
    public init(properties: TranslatedProperties) throws(KafkaError) {
        let rebalance = Rebalance(reset: properties["auto.offset.reset"])
        handle = try ClientHandle(RD_KAFKA_CONSUMER, properties) { configuration in
            rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(rebalance).toOpaque())
            rd_kafka_conf_set_rebalance_cb(configuration, rebalanceCallback)
            rd_kafka_conf_set_error_cb(configuration, errorCallback)
            rd_kafka_conf_set_events(configuration, Int32(RD_KAFKA_EVENT_OFFSET_COMMIT | RD_KAFKA_EVENT_LOG))
        }
        self.rebalance = rebalance
        client = handle.pointer
        fetchWaker = FetchWaker(client, properties)
        defaultTimeoutMilliseconds = properties.handled.defaultAPITimeoutMilliseconds
        rd_kafka_poll_set_consumer(client)
        queue = rd_kafka_queue_get_consumer(client)
        commitQueue = rd_kafka_queue_new(client)
        rebalance.consumer = self
    }

    deinit {
        // Without a close this member stays in its group until its session ends.
        rd_kafka_queue_destroy(commitQueue)
        rd_kafka_queue_destroy(queue)
        handle.destroy()
    }

    /// Subscribes to topics by their names; those that do not exist yet are waited for. Replaces what was subscribed.
    public func subscribe(topics: [String]) throws(KafkaError) {
        let list = PartitionList(topics.map { TopicPartition(topic: $0, partition: -1) })
        try check(rd_kafka_subscribe(client, list.pointer), "subscribe")
    }

    /// Leaves the subscription; the partitions are revoked inside the next polls.
    public func unsubscribe() throws(KafkaError) {
        try check(rd_kafka_unsubscribe(client), "unsubscribe")
    }

    /// Reads these partitions from these offsets, and no others, as a consumer that is in no group. librdkafka wants a
    /// `group.id` all the same. Not together with a subscription.
    public func assign(_ offsets: [PartitionOffset]) throws(KafkaError) {
        let list = PartitionList(offsets)
        try check(rd_kafka_assign(client, list.pointer), "assign")
        rebalance.take(list.partitions)
    }

    /// Waits for records, then takes what is there, up to the batch's capacity, without a further wait.
    ///
    /// - Parameters:
    ///   - batch: has to be empty.
    ///   - timeoutMilliseconds: how long to wait for the first record; 0 does not wait.
    /// - Returns: the number of records in the batch.
    @discardableResult
    public func poll(into batch: ConsumedMessages, timeoutMilliseconds: Int32) -> Int {
        precondition(batch.isEmpty, "a batch has to be released before it is filled again")
        rebalance.begin()
        // A call for many records waits the whole time for the last of them: take what is there first.
        take(into: batch, limit: batch.capacity, timeoutMilliseconds: 0)
        if batch.isEmpty, timeoutMilliseconds != 0 {
            take(into: batch, limit: 1, timeoutMilliseconds: timeoutMilliseconds)
            if !batch.isEmpty { take(into: batch, limit: batch.capacity - 1, timeoutMilliseconds: 0) }
        }
        if rebalance.hasRevoked { batch.remove(where: rebalance.isRevoked) }
        fetchWaker.wakeIfDue()
        drainCommits()
        handle.drainLog()
        return batch.count
    }

    /// Appends records to the batch.
    private func take(into batch: ConsumedMessages, limit: Int, timeoutMilliseconds: Int32) {
        let start = batch.slots + batch.count
        if limit == 0 { return }
        let received = rd_kafka_consume_batch_queue(queue, timeoutMilliseconds, start, limit)
        var kept = 0
        for index in 0..<max(0, received) {
            guard let message = start[index] else { continue }
            start[index] = nil
            fetchWaker.took(bytes: message.pointee.len + message.pointee.key_len)
            if message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
                start[kept] = message
                kept += 1
                continue
            }
            report(message)
            rd_kafka_message_destroy(message)
        }
        // What librdkafka purged may have left pointers behind.
        for index in kept..<limit where index >= received { start[index] = nil }
        batch.count += kept
    }

    private func report(_ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        let code = message.pointee.err
        guard let topic = message.pointee.rkt else {
            handle.takeError(code, String(cString: rd_kafka_message_errstr(message)))
            return
        }
        let partition = TopicPartition(
            topic: String(cString: rd_kafka_topic_name(topic)), partition: message.pointee.partition)
        if code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
            handle.events.append(.endOfPartition(partition, offset: message.pointee.offset))
        } else {
            let error = KafkaError(code, String(cString: rd_kafka_message_errstr(message)))
            handle.events.append(.partitionError(partition, error))
        }
    }

    /// Leaves the group: what is assigned is revoked first, with a call of `onRevoked`. Batches have to be released
    /// before. The consumer cannot be used again.
    public func close() throws(KafkaError) {
        if isClosed { return }
        isClosed = true
        let code = rd_kafka_consumer_close(client)
        drainCommits()
        handle.drainLog()
        try check(code, "close")
    }

    /// The next log line or error from librdkafka's threads. Polling collects them.
    public func nextEvent() -> ClientEvent? { handle.events.next() }

    /// The error that ended this member for good, such as another one with its `group.instance.id`.
    public var fatalError: KafkaError? { handle.fatalError }

    func check(_ code: rd_kafka_resp_err_t, _ call: String) throws(KafkaError) {
        if let error = KafkaError(optional: code, call) { throw error }
    }

    private func checkEach(_ list: borrowing PartitionList, _ call: String) throws(KafkaError) {
        guard let failed = list.offsets.first(where: { $0.error != nil }), let error = failed.error else { return }
        throw KafkaError(rd_kafka_resp_err_t(error.code), "\(call) of \(failed.partition)")
    }
}

// MARK: - Offsets

extension KafkaConsumer {
    /// Commits offsets, each that of the next record to read, and waits for the answer.
    public func commit(_ offsets: [PartitionOffset]) throws(KafkaError) {
        let list = PartitionList(offsets)
        try check(rd_kafka_commit(client, list.pointer, 0), "commit")
        try checkEach(list, "commit")
    }

    /// Commits offsets without waiting; `onCommitted` gets the result, with this token, inside a later `poll`.
    public func commit(_ offsets: [PartitionOffset], token: UInt) throws(KafkaError) {
        let list = PartitionList(offsets)
        let code = rd_kafka_commit_queue(
            client, list.pointer, commitQueue, nil, UnsafeMutableRawPointer(bitPattern: token))
        try check(code, "commit")
    }

    /// The group's committed offsets; nil for partitions without one.
    public func committed(
        _ partitions: [TopicPartition], timeoutMilliseconds: Int32? = nil
    ) throws(KafkaError) -> [PartitionOffset] {
        let list = PartitionList(partitions)
        try check(
            rd_kafka_committed(client, list.pointer, timeoutMilliseconds ?? defaultTimeoutMilliseconds), "committed")
        return list.offsets
    }

    /// The offset after the last record that was polled; nil before the first.
    public func position(_ partitions: [TopicPartition]) throws(KafkaError) -> [PartitionOffset] {
        let list = PartitionList(partitions)
        try check(rd_kafka_position(client, list.pointer), "position")
        return list.offsets
    }

    /// The first offset of a partition, and the one after its last record, asked of the broker.
    public func watermarks(
        _ partition: TopicPartition, timeoutMilliseconds: Int32? = nil
    ) throws(KafkaError) -> (low: Int64, high: Int64) {
        var low: Int64 = 0
        var high: Int64 = 0
        let code = rd_kafka_query_watermark_offsets(
            client, partition.topic, partition.partition, &low, &high,
            timeoutMilliseconds ?? defaultTimeoutMilliseconds)
        try check(code, "offsets of \(partition)")
        return (low, high)
    }

    private func drainCommits() {
        while let event = rd_kafka_queue_poll(commitQueue, 0) {
            defer { rd_kafka_event_destroy(event) }
            guard rd_kafka_event_type(event) == RD_KAFKA_EVENT_OFFSET_COMMIT else { continue }
            let offsets = PartitionList.offsets(in: rd_kafka_event_topic_partition_list(event))
            let code = rd_kafka_event_error(event)
            onCommitted?(
                UInt(bitPattern: rd_kafka_event_opaque(event)), offsets, KafkaError(optional: code, "commit"))
        }
    }
}

// MARK: - The assignment

extension KafkaConsumer {
    /// Continues at these offsets; records that were fetched already are dropped. The offset has to be there.
    public func seek(_ offsets: [PartitionOffset]) throws(KafkaError) {
        for entry in offsets where rebalance.assigning.contains(entry.partition) {
            rebalance.startOffsets[entry.partition] = entry.offset
        }
        let others = offsets.filter { !rebalance.assigning.contains($0.partition) }
        if others.isEmpty { return }
        fetchWaker.expectPurge()
        let list = PartitionList(others)
        let error = rd_kafka_seek_partitions(client, list.pointer, defaultTimeoutMilliseconds)
        if let error = KafkaError(consuming: error) { throw error }
        try checkEach(list, "seek")
    }

    /// Delivers no more records of these partitions until they are resumed, or a rebalance takes them away and gives them
    /// back; the membership goes on.
    public func pause(_ partitions: [TopicPartition]) throws(KafkaError) {
        rebalance.paused.formUnion(partitions)
        try change(partitions, "pause", rd_kafka_pause_partitions)
    }

    /// Delivers records of these partitions again.
    public func resume(_ partitions: [TopicPartition]) throws(KafkaError) {
        rebalance.paused.subtract(partitions)
        try change(partitions, "resume", rd_kafka_resume_partitions)
    }

    /// Pauses or resumes partitions; of those that are just being assigned, the assignment does it.
    private func change(
        _ partitions: [TopicPartition], _ name: String,
        _ call: (OpaquePointer?, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> rd_kafka_resp_err_t
    ) throws(KafkaError) {
        let others = partitions.filter { !rebalance.assigning.contains($0) }
        if others.isEmpty { return }
        fetchWaker.expectPurge()
        let list = PartitionList(others)
        try check(call(client, list.pointer), name)
        try checkEach(list, name)
    }

    /// The partitions that this member has now.
    public var assignment: [TopicPartition] { rebalance.assignment }

    /// The id that the coordinator gave to this member, or nil before it has joined.
    public var memberId: String? {
        guard let text = rd_kafka_memberid(client) else { return nil }
        defer { rd_kafka_mem_free(client, text) }
        let id = String(cString: text)
        return id.isEmpty ? nil : id
    }

    /// The group's generation that this member is in, or nil before it has joined.
    public var generation: Int32? {
        guard let metadata = rd_kafka_consumer_group_metadata(client) else { return nil }
        defer { rd_kafka_consumer_group_metadata_destroy(metadata) }
        return GroupMetadata.generation(of: metadata)
    }

    /// The names of all topics, as far as they are visible, for matching `topics.regex`.
    public func metadataTopics(timeoutMilliseconds: Int32? = nil) throws(KafkaError) -> [String] {
        let metadata = try ClusterMetadata.load(
            client, topic: nil, timeoutMilliseconds: timeoutMilliseconds ?? defaultTimeoutMilliseconds)
        return metadata.topics.filter { $0.error == nil }.map(\.name)
    }
}
