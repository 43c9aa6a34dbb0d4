internal import ConnectData
internal import KafkaClient
internal import PluginHost
internal import TaskProtocol

/// Runs a sink task: consumer → converters → transformations → `put` → `preCommit` → offset commit, on the process's
/// main thread.
final class SinkTaskRunner {
    let environment: TaskEnvironment
    let consumer: KafkaConsumer
    let task: HostedSinkTask
    let requests: SinkRequests
    let positions = SinkPositions()
    private let pipeline: RecordPipeline
    private let deadLetters: DeadLetterQueue?
    private let subscription: SinkSubscription
    let commitInterval: Duration
    private let batchCapacity: Int

    var nextCommit: ContinuousClock.Instant
    var commit: (token: UInt, begun: ContinuousClock.Instant)?
    /// What a callback of the consumer met; thrown when the poll has returned, logged when the consumer has closed.
    private var failure: TaskFailure?
    private var isPaused = false
    /// A batch whose `put` asked for another try.
    private var pending: SinkBatch?
    private var membership: (group: String, member: String)?

    var control: TaskControl { environment.control }

    /// Runs a sink task until the daemon asks for the end; throws what it failed with, and what it was doing.
    static func run(_ environment: TaskEnvironment) throws(TaskFailure) {
        let runner = try TaskFailure.during("start") { () throws(ConnectError) in try SinkTaskRunner(environment) }
        var failure: TaskFailure?
        do throws(TaskFailure) {
            try runner.loop()
        } catch {
            failure = error
            // Before the end, in which the plugin may hang.
            environment.fail(error)
        }
        runner.finish()
        if let failure { throw failure }
    }

    private init(_ environment: TaskEnvironment) throws(ConnectError) {
        self.environment = environment
        let (start, control) = (environment.start, environment.control)
        let plugin = try environment.loadPlugin([.sink])
        let clients = ClientSettings(start)
        let errors = ErrorHandler(
            settings: ErrorSettings(start.connectorConfig), metrics: environment.metrics, log: environment.log,
            control: control)
        let plugins = PluginClasses(files: start.otherPlugins)
        pipeline = RecordPipeline(
            steps: try PipelineSteps.sink(start, plugins), errors: errors, metrics: environment.metrics)
        deadLetters = try DeadLetterQueue.make(errors.settings, clients, environment)
        let properties = try clients.consumer()
        for warning in properties.warnings { environment.log.warn(warning) }
        batchCapacity = properties.handled.maxPollRecords
        do throws(KafkaError) {
            consumer = try KafkaConsumer(properties: properties)
        } catch {
            throw ConnectError(.fatal, "The consumer cannot be made: \(error)")
        }
        membership = (properties["group.id"] ?? "connect-\(start.connector)", "")
        subscription = try SinkSubscription(start.connectorConfig)
        commitInterval = .milliseconds(start.workerConfig.integer("offset.flush.interval.ms", default: 60_000))
        nextCommit = ContinuousClock.now + commitInterval
        requests = SinkRequests()
        control.begin()
        task = try Self.startTask(plugin, requests, environment)
        connect(errors)
        control.send(.started(version: plugin.version))
    }

    private static func startTask(
        _ plugin: PluginClass, _ requests: SinkRequests, _ environment: TaskEnvironment
    ) throws(ConnectError) -> HostedSinkTask {
        try environment.call(.start) { () throws(ConnectError) in
            let task = try HostedSinkTask(plugin, services: requests)
            try task.start(environment.start.config)
            return task
        }
    }

    private func connect(_ errors: ErrorHandler) {
        requests.errors = errors
        errors.onFailure = { [unowned self] index, batch, stage, step, error in
            deadLetters?.report(index, of: batch, pending ?? current, stage, step, error)
        }
        consumer.onAssigned = { [unowned self] in assigned($0) }
        consumer.onRevoked = { [unowned self] in revoked($0, lost: $1) }
        consumer.onCommitted = { [unowned self] in committed($0, $1, $2) }
    }

