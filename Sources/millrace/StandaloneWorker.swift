import CProcess
import ConnectConfig
import Daemon
import Logging
import RESTServer
import Supervisor
import Synchronization
import Worker

/// Puts a standalone worker together and runs it until it is told to stop.
struct StandaloneWorker {
    private var config: WorkerConfig
    private let connectors: [ConnectorRequest]
    private let processes: PluginProcesses
    private let logger = Logger(label: "millrace")

    init(config: WorkerConfig, connectors: [ConnectorRequest], processes: PluginProcesses) {
        self.config = config
        self.processes = processes
        self.connectors = connectors
    }

    /// Runs. Returns when everything has ended gracefully, or as far as that was possible in time.
    ///
    /// - Throws: why the worker cannot start or go on.
    func run(until stop: StopSignals) async throws {
        for warning in config.warnings { logger.warning("\(warning)") }
        if let directory = config.embeddedBroker {
            try await work(withBrokerOf: directory, until: stop)
        } else {
            try await work(until: stop)
        }
        logger.info("Stopped")
    }

    private func work(withBrokerOf directory: String, until stop: StopSignals) async throws {
        let broker = SharedBroker(directory: directory, executable: try SiblingExecutable.broker.path())
        guard let address = try await join(broker, until: stop) else { return await broker.leave() }
        var worker = self
        worker.config = config.connected(to: address)
        do {
            try await worker.work(until: stop)
        } catch {
            await broker.leave()
            throw error
        }
        await broker.leave()
    }

    /// The broker's address, or nil if the worker was told to stop before it had one.
    private func join(_ broker: SharedBroker, until stop: StopSignals) async throws -> String? {
        let joining = Task { try await broker.join() }
        Task {
            await stop.first()
            joining.cancel()
        }
        do {
            return try await joining.value
        } catch is CancellationError {
            return nil
        }
    }

    private func work(until stop: StopSignals) async throws {
        let cluster = try KafkaCluster(config: config)
        for warning in cluster.warnings { logger.warning("\(warning)") }
        let offsets = try FileOffsetStore(path: config.offsetStorageFile)
        let launcher = SupervisedLauncher(supervisor: try processes.supervisor())
        let catalog = PluginCatalog(
            directories: config.pluginPath, launcher: launcher, scanTimeout: config.pluginScanTimeout)
        let herder = StandaloneHerder(
            config: config, commit: "millrace-\(MillraceVersion.own)", catalog: catalog, launcher: launcher,
            offsets: offsets, groups: KafkaConsumerGroups())

        let server = RESTServer(
            api: ConnectAPI(herder: herder), listeners: config.listeners, responseHeaders: config.responseHeaders)
        let refusal = Mutex<InvalidConfiguration?>(nil)
        let serving = Task {
            try await server.run { ports in
                await begin(herder, ports: ports)
                // Scans take processor time: the API is there before them.
                let registry = await catalog.refreshed()
                do throws(InvalidConfiguration) {
                    try config.checkConverters(in: registry)
                } catch {
                    refusal.withLock { $0 = error }
                    return stop.release()
                }
                if await herder.create(connectors) { logger.info("Kafka Connect worker started") }
                // What only the start used makes up most of what an idle worker would keep resident.
                _ = cprocess_release_code_pages()
            }
        }
        let identifying = Task { await identify(cluster, for: herder) }
        let end = await firstEnd(of: serving, stop)
        let failure = end ?? refusal.withLock { $0 }
        identifying.cancel()
        if failure == nil {
            let patience = Int(config.taskShutdownGracefulTimeout / .milliseconds(1))
            logger.info("Stopping: tasks have \(patience) ms to end; a second signal ends them at once")
        }
        await herder.end()
        await processes.shutdown()
        serving.cancel()
        _ = await serving.result
        if let failure { throw failure }
    }

    private func begin(_ herder: StandaloneHerder, ports: [Int]) async {
        let advertised = config.advertisedAddress(ports: ports)
        for (listener, port) in zip(config.listeners, ports) {
            logger.info("REST API listens on http://\(listener.host ?? "0.0.0.0"):\(port)")
        }
        await herder.start(workerID: advertised)
    }

    private func identify(_ cluster: KafkaCluster, for herder: StandaloneHerder) async {
        do {
            let servers = config.bootstrapServers.joined(separator: ",")
            let isTold = Mutex(false)
            let identity = try await cluster.identity {
                guard
                    isTold.withLock({ told in
                        defer { told = true }
                        return !told
                    })
                else { return }
                logger.warning("Kafka does not answer yet (bootstrap.servers=\(servers)); tasks wait until it does")
            }
            guard let identity else { return }
            logger.info("Kafka cluster ID: \(identity)")
            await herder.setClusterID(identity)
        } catch is CancellationError {
            return
        } catch {
            logger.error("The Kafka cluster could not be asked for its identity: \(error)")
        }
    }

    /// Waits for the signal to stop, or for the server's end, which is a failure.
    private func firstEnd(of serving: Task<Void, any Error>, _ stop: StopSignals) async -> (any Error)? {
        await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask {
                await stop.first()
                return nil
            }
            group.addTask {
                do {
                    try await serving.value
                    return nil
                } catch {
                    return error
                }
            }
            let end = await group.next() ?? nil
            stop.release()
            group.cancelAll()
            serving.cancel()
            return end
        }
    }
}
