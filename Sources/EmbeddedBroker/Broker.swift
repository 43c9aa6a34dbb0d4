internal import KafkaProtocol
internal import Logging
internal import NIOCore

/// The broker's state and its changes, in memory and in the store.
///
/// Runs on the storage thread, an event loop of its own that may block in the file system. A handler changes memory and
/// the store's open transaction in one go and then awaits `durable()`: what came together is committed together, and
/// nothing is answered, nor visible to readers, before it is on disk.
actor Broker {
    nonisolated let loop: any EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

    /// There is one broker, and this is its id.
    static let id: Int32 = 1

    let configuration: BrokerConfiguration
    /// The part of the configuration that can change while the broker runs.
    var settings: BrokerSettings
    let logger: Logger
    let directory: BrokerDirectory
    let store: BrokerStore
    let reader: LogReader
    let clusterId: String
    /// By name.
    var topics: [String: Topic] = [:]
    /// By the store's numbers.
    var partitions: [Int64: Partition] = [:]
    /// By transactional id.
    var transactions: [String: Transaction] = [:]
    /// When the open transactions are to be aborted.
    var transactionTimers: [String: Scheduled<Void>] = [:]
    /// The next producer's id.
    var unusedProducerId: Int64 = 0
    let groups: GroupCoordinator
    var groupTimer = GroupTimer()
    var maintenance: Maintenance
    /// What the store's open transaction has changed.
    var uncommitted = Uncommitted()
    var isCommitScheduled = false
    /// Whether the last commit failed: operators are told once, and when it is over.
    var isFailing = false
    var isClosed = false
    /// Succeeds when the log cannot be used any more; fails at an orderly end.
    nonisolated let failure: EventLoopPromise<Void>

    /// Opens the directory's log.
    init(
        _ configuration: BrokerConfiguration, logger: Logger, storageLoop: any EventLoop, readerLoop: any EventLoop
    ) throws {
        loop = storageLoop
        self.configuration = configuration
        self.logger = logger
        directory = try BrokerDirectory(configuration.directory)
        store = try BrokerStore(in: directory)
        clusterId = try Self.clusterId(in: store)
        reader = LogReader(directory.database, loop: readerLoop)
        maintenance = Maintenance(compactor: Compactor(store))
        groups = Self.coordinator(configuration, store, logger)
        try Self.restoreGroups(groups, from: store)
        settings = BrokerSettings(fixed: configuration.properties, dynamic: try store.brokerConfigs())
        (topics, partitions) = try Self.load(store, settings)
        // Last: a promise of a broker that cannot be made would never be kept, which ends the process.
        failure = storageLoop.makePromise()
    }

    /// The port of the broker that had the directory before.
    var lastPort: Int? {
        directory.lastAddress.flatMap { try? BrokerAddress(parsing: $0) }?.port
    }

    /// Takes up open transactions, and begins to look after the log. Nobody is served before: clients that wait for a
    /// restarted broker come in the moment that it listens, and would read what is not committed, and be given the ids
    /// of producers that exist.
    // Swift 6.3.1 crashes when it optimizes the caller with this inlined.
    @inline(never)
    func start() throws {
        try loadTransactions()
        scheduleGroupTimer()
        scheduleOffsetExpiration()
        maintenance.nextRetention = .now() + TimeAmount(configuration.retentionCheckInterval)
        scheduleMaintenance()
    }

    /// Begins to be found.
    @inline(never)
    func publish(address: BrokerAddress) throws {
        try directory.publish(address: address.description)
    }

    /// Ends in good order: who waits is answered, and the file is closed.
    func close() async {
        guard !isClosed else { return }
        isClosed = true
        directory.withdrawAddress()
        for partition in partitions.values { partition.endWaiting() }
        groups.endWaiting()
        await reader.close()
        // Nothing comes between these two: whatever was changed before is committed, and nothing is changed any more.
        commit()
        do {
            try store.close()
        } catch {
            // All of it is in the write-ahead log, and the next start takes it from there.
            logger.warning("The log was not left as small as it could be: \(error)")
        }
        failure.fail(CancellationError())
    }

    /// Calls `body` on the storage thread when the time has come.
    func schedule(at deadline: NIODeadline, _ body: @escaping () -> Void) -> Scheduled<Void> {
        let isolated = loop.assumeIsolated()
        return isolated.scheduleTask(deadline: deadline, body)
    }

    /// The log cannot be used any more: every request from now on is refused, and whoever runs the broker is told.
    func fail() {
        isClosed = true
        failure.succeed(())
        for partition in partitions.values { partition.endWaiting() }
        groups.endWaiting()
    }

    /// Forgets what memory has, and takes it from the store.
    func reload() throws {
        maintenance.compactor.startOver()
        for partition in partitions.values { partition.endWaiting() }
        settings = BrokerSettings(fixed: configuration.properties, dynamic: try store.brokerConfigs())
        (topics, partitions) = try Self.load(store, settings)
        try loadTransactions()
    }

    private static func load(
        _ store: BrokerStore, _ settings: BrokerSettings
    ) throws -> ([String: Topic], [Int64: Partition]) {
        let defaults = settings.topicDefaults
        var topics: [String: Topic] = [:]
        var partitions: [Int64: Partition] = [:]
        for row in try store.topics() {
            let topic = Topic(row, defaults: defaults)
            topics[topic.name] = topic
            for partition in topic.partitions { partitions[partition.id] = partition }
        }
        return (topics, partitions)
    }

    /// The id that the log was given when it was made: 16 random bytes, as Kafka writes them.
    private static func clusterId(in store: BrokerStore) throws -> String {
        if let known = try store.properties()["cluster.id"] { return known }
        let id = WireUUID.random().base64
        try store.setProperty("cluster.id", to: id)
        try store.commit()
        return id
    }
}
