internal import CMillrace
internal import ConnectData
internal import Glibc
internal import KafkaClient
internal import PluginHost
internal import TaskProtocol

/// Runs a source task: `poll` → transformations → converters → producer → acknowledged → offset commit, on the
/// process's main thread.
final class SourceTaskRunner {
    private let environment: TaskEnvironment
    private var task: HostedSourceTask?
    private var deliveries: SourceDeliveries?
    private var pipeline: RecordPipeline?
    private var isPaused = false
    private var idle = IdleWait()
    /// `stop` is called once, by the thread that comes first: the task's, or the daemon's message.
    private let stopped = StopOnce()

    init(_ environment: TaskEnvironment) {
        self.environment = environment
    }

    private var control: TaskControl { environment.control }

    /// Runs until the daemon asks for the end; throws what the task failed with, and what it was doing.
    func run() throws(TaskFailure) {
        let (task, deliveries, pipeline) = try TaskFailure.during("start") { () throws(ConnectError) in
            try begin()
        }
        deliveries.begin()
        var failure: TaskFailure?
        do throws(TaskFailure) {
            try loop(task, deliveries, pipeline)
        } catch {
            var error = error
            error.asksForRestart = deliveries.hasLostStep
            failure = error
            // Before the end, in which the plugin may hang.
            environment.fail(error)
        }
        finish(task, deliveries)
        deliveries.end()
        if let failure { throw failure }
    }

    private func begin() throws(ConnectError) -> (HostedSourceTask, SourceDeliveries, RecordPipeline) {
        let (start, metrics) = (environment.start, environment.metrics)
        let plugin = try environment.loadPlugin([.source])
        let clients = ClientSettings(start)
        let errors = ErrorHandler(
            settings: ErrorSettings(start.connectorConfig), metrics: metrics, log: environment.log, control: control)
        let steps = try PipelineSteps.source(start, PluginClasses(files: start.otherPlugins))
        let producer = try connect(try clients.producer())
        let topics = TopicCreation(
            groups: try TopicCreationGroup.groups(connector: start.connectorConfig, worker: start.workerConfig),
            admin: try clients.admin(), log: environment.log)
        let deliveries = SourceDeliveries(
            producer: producer, topics: topics, errors: errors, metrics: metrics, control: control,
            log: environment.log,
            commitInterval: .milliseconds(start.workerConfig.integer("offset.flush.interval.ms", default: 60_000)))
        errors.whileWaiting = { deliveries.unlocked($0) }
        let task = try environment.call(.start) { () throws(ConnectError) in
            let task = try HostedSourceTask(plugin, offsets: OffsetReader(control))
            let started = ChangeSignal()
            stopped.prepare(task.stop)
            listen(deliveries, after: started)
            try task.start(start.config)
            started.signal()
            return task
        }
        control.send(.started(version: plugin.version))
        return (task, deliveries, RecordPipeline(steps: steps, errors: errors, metrics: metrics))
    }

    private func connect(_ properties: TranslatedProperties) throws(ConnectError) -> KafkaProducer {
        for warning in properties.warnings { environment.log.warn(warning) }
        do {
            return try KafkaProducer(properties: properties)
        } catch {
            throw ConnectError(.fatal, "The producer cannot be made: \(error)")
        }
    }

    /// Lets the daemon's messages in. The plugin's `stop` waits until its `start` has returned, as the ABI promises.
    private func listen(_ deliveries: SourceDeliveries, after started: ChangeSignal) {
        let log = environment.log
        control.begin(
            onStop: { [stopped] in
                started.wait()
                stopped.stop(log)
            },
            onTick: { deliveries.serviceFromControlThread() })
    }

    private func loop(
        _ task: HostedSourceTask, _ deliveries: SourceDeliveries, _ pipeline: RecordPipeline
    ) throws(TaskFailure) {
        while !control.stopRequested {
            followPause()
            guard !isPaused else {
                try rest(task, deliveries)
                continue
            }
            let batch = try TaskFailure.during("poll") { () throws(ConnectError) in
                try poll(task, deliveries)
            }
            if let batch { try handle(batch, deliveries, pipeline) }
            try service(task, deliveries)
            if batch == nil { deliveries.unlocked { idle.wait(control) } } else { idle.reset() }
        }
    }

