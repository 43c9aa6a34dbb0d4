import Foundation
import KafkaProtocol
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// A broker of a test's own, in this process, on a directory that is removed with it.
struct TestBroker {
    let server: BrokerServer
    let directory: String

    /// Runs a broker for `body`.
    static func with(
        _ configure: (inout BrokerConfiguration) throws -> Void = { _ in },
        _ body: (TestBroker) async throws -> Void
    ) async throws {
        try await inTemporaryDirectory { directory in
            try await with(directory, configure, body)
        }
    }

    /// Runs a broker on a directory that the test goes on with.
    static func with(
        _ directory: String, _ configure: (inout BrokerConfiguration) throws -> Void = { _ in },
        _ body: (TestBroker) async throws -> Void
    ) async throws {
        var configuration = BrokerConfiguration(directory: directory)
        try configure(&configuration)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let server = try await BrokerServer.start(configuration, logger: logger)
        do {
            try await body(TestBroker(server: server, directory: directory))
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    /// Connects for `body`.
    func connected<Result: Sendable>(
        _ security: ClientSecurity = .plaintext,
        _ body: @Sendable (inout BrokerConnection) async throws -> Result
    ) async throws -> Result {
        try await BrokerConnection.with(
            BrokerAddress(parsing: server.address), security, clientId: "test",
            on: MultiThreadedEventLoopGroup.singleton, body)
    }
}

/// A directory that is removed after `body`.
func inTemporaryDirectory(_ body: (String) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "broker-\(UUID())").path()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try await body(directory)
}
