import Foundation
import RESTServer
import Synchronization
import TestSupport
import Testing
import Worker
import WorkerTestSupport

@Suite("The REST API over HTTP")
struct HTTPTests {
    private func withServer(
        _ listeners: [Listener], headers: [HTTPHeaderRule] = [], _ body: ([Int]) async throws -> Void
    ) async throws {
        let worker = try await TestWorker(
            launcher: FakeLauncher(classes: ["file.so": TestWorker.fileStream]),
            directory: try TemporaryDirectories.make("http"), files: ["file.so"])
        let server = RESTServer(api: ConnectAPI(herder: worker.herder), listeners: listeners, responseHeaders: headers)
        let (ports, found) = AsyncStream<[Int]>.makeStream()
        let serving = Task { try await server.run { found.yield($0) } }
        let listening = try #require(await ports.first { _ in true })
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(listening)) } catch { outcome = .failure(error) }
        serving.cancel()
        try await serving.value
        try outcome.get()
    }

    /// One exchange with curl, as operators have it: its output with the headers. It runs on a thread of its own, since
    /// those of the tests are also those of the server.
    private func curl(_ arguments: [String]) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try Self.run(arguments) })
            }
        }
    }

    private static func run(_ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["curl", "-sS", "-i", "--path-as-is", "--max-time", "20"] + arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }

    @Test("A connector with odd characters in its name is created, found and deleted by its encoded name")
    func oddNames() async throws {
        try await withServer([Listener(scheme: .http, host: "127.0.0.1", port: 0)]) { ports in
            let base = "http://127.0.0.1:\(ports[0])/connectors"
            let body = #"{"name":"../a b/ü%","config":{"connector.class":"FileStreamSource","topic":"t"}}"#
            let created = try await curl(["-X", "POST", "-H", "Content-Type: application/json", "-d", body, base])
            #expect(created.hasPrefix("HTTP/1.1 201"))
            #expect(created.contains("Location: \(base)/..%2Fa%20b%2F%C3%BC%25"))
            let status = try await curl(["\(base)/..%2Fa%20b%2F%C3%BC%25/status"])
            #expect(status.hasPrefix("HTTP/1.1 200"))
            #expect(status.contains(#""name":"../a b/ü%""#))
            #expect(try await curl(["-X", "DELETE", "\(base)/..%2Fa%20b%2F%C3%BC%25"]).hasPrefix("HTTP/1.1 204"))
            #expect(try await curl([base]).hasSuffix("[]"))
        }
    }

    @Test("Every listener serves, with the headers that the worker's file asks for")
    func listeners() async throws {
        let listener = Listener(scheme: .http, host: "127.0.0.1", port: 0)
        try await withServer([listener, listener]) { ports in
            #expect(Set(ports).count == 2)
            for port in ports {
                let answer = try await curl(["http://127.0.0.1:\(port)/"])
                #expect(answer.hasPrefix("HTTP/1.1 200"))
                #expect(answer.contains(#""version":"4.3.0""#))
            }
        }
    }

    @Test("A listener that is taken is named")
    func taken() async throws {
        try await withServer([Listener(scheme: .http, host: "127.0.0.1", port: 0)]) { ports in
            let listener = Listener(scheme: .http, host: "127.0.0.1", port: ports[0])
            let worker = try await TestWorker(
                launcher: FakeLauncher(), directory: try TemporaryDirectories.make("http"))
            let server = RESTServer(api: ConnectAPI(herder: worker.herder), listeners: [listener])
            let error = await #expect(throws: ListenerFailure.self) { try await server.run { _ in } }
            #expect(error?.description.contains("listeners=http://127.0.0.1:\(ports[0]) cannot be used") == true)
        }
    }

    @Test("Requests are answered while what the worker does at its start never ends, as when a plugin hangs")
    func answersWhileStarting() async throws {
        let worker = try await TestWorker(launcher: FakeLauncher(), directory: try TemporaryDirectories.make("http"))
        let listener = Listener(scheme: .http, host: "127.0.0.1", port: 0)
        let server = RESTServer(api: ConnectAPI(herder: worker.herder), listeners: [listener])
        let (ports, found) = AsyncStream<Int>.makeStream()
        let (never, end) = AsyncStream<Void>.makeStream()
        let serving = Task {
            try await server.run { ports in
                found.yield(ports[0])
                for await _ in never {}
            }
        }
        let port = try #require(await ports.first { _ in true })
        let answer = try await curl(["http://127.0.0.1:\(port)/health"])
        #expect(answer.hasPrefix("HTTP/1.1 503"))
        #expect(answer.contains("Worker is still starting up."))
        end.finish()
        serving.cancel()
        try await serving.value
    }
}
