internal import CMillrace
internal import ConnectData
internal import Glibc
internal import KafkaClient
internal import TaskProtocol

/// What happens to a source task's records between the pipeline and their acknowledgement: the producer, the tracker of
/// offsets, and the commits.
///
/// Two threads use it: the task's, which holds the lock except while the plugin polls, and the control thread, which
/// takes it meanwhile, so that a `poll` that waits for an hour does not hold up acknowledgements and commits.
final class SourceDeliveries: @unchecked Sendable {  // Sound: everything is touched under `lock` only.
    private let lock = ThreadLock()
    private let producer: KafkaProducer
    private let topics: TopicCreation
    private let errors: ErrorHandler
    private let metrics: TaskMetrics
    private let control: TaskControl
    private let log: TaskLog
    private let commitInterval: Duration

    private var tracker = OffsetTracker()
    private var tokens = TokenTable()
    private var acknowledged: [millrace_acknowledgement] = []
    private var acknowledgedRecords = 0
    private var commit: (request: UInt64, begun: ContinuousClock.Instant)?
    private var nextCommit: ContinuousClock.Instant
    private var commitsToTell = 0
    private var failedCommits = 0
    private var failure: ConnectError?

    init(
        producer: KafkaProducer, topics: TopicCreation, errors: ErrorHandler, metrics: TaskMetrics,
        control: TaskControl, log: TaskLog, commitInterval: Duration
    ) {
        self.producer = producer
        self.topics = topics
        self.errors = errors
        self.metrics = metrics
        self.control = control
        self.log = log
        self.commitInterval = commitInterval
        nextCommit = ContinuousClock.now + commitInterval
    }

    /// Runs without the lock, while plugin code waits for data.
    func unlocked<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
        lock.unlock()
        defer { lock.lock() }
        return try body()
    }

    /// The task's thread takes the lock before its loop begins.
    func begin() { lock.lock() }

    /// The task's thread gives the lock back when its loop has ended.
    func end() { lock.unlock() }

    /// What the control thread does on every turn, unless the task's thread is at work.
    func serviceFromControlThread() {
        guard lock.tryLock() else { return }
        defer { lock.unlock() }
        service(wait: 0)
    }

    /// Takes delivery reports and outcomes of commits, and begins a commit when one is due.
    func service(wait: Int32) {
        takeReports(wait: wait)
        takeCommitResults()
        if ContinuousClock.now >= nextCommit { beginCommit() }
    }

    /// Whether Kafka and the producer no longer agree on what was written, as after a broker has lost its log's end. A new
    /// producer, which begins with a sequence of its own, can write again what is not committed.
    var hasLostStep: Bool { producer.fatalError?.isLostSequence ?? false }

    /// Throws what a delivery report said, if it was that a record cannot be written.
    func check() throws(ConnectError) {
        if let failure { throw failure }
        if let fatal = producer.fatalError {
            throw ConnectError(.fatal, "The producer cannot go on: \(fatal)")
        }
        drainEvents()
    }

    /// Sends a batch that the pipeline has finished, and cuts the offsets' segments behind its last record.
    func send(_ batch: Batch) throws(ConnectError) {
        defer { tracker.cut() }
        var topic: (name: Text, handle: TopicHandle)?
        var partition: (pointer: UnsafePointer<Value>, number: Int)?
        for record in batch.records {
            if let pointer = record.source_partition, pointer != partition?.pointer {
                partition = (pointer, try tracker.partition(of: pointer.pointee))
            }
            let number = record.source_partition == nil ? nil : partition?.number
            if record.isDropped {
                drop(record, number)
                continue
            }
            if topic == nil || topic?.name.data != record.topic.data || topic?.name.length != record.topic.length {
                topic = (record.topic, try find(record.topic))
            }
            if let topic { try send(record, to: topic.handle, partition: number) }
        }
        metrics[.active] = UInt64(tracker.inFlight)
        metrics.raise(.activeMax, to: UInt64(tracker.inFlight))
    }

    /// Waits until nothing is in flight, at most for the time; true if nothing is left.
    func flush(milliseconds: Int64) -> Bool {
        let done = producer.flush(timeoutMilliseconds: Int32(clamping: milliseconds)) { [self] in
            report($0, $1, $2, $3)
        }
        countReports()
        return done
    }

    /// Commits what is committable and waits for the outcome, at most until then; true if everything is durable.
    func commitNow(until deadline: ContinuousClock.Instant) -> Bool {
        while ContinuousClock.now < deadline {
            if commit == nil {
                guard tracker.hasCommittable else { return true }
                beginCommit()
            }
            control.waitForChange(milliseconds: 20)
            let failures = failedCommits
            takeCommitResults()
            // A full disk may have room in a moment, not at once.
            if failedCommits > failures {
                let pause = min(.seconds(1), deadline - ContinuousClock.now)
                usleep(UInt32(max(0, pause / .microseconds(1))))
            }
        }
        return commit == nil && !tracker.hasCommittable
    }

    /// The acknowledgements since the last call, of records whose plugin asked for them.
    func takeAcknowledged() -> [millrace_acknowledgement] {
        if acknowledged.isEmpty { return [] }
        defer { acknowledged.removeAll(keepingCapacity: true) }
        return acknowledged
    }

    /// Whether offsets were committed since the last call.
    func takeCommitted() -> Bool {
        defer { commitsToTell = 0 }
        return commitsToTell > 0
    }
}

