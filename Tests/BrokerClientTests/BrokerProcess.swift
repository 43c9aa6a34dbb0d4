import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// A `millrace-broker` of the test's own, with a directory that goes with it.
final class BrokerProcess: Sendable {
    /// Holds the broker's directory and its log.
    let directory: URL
    private let wrapper: [String]
    private let process: Mutex<Process?>

    /// Beside the test bundle.
    static let executable: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "millrace-broker").path()
    }()

    /// Starts a broker, through a command if one is given, and waits until it can be reached.
    ///
    /// - Parameter prepare: puts into the broker's directory what has to be there before.
    init(
        properties: [String: String] = [:], through wrapper: [String] = [], prepare: (URL) throws -> Void = { _ in }
    ) async throws {
        directory = try TemporaryDirectories.make("broker-process")
        self.wrapper = wrapper
        process = Mutex(nil)
        let data = directory.appending(path: "data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        let lines = properties.map { "\($0.key)=\($0.value)\n" }.sorted().joined()
        try Data(lines.utf8).write(to: data.appending(path: "broker.properties"))
        try prepare(data)
        try await start()
    }

    /// What the broker owns.
    var data: URL { directory.appending(path: "data") }

    /// As the broker sees it, which may have mounts of its own.
    var ownView: URL { wrapper.isEmpty ? data : URL(filePath: "/proc/\(pid)/root\(data.path())") }

    /// Starts the broker that has ended, and waits until it can be reached.
    func start() async throws {
        // As the broker itself does: what is there afterwards is the new one's.
        rename(data.appending(path: "address").path(), data.appending(path: "address.last").path())
        try spawn()
        try await eventually("the broker can be reached; its log: \(log)") {
            guard isRunning else { throw TestSupportError(description: "the broker has ended: \(log)") }
            return address != nil
        }
    }

    private func spawn() throws {
        let file = directory.appending(path: "log")
        if !FileManager.default.fileExists(atPath: file.path()) {
            _ = FileManager.default.createFile(atPath: file.path(), contents: nil)
        }
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        let command = wrapper + [Self.executable, "--dir", data.path()]
        let started = Process()
        started.executableURL = URL(filePath: command[0])
        started.arguments = Array(command.dropFirst())
        started.currentDirectoryURL = directory
        started.standardInput = FileHandle.nullDevice
        started.standardOutput = handle
        started.standardError = handle
        try started.run()
        process.withLock { $0 = started }
    }

    /// Where clients reach it; nil while they cannot.
    var address: String? {
        (try? String(contentsOf: ownView.appending(path: "address"), encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    var isRunning: Bool { process.withLock { $0?.isRunning ?? false } }

    var pid: Int32 { process.withLock { $0?.processIdentifier ?? 0 } }

    var log: String { (try? String(contentsOf: directory.appending(path: "log"), encoding: .utf8)) ?? "" }

    /// Sends a signal that ends it, and waits for the end.
    func end(_ signal: Int32) async throws {
        kill(pid, signal)
        try await eventually("the broker ends; its log: \(log)") { !isRunning }
    }

    deinit {
        process.withLock { if let started = $0, started.isRunning { kill(started.processIdentifier, SIGKILL) } }
    }
}

/// Runs `body` with a broker that can be reached at `address`; the broker is gone afterwards.
func withBroker(
    properties: [String: String] = [:], prepare: (URL) throws -> Void = { _ in },
    _ body: (_ broker: BrokerProcess, _ address: String) async throws -> Void
) async throws {
    let broker = try await BrokerProcess(properties: properties, prepare: prepare)
    let address = try #require(broker.address)
    do {
        try await body(broker, address)
    } catch {
        Issue.record("\(error); the broker's log: \(broker.log.suffix(3000))")
    }
    if broker.isRunning { try await broker.end(SIGKILL) }
}

/// Waits for a condition; fails after a minute, which no healthy machine needs.
func eventually(
    _ what: @autoclosure () -> String, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("\(what())", sourceLocation: sourceLocation)
    throw TestSupportError(description: "waited in vain")
}
