internal import ConnectConfig
internal import Logging
internal import TaskProtocol

/// One task: the process that runs it now, its state, and what happens when the process ends.
actor TaskRunner {
    private let plan: TaskPlan
    private let worker: WorkerContext
    private let logger: Logger
    /// Hears after how many milliseconds the values of config providers should be read again, by their places.
    private let noteLifetimes: @Sendable ([ConfigPlace: Int64]) async -> Void
    private var instance = ConnectorStatus.Instance(state: .unassigned)
    private var isPaused: Bool
    private var session: PluginSession?
    /// Counts starts and stops: what an older process still says is not this one's.
    private var generation = 0
    /// Set by the final stop. A start that comes later does nothing: nobody would end its process.
    private var isEnded = false
    private var secrets = ConfigSecrets()
    private var membership: (group: String, member: String)?
    private var restarts: RestartCounter
    private var restartTimer: Task<Void, any Error>?
    private var isReportedAsStalled = false
    /// Restarts that the task itself asks for, whatever the policy.
    private var renewals = RestartCounter(policy: .backoff(.ofClients))
    private var asksForRestart = false

    init(
        plan: TaskPlan, isPaused: Bool, worker: WorkerContext,
        noteLifetimes: @escaping @Sendable ([ConfigPlace: Int64]) async -> Void = { _ in }
    ) {
        self.plan = plan
        self.noteLifetimes = noteLifetimes
        self.isPaused = isPaused
        self.worker = worker
        restarts = RestartCounter(policy: plan.connector.config.supervision.restartPolicy)
        var logger = Logger(label: "millrace.task")
        logger[metadataKey: connectorContext] = "\(plan.context)"
        self.logger = logger
    }

    /// What the task does now.
    var status: ConnectorStatus.Instance {
        var status = instance
        status.stall = stalledCall.map { "\($0.kind) has not returned for \($0.age.components.seconds) s" }
        return status
    }

    /// Starts the process; returns when the task runs or has failed.
    func start() async {
        guard !isEnded else { return }
        generation += 1
        let mine = generation
        if instance.state != .restarting { instance = .init(state: .unassigned, version: instance.version) }
        var isLaunched = false
        do {
            let resolved = try await plan.resolve(worker: worker)
            secrets = worker.config.secrets.merging(plan.secrets).merging(resolved.connector.secrets)
                .merging(resolved.task.secrets)
            await noteLifetimes(resolved.connector.lifetimes.merging(resolved.task.lifetimes) { min($0, $1) })
            guard mine == generation else { return }
            let process = try await worker.launcher.launch(plan.launch, context: plan.context, secrets: secrets)
            isLaunched = true
            guard mine == generation else { return process.kill() }
            let session = PluginSession(process: process) { [weak self] notice in await self?.take(notice, of: mine) }
            self.session = session
            let start = plan.start(paused: isPaused, worker: worker, resolved, hiding: secrets)
            let deadline = plan.connector.config.supervision.startTimeout
            let version = try await session.start(start, deadline: deadline)
            guard mine == generation, instance.state != .failed else { return }
            instance = .init(state: isPaused ? .paused : .running, version: version)
            restarts.hasStarted(at: .now)
            renewals.hasStarted(at: .now)
            logger.info("Task \(plan.label) is \(instance.state.rawValue)")
        } catch {
            guard mine == generation else { return }
            fail("\(error)")
            // The end of a process that was launched is still to come, and brings the restart.
            if !isLaunched { scheduleRestart() }
        }
    }

    /// Ends the task for good: its process gracefully if it can within the deadline.
    func end(deadline: Duration) async {
        isEnded = true
        await stop(deadline: deadline)
    }

    /// Ends the process, gracefully if it can within the deadline.
    private func stop(deadline: Duration) async {
        generation += 1
        restartTimer?.cancel()
        guard let session else { return }
        let end = await session.stop(deadline: deadline)
        if end?.isSuccess == true {
            membership = nil
        } else if instance.state != .failed {
            logger.warning("Task \(plan.label) did not stop gracefully: \(end?.trace ?? "it has ended before")")
        }
        if self.session === session { self.session = nil }
        await leaveGroup()
    }

    /// Ends the process and starts it anew, by an operator's wish.
    func restart(deadline: Duration) async {
        markRestarting()
        restarts = RestartCounter(policy: plan.connector.config.supervision.restartPolicy)
        await stop(deadline: deadline)
        await start()
    }

    /// Shows a restart that is about to happen.
    func markRestarting() {
        instance = .init(state: .restarting, version: instance.version)
    }

    /// Pauses or resumes; the state follows when the task has done it.
    func setPaused(_ paused: Bool) async {
        isPaused = paused
        await session?.send(paused ? .pause : .resume)
    }

    /// Ends a process whose plugin does not come back; to be called about once a second.
    func watchCalls() async {
        let supervision = plan.connector.config.supervision
        guard let session, let call = stalledCall else {
            isReportedAsStalled = false
            return
        }
        if let limit = supervision.callTimeout, call.age > limit {
            await session.kill(
                because: "\(call.kind) did not return within task.call.timeout.ms=\(limit.milliseconds), so the task's "
                    + "process was ended")
        } else if call.age > supervision.stallTimeout, !isReportedAsStalled {
            isReportedAsStalled = true
            logger.warning(
                "Task \(plan.label) is stalled: \(call.kind) has not returned for \(call.age.milliseconds) ms")
        }
    }

    /// The call that takes longer than one of the two limits.
    private var stalledCall: TaskMetricsSnapshot.Call? {
        let supervision = plan.connector.config.supervision
        guard let call = session?.call else { return nil }
        return call.age > min(supervision.stallTimeout, supervision.callTimeout ?? supervision.stallTimeout)
            ? call : nil
    }

    private func take(_ notice: PluginSession.Notice, of origin: Int) async {
        if case .message(.joinedGroup(let group, let member)) = notice { membership = (group, member) }
        if case .message(.commitOffsets(let request, let offsets)) = notice {
            // A task that is being stopped still commits.
            return await commit(offsets, request)
        }
        guard origin == generation else { return }
        switch notice {
        case .message(.paused): if instance.state == .running { instance.state = .paused }
        case .message(.resumed): if instance.state == .paused { instance.state = .running }
        case .message(.failed(let trace, let restart)):
            asksForRestart = restart
            fail(trace)
            await endAfterFailure()
        case .message(.readOffsets(let request, let partitions)): await read(partitions, request)
        case .message: break
        case .ended(let end):
            session = nil
            fail(end.trace)
            await leaveGroup()
            guard origin == generation else { return }
            scheduleRestart()
        }
    }

    private func fail(_ trace: String) {
        guard instance.state != .failed else { return }
        instance.state = .failed
        instance.trace = trace
        logger.error("Task \(plan.label) failed: \(trace)")
    }

    /// A process that has said why it fails ends by itself, unless its plugin keeps it.
    private func endAfterFailure() async {
        guard let session else { return }
        Task {
            try await Task.sleep(for: worker.config.taskShutdownGracefulTimeout)
            await session.kill(because: "the failed task did not end")
        }
    }

    private func scheduleRestart() {
        let renewal = asksForRestart ? renewals.nextDelay(now: .now) : nil
        asksForRestart = false
        guard let delay = renewal ?? restarts.nextDelay(now: .now) else { return }
        let reason = renewal == nil ? "restart \(restarts.attempts)" : "its Kafka client cannot go on; a new one can"
        logger.info("Task \(plan.label) restarts in \(delay.milliseconds) ms (\(reason))")
        let mine = generation
        restartTimer = Task {
            try await Task.sleep(for: delay)
            guard mine == generation else { return }
            markRestarting()
            await start()
        }
    }

    private func commit(_ offsets: [SourceOffset], _ request: UInt64) async {
        guard let session else { return }
        do {
            try await worker.offsets.commit(offsets, connector: plan.connector.config.name)
            await session.send(.offsetsCommitted(request: request, error: nil))
        } catch {
            // The task logs it, and tries again.
            await session.send(.offsetsCommitted(request: request, error: "\(error)"))
        }
    }

    private func read(_ partitions: [[UInt8]], _ request: UInt64) async {
        guard let session else { return }
        do {
            let offsets = try await worker.offsets.offsets(of: partitions, connector: plan.connector.config.name)
            await session.send(.offsets(request: request, offsets: offsets))
        } catch {
            await session.kill(because: "\(error)")
        }
    }

    private func leaveGroup() async {
        guard let (group, member) = membership else { return }
        membership = nil
        let config = plan.connector.config
        let settings = config.clientSettings(.consumer, worker: worker.config, task: plan.number)
        do {
            try await worker.groups?.leave(group: group, member: member, settings: settings)
        } catch {
            let reason = secrets.hide(in: "\(error)")
            logger.warning("Member \(member) could not be taken out of group \(group): \(reason)")
        }
    }
}
