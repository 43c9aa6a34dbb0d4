import Foundation
import Glibc
import TestSupport
import Testing

/// The Python clients of other people, each in scenarios that its program in `Tests/Clients` checks.
@Suite struct PythonClientTests {
    /// A client, and the package that it is in.
    enum Client: String, CaseIterable, CustomTestStringConvertible {
        case confluent = "confluent_kafka"
        case aiokafka
        case kafkaPython = "kafka"

        var program: String {
            switch self {
            case .confluent: "confluent.py"
            case .aiokafka: "aio.py"
            case .kafkaPython: "kafka_python.py"
            }
        }

        var testDescription: String { program }
        var isInstalled: Bool { ClientProgram.has(package: rawValue) }
    }

    static let installed = Client.allCases.filter(\.isInstalled)

    @Test(
        .enabled("scripts/setup installs the clients") { !installed.isEmpty }, arguments: installed,
        ["records", "groups", "transactions", "admin"])
    func works(_ client: Client, _ scenario: String) async throws {
        try await withBroker { _, address in
            let lines = try await ClientProgram.run(client.program, [scenario, address])
            #expect(lines.last == "done \(scenario)")
        }
    }

    /// An idempotent producer goes on over a `kill -9` and a new start: each record is there once.
    @Test(arguments: installed) func idempotentProducerOutlivesTheBroker(_ client: Client) async throws {
        try await withBroker { broker, address in
            async let lines = ClientProgram.run(client.program, ["restart", address, "\(broker.pid)"])
            try await eventually("the program kills the broker") { !broker.isRunning }
            try await broker.start()
            #expect(broker.address == address)
            #expect(try await lines.last == "done restart")
        }
    }

    @Test(arguments: installed) func passwordsAreChecked(_ client: Client) async throws {
        let credentials = try TemporaryDirectories.make("credentials").appending(path: "users.properties")
        try Data("alice=secret\n".utf8).write(to: credentials)
        try await withBroker(properties: ["sasl.plain.credentials.file": credentials.path()]) { _, address in
            let lines = try await ClientProgram.run(client.program, ["sasl", address])
            #expect(lines.last == "done sasl")
        }
    }
}