extension SourceDeliveries {
    private func find(_ name: Text) throws(ConnectError) -> TopicHandle {
        guard name.isPresent, name.length > 0 else {
            throw ConnectError(.fatal, "A record has no topic: the connector, or a transformation, has to set one")
        }
        try prepare(name)
        do {
            return try producer.topic(name.bytes)
        } catch {
            throw ConnectError(.fatal, "Topic '\(name.string)' cannot be written to: \(error)")
        }
    }

    /// Creates the topic if it has to be; waits for brokers that cannot be reached, as long as it takes. Acknowledgements
    /// and commits go on meanwhile.
    private func prepare(_ topic: Text) throws(ConnectError) {
        var isTold = false
        while true {
            do throws(ConnectError) {
                return try unlocked { () throws(ConnectError) in try topics.prepare(topic) }
            } catch  where error.code == .notConnected {
                if !isTold { log.warn("\(error.message); it is tried again until it works") }
                isTold = true
                guard unlocked({ control.sleep(milliseconds: 1000) }) else {
                    throw ConnectError(.retriable, "The task is to end while its topic cannot be created")
                }
            }
        }
    }

    private func drop(_ record: Record, _ partition: Int?) {
        if let partition { tracker.dropped(partition: partition, offset: record.source_offset) }
        if record.token != 0 {
            acknowledged.append(
                millrace_acknowledgement(token: record.token, offset: -1, partition: -1, reserved: 0))
        }
    }

    private func send(_ record: Record, to topic: TopicHandle, partition: Int?) throws(ConnectError) {
        var opaque = partition.map { tracker.ticket(partition: $0).opaque } ?? 0
        if record.token != 0 { opaque = tokens.insert(token: record.token, ticket: opaque) }
        let headers = record.header_count == 0 ? nil : messageHeaders(record)
        while true {
            let outcome = producer.send(
                topic: topic, partition: record.partitionIfSet ?? -1, key: record.key.payload,
                value: record.value.payload, timestamp: record.timestampIfSet, headers: headers, opaque: opaque)
            switch outcome {
            case .queued:
                tracker.sent(partition: partition, offset: record.source_offset)
                return
            case .queueFull:
                service(wait: 100)
                try check()
                guard control.stopRequested else { continue }
                headers?.destroy()
                throw ConnectError(.retriable, "The task is to end while the producer's queue is full")
            case .failed(let error):
                headers?.destroy()
                try failed(error, topic)
                if tokens.remove(opaque) != nil || partition != nil { drop(record, partition) }
                return
            }
        }
    }

