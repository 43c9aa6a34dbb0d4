import ArgumentParser
import Daemon

/// The worker daemon and its operator's commands.
@main
struct Millrace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millrace", abstract: "Kafka Connect without the JVM.",
        version: MillraceVersion.text(of: "millrace"),
        subcommands: [StandaloneCommand.self, CopyTopicsCommand.self])
}