    /// The batch that is on its way through the pipeline.
    private var current: SinkBatch?

    private func loop() throws(TaskFailure) {
        while !control.stopRequested {
            try followRequests()
            try followTopics()
            let messages = ConsumedMessages(capacity: batchCapacity)
            consumer.poll(into: messages, timeoutMilliseconds: waitTime())
            try checkConsumer()
            // While a batch waits for its next try all partitions are paused, and what came nevertheless would overtake it.
            guard pending == nil || messages.isEmpty else {
                throw TaskFailure(
                    ConnectError(.fatal, "The consumer gave records of paused partitions"), during: "consuming")
            }
            if !messages.isEmpty { try deliver(messages) }
            if pending != nil { try retryPending() }
            if requests.takeCommitRequest() || ContinuousClock.now >= nextCommit { beginCommit() }
        }
    }

    /// Subscribes when skipped records have somewhere to go. Until a broker answers the task waits, as in Connect.
    private func followTopics() throws(TaskFailure) {
        let ready = try TaskFailure.during("preparing the dead letter queue") { () throws(ConnectError) in
            try deadLetters?.prepare() ?? true
        }
        guard ready else { return }
        try TaskFailure.during("subscribe") { () throws(ConnectError) in
            try subscription.refresh(consumer, log: environment.log)
        }
    }

    /// The consumer wakes by itself when there are records; the rest waits for its own time, at most 100 ms.
    private func waitTime() -> Int32 {
        var time = Int64(100)
        let now = ContinuousClock.now
        if pending != nil { time = min(time, (requests.retryAt - now).milliseconds) }
        return Int32(max(0, min(time, (nextCommit - now).milliseconds)))
    }

    private func deliver(_ messages: ConsumedMessages) throws(TaskFailure) {
        environment.metrics.add(.read, messages.count)
        let made: SinkBatch
        do throws(KafkaError) {
            made = try SinkBatch(messages, copiesPayloads: pipeline.hasPluginSteps)
        } catch {
            throw TaskFailure(ConnectError(.fatal, "Headers cannot be read: \(error)"), during: "consuming")
        }
        current = made
        defer { current = nil }
        if let failure = pipeline.process(made.batch) {
            // Positions stay where they are, so that the records come again.
            if failure.code == .retriable { return }
            throw TaskFailure(failure, during: "converting and transforming")
        }
        made.batch.removeDropped()
        try put(made)
    }

    private func put(_ records: SinkBatch) throws(TaskFailure) {
        let metrics = environment.metrics
        metrics.begin(.put)
        do throws(ConnectError) {
            if records.batch.count > 0 { try task.put(records.batch) }
        } catch  where error.code == .retriable {
            metrics.end()
            metrics.add(.retries)
            environment.log.warn("put asks for another try in \(requests.retryDelay) ms: \(error)")
            hold(records)
            return
        } catch {
            metrics.end()
            throw TaskFailure(error, during: "put")
        }
        let time = metrics.end()
        metrics.add(.sent, records.batch.count)
        metrics.countBatch(records: records.batch.count, time: time)
        positions.advance(records.ends)
        metrics[.active] = UInt64(positions.uncommitted)
        metrics.raise(.activeMax, to: UInt64(positions.uncommitted))
        release()
    }

    /// Keeps a batch for its next try; nothing else is consumed meanwhile, but the task stays in its group.
    private func hold(_ records: SinkBatch) {
        if pending == nil { pauseAll() }
        pending = records
        requests.retryAt = ContinuousClock.now + .milliseconds(requests.takeRetryDelay())
    }

    /// Lets go of a batch that waited for its next try.
    func release() {
        guard pending != nil else { return }
        pending = nil
        if !isPaused { resumeAll() }
    }

    private func retryPending() throws(TaskFailure) {
        guard let records = pending, ContinuousClock.now >= requests.retryAt else { return }
        try put(records)
    }