    private func messageHeaders(_ record: Record) -> MessageHeaders {
        let headers = MessageHeaders(capacity: Int(record.header_count))
        for header in record.headerList { headers.append(name: header.name.bytes, value: header.value.payload) }
        return headers
    }

    /// KIP-779: with `errors.tolerance=all` a record that Kafka refuses is skipped.
    private func failed(_ error: KafkaError, _ topic: TopicHandle) throws(ConnectError) {
        metrics.add(.errors)
        metrics.add(.failures)
        metrics[.lastErrorTimestamp] = currentTimeMilliseconds()
        guard errors.settings.toleratesAll, !error.isFatal else {
            throw ConnectError(.fatal, "A record cannot be written to topic '\(topic.name)': \(error)")
        }
        countSkip(error)
    }

    private func countSkip(_ error: KafkaError) {
        metrics.add(.skipped)
        if errors.settings.logs {
            metrics.add(.logged)
            log.error("Error encountered, record skipped: KAFKA_PRODUCE: \(error)")
        }
    }

    private func takeReports(wait: Int32) {
        producer.pollDeliveries(timeoutMilliseconds: wait) { [self] in report($0, $1, $2, $3) }
        countReports()
    }

    private func report(_ opaque: UInt, _ error: KafkaError?, _ partition: Int32, _ offset: Int64) {
        guard let error else { return settle(opaque, partition: partition, offset: offset, counted: true) }
        metrics.add(.errors)
        metrics.add(.failures)
        // A producer that is out of step has not been told that Kafka refuses this record: it may not be skipped.
        if errors.settings.toleratesAll, !error.isFatal, !error.isLostSequence {
            countSkip(error)
            return settle(opaque, partition: -1, offset: -1, counted: false)
        }
        // The record stays in flight for ever: its offset, and those behind it, are not committed.
        if failure == nil { failure = ConnectError(.fatal, "A record cannot be written to Kafka: \(error)") }
    }

    private func settle(_ opaque: UInt, partition: Int32, offset: Int64, counted: Bool) {
        var ticket = opaque
        if let found = tokens.remove(opaque) {
            ticket = found.ticket
            acknowledged.append(
                millrace_acknowledgement(token: found.token, offset: offset, partition: partition, reserved: 0))
        }
        tracker.settle(ticket)
        if counted { acknowledgedRecords += 1 }
    }

    private func countReports() {
        guard acknowledgedRecords > 0 else { return }
        metrics.add(.written, acknowledgedRecords)
        acknowledgedRecords = 0
        metrics[.active] = UInt64(tracker.inFlight)
    }

    private func beginCommit() {
        nextCommit = ContinuousClock.now + commitInterval
        guard commit == nil else { return metrics.add(.commitSkips) }
        guard tracker.hasCommittable else { return }
        let offsets = tracker.takeCommittable().map {
            SourceOffset(partition: OffsetJSON.bytes(of: $0.partition), offset: OffsetJSON.bytes(of: $0.offset))
        }
        metrics[.commitSequence] &+= 1
        commit = (control.commitOffsets(offsets), ContinuousClock.now)
    }

    private func takeCommitResults() {
        for result in control.takeCommitResults() where result.request == commit?.request {
            guard let begun = commit?.begun else { continue }
            commit = nil
            let time = (ContinuousClock.now - begun) / .nanoseconds(1)
            metrics.countCommit(succeeded: result.error == nil, time: UInt64(max(0, time)))
            if let error = result.error {
                log.error("Failed to commit offsets, they are committed again later: \(error)")
                tracker.commitFailed()
                failedCommits += 1
            } else {
                commitsToTell += 1
            }
        }
    }

    private func drainEvents() {
        while let event = producer.nextEvent() { log.client(event) }
    }
}
