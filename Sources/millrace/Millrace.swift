import ArgumentParser

/// The worker daemon and its operator's commands.
@main
struct Millrace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millrace", abstract: "Kafka Connect without the JVM.", version: MillraceVersion.text,
        subcommands: [StandaloneCommand.self])
}
