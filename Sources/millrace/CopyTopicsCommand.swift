import ArgumentParser
import Daemon
import Dispatch
import Glibc
import Logging
import NIOCore
import Worker

/// `millrace copy-topics`: moves topics to another cluster.
struct CopyTopicsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy-topics", abstract: "Copy topics to another Kafka cluster.",
        discussion: """
            Each topic is made on the other side, with as many partitions and what was configured for it, and gets every \
            record that was there when the command began: in the same partition and order, with its key, value, headers \
            and timestamp. The command succeeds when all are acknowledged.

            Not copied are the offsets' numbers, which differ where the source has gaps, transactions (records of aborted \
            ones are left out, the others are plain records), and the offsets that groups have committed.

            SERVERS is host:port,... or embedded:///DIR, an embedded broker, which is started if it does not run.
            """)

    @Option(help: ArgumentHelp("Where the topics are.", valueName: "servers"))
    var from: String

    @Option(help: ArgumentHelp("Where they are copied to.", valueName: "servers"))
    var to: String

    @Option(help: "Client properties (security.protocol, ...) for --from, a .properties file.")
    var fromConfig: String?

    @Option(help: "Client properties (security.protocol, compression.type, ...) for --to, a .properties file.")
    var toConfig: String?

    @Option(help: "Of the topics that are made; -1 is the default of --to.")
    var replicationFactor: Int32 = -1

    @Flag(help: "Add to topics that have records already.")
    var append = false

    @Argument(help: ArgumentHelp("Topics to copy.", valueName: "topic"))
    var topics: [String]

    func validate() throws {
        guard replicationFactor == -1 || (1...Int32(Int16.max)).contains(replicationFactor) else {
            throw ValidationError("--replication-factor is a number from 1 on, or -1")
        }
        guard Set(topics).count == topics.count else { throw ValidationError("A topic is named twice") }
    }

    func run() async throws {
        NIOSingletons.groupLoopCountSuggestion = 1
        LoggingSystem.bootstrap { ConnectLogHandler(name: $0, contextKey: connectorContext) }
        let source = try NamedCluster(servers: from, configFile: fromConfig)
        let target = try NamedCluster(servers: to, configFile: toConfig)
        if let directory = source.embeddedBroker, access("\(directory)/broker.db", F_OK) != 0 {
            throw ValidationError("--from \(from): no broker has ever run on \(directory)")
        }
        try await connected(source) { source in
            try await connected(target) { target in try await copy(from: source, to: target) }
        }
    }

    /// Runs `body` while there is a broker.
    private func connected(
        _ cluster: NamedCluster, _ body: @Sendable (NamedCluster) async throws -> Void
    ) async throws {
        guard let directory = cluster.embeddedBroker else { return try await body(cluster) }
        let broker = SharedBroker(directory: directory, executable: try SiblingExecutable.broker.path())
        do {
            try await body(cluster.connected(to: try await broker.join()))
        } catch {
            await broker.leave()
            throw error
        }
        await broker.leave()
    }

    /// Blocks a thread of its own.
    private func copy(from source: NamedCluster, to target: NamedCluster) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async {
                done.resume(with: Result { try copyAll(from: source, to: target) })
            }
        }
    }

    private func copyAll(from source: NamedCluster, to target: NamedCluster) throws {
        let copier = try TopicCopier(
            from: source, to: target, replicationFactor: replicationFactor, appends: append)
        for plan in try copier.prepare(topics) {
            let count = try copier.copy(plan)
            print("\(plan.topic): \(count) records copied")
            fflush(nil)
        }
    }
}
