import ArgumentParser
import CProcess
import ConnectConfig
import Daemon
import Logging
import NIOCore
import Synchronization
import Worker

/// `millrace standalone`: a worker that keeps everything in this process and one file.
struct StandaloneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "standalone", abstract: "Run a worker by itself.",
        discussion: "Takes the same files as Kafka Connect's connect-standalone.sh.")

    @Argument(help: "The worker's configuration, a .properties file.")
    var worker: String

    @Argument(help: "Connectors to create: .properties files, or JSON as the REST API takes it.")
    var connectors: [String] = []

    func run() async throws {
        // REST and group requests need one thread; its default is one for each processor.
        NIOSingletons.groupLoopCountSuggestion = 1
        // Whoever writes a line, what it quotes of the worker's file may stand in place of a variable.
        let secrets = Mutex(ConfigSecrets())
        LoggingSystem.bootstrap { name in
            ConnectLogHandler(name: name, contextKey: connectorContext) { text in
                secrets.withLock { $0 }.hide(in: text)
            }
        }
        let stop = StopSignals(
            logger: Logger(label: "millrace"), consequence: "what was in flight comes again")
        do {
            // A core file would hold the passwords of configurations.
            _ = cprocess_deny_core_dumps()
            let processes = PluginProcesses()
            let config = try await WorkerConfig.standalone(file: worker) {
                SupervisedLauncher(supervisor: try processes.supervisor())
            }
            secrets.withLock { $0 = config.secrets }
            let requests = try ConnectorRequest.files(connectors)
            try await StandaloneWorker(config: config, connectors: requests, processes: processes).run(until: stop)
        } catch {
            Logger(label: "millrace").critical("\(error)")
            throw ExitCode(error is InvalidConfiguration ? 2 : 1)
        }
    }
}