    /// Takes what Kafka and the daemon said, and tells the plugin.
    private func service(_ task: HostedSourceTask, _ deliveries: SourceDeliveries) throws(TaskFailure) {
        deliveries.service(wait: 0)
        try TaskFailure.during("producing to Kafka") { () throws(ConnectError) in try deliveries.check() }
        try tell(task, deliveries)
    }

    /// The next batch, checked; nil if there is none now, or if the plugin asks for another try.
    private func poll(_ task: HostedSourceTask, _ deliveries: SourceDeliveries) throws(ConnectError) -> Batch? {
        let metrics = environment.metrics
        metrics.begin(.poll)
        var batch: Batch?
        do throws(ConnectError) {
            batch = try deliveries.unlocked { () throws(ConnectError) in try task.poll() }
        } catch {
            metrics.end()
            guard error.code == .retriable else { throw error }
            metrics.add(.retries)
            environment.log.warn("poll asks for another try: \(error)")
            return nil
        }
        let time = metrics.end()
        guard let batch, batch.count > 0 else { return nil }
        try BatchCheck.check(batch)
        metrics.add(.polled, batch.count)
        metrics.countBatch(records: batch.count, time: time)
        return batch
    }

    private func handle(
        _ batch: Batch, _ deliveries: SourceDeliveries, _ pipeline: RecordPipeline
    ) throws(TaskFailure) {
        let failure = pipeline.process(batch)
        do throws(ConnectError) {
            try deliveries.send(batch)
        } catch  where error.code == .retriable && control.stopRequested {
            return
        } catch {
            throw TaskFailure(error, during: "producing to Kafka")
        }
        if let failure, failure.code != .retriable {
            throw TaskFailure(failure, during: "transforming and converting")
        }
    }

    /// Tells the plugin what was acknowledged and committed.
    private func tell(_ task: HostedSourceTask, _ deliveries: SourceDeliveries) throws(TaskFailure) {
        let acknowledged = deliveries.takeAcknowledged()
        if !acknowledged.isEmpty {
            try TaskFailure.during("acknowledged") { () throws(ConnectError) in
                try environment.call(.commit) { () throws(ConnectError) in
                    try withAcknowledgements(acknowledged) { records throws(ConnectError) in
                        try task.acknowledged(records)
                    }
                }
            }
        }
        guard deliveries.takeCommitted() else { return }
        do throws(ConnectError) {
            try environment.call(.commit) { () throws(ConnectError) in try task.commit() }
        } catch {
            // As in Connect: the offsets are durable, so what the plugin makes of it does not end the task.
            environment.log.error("The task's commit failed: \(error)")
        }
    }

    private func followPause() {
        let wanted = control.pauseRequested
        if wanted != isPaused {
            isPaused = wanted
            control.send(wanted ? .paused : .resumed)
        }
    }

    /// A paused task polls nothing; what it sent before is acknowledged and committed meanwhile.
    private func rest(_ task: HostedSourceTask, _ deliveries: SourceDeliveries) throws(TaskFailure) {
        try service(task, deliveries)
        deliveries.unlocked { control.waitForChange(milliseconds: 100) }
    }

    /// Waits for what is in flight and commits what is acknowledged, within the time that the daemon gives for it: what
    /// the records leave of nine tenths is for the offsets, the last tenth for the plugin's end.
    private func finish(_ task: HostedSourceTask, _ deliveries: SourceDeliveries) {
        let patience = environment.start.workerConfig.integer("task.shutdown.graceful.timeout.ms", default: 5000)
        let (flush, commitEnd) = (patience * 6 / 10, ContinuousClock.now + .milliseconds(patience * 9 / 10))
        if !deliveries.flush(milliseconds: flush) {
            environment.log.warn("Records in flight were not acknowledged within \(flush) ms; they are sent again")
        }
        if !deliveries.commitNow(until: commitEnd) {
            environment.log.error(
                "Offsets could not be committed within \(patience * 9 / 10) ms of the end; records are sent again")
        }
        try? tell(task, deliveries)
        environment.metrics.begin(.stop)
        stopped.stop(environment.log)
        control.awaitStop()
        environment.metrics.end()
    }
}

private func withAcknowledgements(
    _ records: [millrace_acknowledgement],
    _ body: (UnsafeBufferPointer<millrace_acknowledgement>) throws(ConnectError) -> Void
) throws(ConnectError) {
    var failure: ConnectError?
    records.withUnsafeBufferPointer { records in
        do throws(ConnectError) { try body(records) } catch { failure = error }
    }
    if let failure { throw failure }
}
