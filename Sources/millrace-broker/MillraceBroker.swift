import ArgumentParser
import EmbeddedBroker

/// `millrace-broker --dir DIR [--listen HOST:PORT]`: Kafka's protocol on a durable log, for one machine.
@main struct MillraceBroker: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millrace-broker", abstract: "A single-node, durable log that speaks Kafka's protocol.")

    @Option(name: .customLong("dir"), help: "The directory that holds the log.")
    var directory: String
}
