import ArgumentParser
import CProcess
import Daemon
import EmbeddedBroker
import Glibc
import Logging

/// `millrace-broker --dir DIR [--listen HOST:PORT]`: Kafka's protocol on a durable log, for one machine.
@main
struct MillraceBroker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millrace-broker",
        abstract: "A single-node, durable log that speaks Kafka's protocol, for one machine.",
        discussion: """
            Where clients reach it stands in the file DIR/address while it runs. DIR/broker.properties, if it is there, \
            configures it: Kafka's names, for what docs/embedded-broker.md lists.
            """,
        version: MillraceVersion.text(of: "millrace-broker"))

    @Option(name: .customLong("dir"), help: "The directory that holds the log. It is made if it is not there.")
    var directory: String

    @Option(help: "The address to listen on, as HOST:PORT; port 0 lets the system choose.")
    var listen: String?

    @Flag(help: "End when no worker uses the directory any more.")
    var untilUnused = false

    func run() async throws {
        LoggingSystem.bootstrap { ConnectLogHandler(name: $0, contextKey: "client") }
        let logger = Logger(label: "millrace-broker")
        let stop = StopSignals(
            logger: logger, consequence: "what was acknowledged is there; the next start takes a little longer")
        do {
            var configuration = try BrokerConfiguration(directory: directory, logger: logger)
            if let listen { try configuration.setListener(listen) }
            let broker = try await BrokerServer.start(configuration, logger: logger)
            logger.info("Listening on \(broker.address), log in \(directory)")
            // What only the start used makes up most of what an idle broker would keep resident.
            _ = cprocess_release_code_pages()
            Task {
                try await broker.failed()
                // A worker that uses it starts another one, which reads the log anew.
                _exit(1)
            }
            if untilUnused {
                Task {
                    await broker.unused()
                    logger.info("No worker uses \(directory) any more")
                    stop.release()
                }
            }
            await stop.first()
            await broker.stop()
            logger.info("Stopped")
        } catch {
            logger.critical("\(error)")
            throw ExitCode(1)
        }
    }
}
