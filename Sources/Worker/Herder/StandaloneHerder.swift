public import ConnectConfig
internal import Logging

/// The herder of `millrace standalone`: all connectors run in this worker, and their configurations are kept in memory.
public actor StandaloneHerder: Herder {
    private let config: WorkerConfig
    private let catalog: PluginCatalog
    private let offsets: any OffsetStore
    private let launcher: any PluginLauncher
    private let groups: (any ConsumerGroups)?
    private let logger = Logger(label: "millrace.herder")
    private var info: WorkerInfo
    private var workerID = ""
    private var isStarted = false
    private var isEnding = false
    private var connectors: [String: ConnectorRunner] = [:]
    private var lanes: [String: (lane: SerialLane, users: Int)] = [:]
    private var housekeeping: Task<Void, any Error>?

    /// A herder without connectors.
    ///
    /// - Parameters:
    ///   - config: the worker's configuration.
    ///   - commit: the worker's own version.
    ///   - groups: takes sink tasks that died out of their consumer groups; nil leaves it to session timeouts.
    public init(
        config: WorkerConfig, commit: String, catalog: PluginCatalog, launcher: any PluginLauncher,
        offsets: any OffsetStore, groups: (any ConsumerGroups)? = nil
    ) {
        self.config = config
        self.catalog = catalog
        self.launcher = launcher
        self.offsets = offsets
        self.groups = groups
        info = WorkerInfo(version: connectVersion, commit: commit, clusterID: nil)
    }

    /// Begins to look after plugins and tasks.
    ///
    /// - Parameter workerID: how statuses name this worker, `host:port`.
    public func start(workerID: String) {
        self.workerID = workerID
        housekeeping = Task { [weak self] in
            while true {
                try await Task.sleep(for: .seconds(1))
                guard let self else { return }
                await self.lookAfterTasks()
                await self.catalog.refreshed()
            }
        }
    }

    /// Creates the connectors of the command line, one after another. One that fails is logged and does not stop the
    /// others. False if the worker was told to stop meanwhile.
    @discardableResult
    public func create(_ requests: [ConnectorRequest]) async -> Bool {
        for request in requests where !isEnding {
            do {
                let target: TargetState =
                    switch request.initialState {
                    case .paused: .paused
                    case .stopped: .stopped
                    case .running, nil: .started
                    }
                _ = try await create(request.name, config: ConnectorProperties(request.config), state: target)
                logger.info("Created connector \(request.name)")
            } catch {
                guard !isEnding else { break }
                logger.error("Failed to create connector \(request.name): \(error)")
            }
        }
        isStarted = !isEnding
        return isStarted
    }

    /// Notes the identity of the Kafka cluster.
    public func setClusterID(_ clusterID: String) {
        info.clusterID = clusterID
    }

    /// Ends all connectors gracefully: sources stop, what is in flight is acknowledged, offsets are committed, sinks
    /// flush. What is not done by `task.shutdown.graceful.timeout.ms` is ended hard.
    public func end() async {
        isEnding = true
        housekeeping?.cancel()
        let runners = connectors.values
        await withTaskGroup { group in
            for runner in runners { group.addTask { await runner.end() } }
        }
    }

    /// See `Herder`.
    public func workerInfo() -> WorkerInfo { info }

    /// See `Herder`.
    public func isReady() -> Bool { isStarted }

    /// See `Herder`.
    public func connectorNames() -> [String] { connectors.keys.sorted() }

    /// See `Herder`.
    public func info(of connector: String) async throws(HerderError) -> ConnectorInfo {
        await try runner(connector).info
    }

    /// See `Herder`.
    public func status(of connector: String) async throws(HerderError) -> ConnectorStatus {
        guard let runner = connectors[connector] else {
            throw .notFound("No status found for connector \(connector)")
        }
        return await runner.status
    }

    /// See `Herder`.
    public func create(
        _ name: String, config: ConnectorProperties, state: TargetState
    ) async throws(HerderError) -> ConnectorInfo {
        try await inLane(of: name) { try await self.createNow(name, config, state) }
    }

    /// See `Herder`.
    public func put(
        _ name: String, config: ConnectorProperties
    ) async throws(HerderError) -> (info: ConnectorInfo, isNew: Bool) {
        try await inLane(of: name) {
            guard let runner = await self.connectors[name] else {
                return (try await self.createNow(name, config, .started), true)
            }
            try await runner.reconfigure(try await self.plan(name, config))
            return (await runner.info, false)
        }
    }

    /// See `Herder`.
    public func delete(_ name: String) async throws(HerderError) {
        try await inLane(of: name) {
            try await self.runner(name).end()
            await self.forget(name)
        }
    }

    /// See `Herder`.
    public func restart(_ name: String) async throws(HerderError) {
        try await inLane(of: name) { try await self.runner(name).restartInstance() }
    }

    /// See `Herder`.
    public func restart(
        _ name: String, includeTasks: Bool, onlyFailed: Bool
    ) async throws(HerderError) -> ConnectorStatus {
        guard let runner = connectors[name] else { throw .notFound("Unknown connector: \(name)") }
        let plan = await runner.planRestart(includeTasks: includeTasks, onlyFailed: onlyFailed)
        let status = await runner.status
        Task { try await inLane(of: name) { try await runner.restart(plan) } }
        return status
    }

    /// See `Herder`.
    public func restartTask(_ task: Int, of name: String) async throws(HerderError) {
        try await inLane(of: name) { try await self.runner(name).restartTask(task) }
    }

    /// See `Herder`.
    public func setTarget(_ target: TargetState, of name: String) async throws(HerderError) {
        try await inLane(of: name) { try await self.runner(name).setTarget(target) }
    }

    /// See `Herder`.
    public func tasks(of connector: String) async throws(HerderError) -> [[String: String]] {
        await try runner(connector).taskConfigs
    }

    /// See `Herder`.
    public func validate(_ config: ConnectorProperties) async throws(HerderError) -> ConfigInfos {
        try await ConnectorValidator(catalog: catalog, worker: context).validate(config).infos
    }

    /// See `Herder`.
    public func definition(
        ofPlugin name: String, version: String?
    ) async throws(HerderError) -> [ConfigDef.Key] {
        let registry = await catalog.registry()
        return try registry.plugin(named: name, version: version).definition
    }

    /// See `Herder`.
    public func plugins() async -> [InstalledPlugin] {
        await catalog.registry().plugins
    }

    private func runner(_ name: String) throws(HerderError) -> ConnectorRunner {
        guard let runner = connectors[name] else { throw .notFound("Connector \(name) not found") }
        return runner
    }

    private func createNow(
        _ name: String, _ config: ConnectorProperties, _ state: TargetState
    ) async throws(HerderError) -> ConnectorInfo {
        guard connectors[name] == nil else { throw .conflict("Connector \(name) already exists") }
        let plan = try await plan(name, config)
        guard !isEnding else { throw .conflict("The worker is being stopped") }
        let runner = ConnectorRunner(plan: plan, target: state, worker: context, lane: lane(of: name))
        connectors[name] = runner
        try await runner.begin()
        return await runner.info
    }

    private func plan(_ name: String, _ config: ConnectorProperties) async throws(HerderError) -> ConnectorPlan {
        try await ConnectorPlanner(catalog: catalog, worker: context).plan(name, config)
    }

    private var context: WorkerContext {
        WorkerContext(config: config, launcher: launcher, offsets: offsets, groups: groups, workerID: workerID)
    }

    private func forget(_ name: String) {
        connectors[name] = nil
    }

    private func lookAfterTasks() async {
        for runner in connectors.values { await runner.watchCalls() }
    }

    private func lane(of name: String) -> SerialLane {
        lanes[name]?.lane ?? SerialLane()
    }

    /// Runs a change when it is this connector's turn.
    private func inLane<T: Sendable>(
        of name: String, _ change: @escaping @Sendable () async throws -> T
    ) async throws(HerderError) -> T {
        let lane = lane(of: name)
        lanes[name] = (lane, (lanes[name]?.users ?? 0) + 1)
        defer { release(name) }
        do {
            return try await lane.run(change)
        } catch let error as HerderError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    /// A lane lives as long as its connector, or as long as somebody waits in it.
    private func release(_ name: String) {
        lanes[name]?.users -= 1
        if lanes[name]?.users == 0, connectors[name] == nil { lanes[name] = nil }
    }
}
