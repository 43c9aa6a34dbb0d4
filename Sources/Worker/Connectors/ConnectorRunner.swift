internal import ConnectConfig
internal import Logging
internal import TaskProtocol

/// One connector: the process that runs its instance, and its tasks.
///
/// Methods that change something are called one at a time, in the connector's lane; questions at any time.
actor ConnectorRunner {
    private(set) var plan: ConnectorPlan
    let worker: WorkerContext
    let lane: SerialLane
    let logger: Logger
    private(set) var target: TargetState
    var instance = ConnectorStatus.Instance(state: .unassigned)
    private var session: PluginSession?
    /// Counts starts and stops: what an older process still says is not this one's.
    private var generation = 0
    private var configs: [TaskConfig] = []
    /// The configuration with what config providers gave for the instance that runs.
    private var resolved = TransformedConfig(values: [:])
    /// The same for the tasks that there are.
    private var resolvedForTasks: [String: String?] = [:]
    /// Restarts that the lifetimes of values call for, by the places of the values.
    var reloads: [ConfigPlace: Task<Void, Never>] = [:]
    private(set) var tasks: [TaskRunner] = []

    /// A connector that has done nothing yet.
    init(plan: ConnectorPlan, target: TargetState, worker: WorkerContext, lane: SerialLane) {
        self.plan = plan
        self.target = target
        self.worker = worker
        self.lane = lane
        var logger = Logger(label: "millrace.connector")
        logger[metadataKey: connectorContext] = "\(plan.config.name)|worker"
        self.logger = logger
    }

    var name: String { plan.config.name }

    /// What the connector is.
    var info: ConnectorInfo {
        ConnectorInfo(name: name, config: plan.properties, taskCount: tasks.count, type: plan.config.type)
    }

    /// The configurations of its tasks, with variables in place of what they stand for.
    var taskConfigs: [[String: String]] { configs.map(\.shown) }

    /// What the connector and its tasks do.
    var status: ConnectorStatus {
        get async {
            var status = ConnectorStatus(
                name: name, type: plan.config.type, workerID: worker.workerID, connector: instance, tasks: [])
            for task in tasks { status.tasks.append(await task.status) }
            return status
        }
    }

    /// Does what the target demands of a connector that does nothing yet.
    func begin() async throws(HerderError) {
        guard target != .stopped else {
            instance = .init(state: .stopped, version: plan.plugin.version)
            return
        }
        try await startInstance()
        try await updateTasks()
        if target == .paused { await stopInstance(leaving: .paused) }
    }

    /// Ends all, gracefully where that is possible in time. Tasks and instance end at once.
    func end() async {
        await withTaskGroup { group in
            group.addTask { await self.endTasks() }
            group.addTask { await self.stopInstance(leaving: .unassigned) }
        }
    }

    /// Runs with a new configuration.
    func reconfigure(_ plan: ConnectorPlan) async throws(HerderError) {
        await end()
        self.plan = plan
        try await begin()
    }

    /// Runs, pauses or stops.
    func setTarget(_ target: TargetState) async throws(HerderError) {
        guard target != self.target else { return }
        let previous = self.target
        self.target = target
        logger.info("Connector \(name) goes from \(previous.rawValue) to \(target.rawValue)")
        switch (previous, target) {
        case (.stopped, _): try await begin()
        case (_, .stopped):
            await end()
            instance = .init(state: .stopped, version: instance.version)
        case (_, .paused):
            for task in tasks { await task.setPaused(true) }
            await stopInstance(leaving: .paused)
        case (_, .started):
            for task in tasks { await task.setPaused(false) }
            try await startInstance()
            try await updateTasks()
        }
    }

    /// Starts the instance anew, and its tasks if it now wants others.
    func restartInstance() async throws(HerderError) {
        guard target != .stopped else { return }
        instance = .init(state: .restarting, version: instance.version)
        await stopInstance(leaving: .restarting)
        try await startInstance()
        try await updateTasks()
        if target == .paused { await stopInstance(leaving: .paused) }
    }

    /// Asks the connector for the configurations of its tasks, and replaces the tasks if they changed.
    func updateTasks() async throws(HerderError) {
        let configs = try await requestTaskConfigs()
        guard configs != self.configs || resolved.values != resolvedForTasks else { return }
        await endTasks()
        self.configs = configs
        resolvedForTasks = resolved.values
        tasks = configs.enumerated().map { number, config in
            TaskRunner(
                plan: TaskPlan(connector: plan, number: number, config: config.kept, secrets: resolved.secrets),
                isPaused: target == .paused, worker: worker,
                noteLifetimes: { [weak self] in await self?.scheduleReloads($0) })
        }
        for task in tasks { Task { await task.start() } }
    }

    /// Looks after plugins that do not come back; to be called about once a second.
    func watchCalls() async {
        for task in tasks { await task.watchCalls() }
    }

    private var deadline: Duration { plan.config.supervision.connectorCallTimeout }

    private func endTasks() async {
        let deadline = worker.config.taskShutdownGracefulTimeout
        let ending = tasks
        tasks = []
        configs = []
        await withTaskGroup { group in
            for task in ending { group.addTask { await task.end(deadline: deadline) } }
        }
    }

    private func startInstance() async throws(HerderError) {
        generation += 1
        let mine = generation
        logger.info("Creating connector \(name) of type \(plan.plugin.className)")
        do {
            let renewed = try await plan.renewed(worker: worker)
            guard mine == generation else { throw PluginFailure(description: "it was stopped meanwhile") }
            (plan, resolved) = renewed
            scheduleReloads(resolved.lifetimes)
            let process = try await worker.launcher.launch(
                plan.launch(role: "connector"), context: "\(name)|worker",
                secrets: worker.config.secrets.merging(resolved.secrets))
            guard mine == generation else {
                process.kill()
                throw PluginFailure(description: "it was stopped meanwhile")
            }
            let session = PluginSession(process: process) { [weak self] notice in await self?.take(notice, of: mine) }
            self.session = session
            let version = try await session.start(plan.start(worker: worker), deadline: deadline)
            instance = .init(state: .running, version: version)
        } catch {
            if mine == generation { fail("\(error)") }
            throw .failed("Failed to start connector \(name): \(error)")
        }
    }

    private func stopInstance(leaving state: InstanceState) async {
        generation += 1
        cancelReloads()
        if let session {
            await session.stop(deadline: worker.config.taskShutdownGracefulTimeout)
            self.session = nil
        }
        instance = .init(state: state, version: instance.version)
    }

    private func requestTaskConfigs() async throws(HerderError) -> [TaskConfig] {
        guard let session else { throw .failed("Connector \(name) does not run, so it has no tasks") }
        let limit = plan.config.tasksMax
        let configs: [TaskConfig]
        do {
            let answer = try await session.request("taskConfigs", deadline: deadline) {
                .taskConfigs(request: $0, maxTasks: Int32(clamping: limit.count))
            }
            guard case .taskConfigs(_, let answered) = answer else { return [] }
            configs = answered.map { TaskConfig($0, of: resolved) }
        } catch {
            fail("Failed to get the configurations of its tasks: \(error)")
            throw .failed("Failed to get the task configurations of connector \(name): \(error)")
        }
        guard configs.count > limit.count else { return configs }
        let excess =
            "The connector \(name) has generated \(configs.count) tasks, which is greater than \(limit.count), the "
            + "maximum number of tasks it is configured to create. "
        guard limit.isEnforced else {
            logger.warning("\(excess)This behavior should be considered a bug.")
            return configs
        }
        let message =
            excess + "This behavior should be considered a bug and is disallowed. If necessary, it can be permitted by "
            + "reconfiguring the connector with 'tasks.max.enforce' set to false; however, this option will be removed "
            + "in a future release of Kafka Connect."
        fail(message)
        throw .failed(message)
    }

    private func fail(_ trace: String) {
        guard instance.state != .failed else { return }
        instance.state = .failed
        instance.trace = trace
        logger.error("Connector \(name) failed: \(trace)")
    }

    private func take(_ notice: PluginSession.Notice, of origin: Int) async {
        guard origin == generation else { return }
        switch notice {
        case .message(.reconfigureTasks): reconfigureTasks()
        case .message(.failed(let trace, _)): fail(trace)
        case .message(.readOffsets(let request, let partitions)): await read(partitions, request)
        case .message: break
        case .ended(let end):
            session = nil
            fail(end.trace)
        }
    }

    /// The plugin waits for nothing here: its request is served when it is this connector's turn.
    private func reconfigureTasks() {
        let mine = generation
        logger.info("Connector \(name) asks for new task configurations")
        Task {
            try await lane.run {
                guard await self.generation == mine else { return }
                try await self.updateTasks()
            }
        }
    }

    private func read(_ partitions: [[UInt8]], _ request: UInt64) async {
        guard let session else { return }
        do {
            let offsets = try await worker.offsets.offsets(of: partitions, connector: name)
            await session.send(.offsets(request: request, offsets: offsets))
        } catch {
            await session.kill(because: "\(error)")
        }
    }
}