    private func followRequests() throws(TaskFailure) {
        let wanted = control.pauseRequested
        if wanted != isPaused {
            isPaused = wanted
            if wanted { pauseAll() } else if pending == nil { resumeAll() }
            control.send(wanted ? .paused : .resumed)
        }
        do throws(KafkaError) {
            try requests.apply(to: consumer, positions, mayResume: !isPaused && pending == nil)
        } catch {
            throw TaskFailure(ConnectError(.fatal, "The task's request failed: \(error)"), during: "seek or pause")
        }
    }

    private func pauseAll() {
        do { try consumer.pause(consumer.assignment) } catch { environment.log.warn("Pause failed: \(error)") }
    }

    /// All but what the task itself paused.
    private func resumeAll() {
        let partitions = consumer.assignment.filter { !requests.isPaused($0) }
        do { try consumer.resume(partitions) } catch { environment.log.warn("Resume failed: \(error)") }
    }

    private func checkConsumer() throws(TaskFailure) {
        while let event = consumer.nextEvent() { environment.log.client(event) }
        if let failure = takeFailure() { throw failure }
        if let fatal = consumer.fatalError {
            throw TaskFailure(ConnectError(.fatal, "The consumer cannot go on: \(fatal)"), during: "consuming")
        }
        if let broken = deadLetters?.failure { throw TaskFailure(broken, during: "writing dead letters") }
    }

    private func takeFailure() -> TaskFailure? {
        defer { failure = nil }
        return failure
    }

    /// Commits, leaves the group and stops the task.
    private func finish() {
        // What waits for its next try was not put: it comes again. The consumer wants its messages back before it ends.
        pending = nil
        _ = flushDeadLetters()
        // The callbacks of close commit what was put, and close the partitions.
        do { try consumer.close() } catch { environment.log.warn("The consumer did not leave its group: \(error)") }
        if let failure = takeFailure() {
            environment.log.error("The task's \(failure.activity) failed: \(failure.error)")
        }
        do throws(ConnectError) {
            try environment.call(.stop) { () throws(ConnectError) in try task.stop() }
        } catch {
            environment.log.error("The task's stop failed: \(error)")
        }
    }

    // MARK: - Rebalances

    private func assigned(_ partitions: [TopicPartition]) {
        tellMembership()
        environment.metrics[.partitions] = UInt64(consumer.assignment.count)
        positions.assign(partitions)
        if isPaused || pending != nil { try? consumer.pause(partitions) }
        inCallback("open", .open) { () throws(ConnectError) in try task.open(partitions.map(SinkPartition.init)) }
    }

    private func revoked(_ partitions: [TopicPartition], lost: Bool) {
        if let held = pending {
            held.dropRecords(of: partitions)
            if held.batch.count == 0 { release() }
        }
        if !lost { commitNow(partitions) }
        inCallback("close", .close) { () throws(ConnectError) in try task.close(partitions.map(SinkPartition.init)) }
        positions.revoke(partitions)
        requests.forget(partitions)
        environment.metrics[.partitions] = UInt64(max(0, consumer.assignment.count - partitions.count))
    }

    private func tellMembership() {
        guard let member = consumer.memberId, let group = membership?.group, member != membership?.member else {
            return
        }
        membership = (group, member)
        control.send(.joinedGroup(group: group, member: member))
    }

    private func inCallback(_ name: String, _ kind: CallKind, _ body: () throws(ConnectError) -> Void) {
        do throws(ConnectError) {
            try environment.call(kind, body)
        } catch {
            if failure == nil { failure = TaskFailure(error, during: name) }
        }
    }

    /// Dead letters count as delivered when they are in Kafka, and only then may offsets pass them.
    func flushDeadLetters() -> Bool { deadLetters?.flush() ?? true }
}

extension SinkPartition {
    init(_ partition: TopicPartition) {
        self.init(topic: partition.topic, partition: partition.partition)
    }
}

extension TopicPartition {
    init(_ partition: SinkPartition) {
        self.init(topic: partition.topic, partition: partition.partition)
    }
}
