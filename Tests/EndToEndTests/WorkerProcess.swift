import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// A `millrace standalone` of the test's own: real daemon, real plugin processes, a directory that goes with it.
final class WorkerProcess: Sendable {
    let directory: URL
    let address: String
    private let process: Mutex<Process>

    /// Where the executables and the bundled plugins lie: beside the test bundle.
    static let products: URL = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: bundle).deletingLastPathComponent()
    }()

    /// Starts a worker with connector files of the given contents, by file name, and waits for its REST API. The
    /// contents are made for the directory that they will lie in.
    init(
        broker: Broker, worker: [String: String] = [:], zoo: [String] = [],
        connectors: (URL) -> [(name: String, text: String)] = { _ in [] }
    ) async throws {
        directory = try TemporaryDirectories.make("worker")
        let port = try freePort()
        address = "http://127.0.0.1:\(port)"
        let plugins = directory.appending(path: "plugins")
        try FileManager.default.createDirectory(at: plugins, withIntermediateDirectories: true)
        for name in ["libFileStream.so", "libDatagen.so", "libBlackhole.so"] {
            try FileManager.default.copyItem(
                at: Self.products.appending(path: name), to: plugins.appending(path: name))
        }
        try Zoo.install(zoo, into: plugins.path())
        let settings = [
            "bootstrap.servers": broker.address, "listeners": address, "plugin.path": plugins.path(),
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.storage.StringConverter",
            "offset.storage.file.filename": directory.appending(path: "offsets").path(),
            "offset.flush.interval.ms": "500",
        ].merging(worker) { $1 }
        var arguments = ["standalone", try Self.write("worker.properties", properties(settings), in: directory)]
        for connector in connectors(directory) {
            arguments.append(try Self.write(connector.name, connector.text, in: directory))
        }
        let process = Process()
        process.executableURL = Self.products.appending(path: "millrace")
        process.arguments = arguments
        let log = directory.appending(path: "log")
        FileManager.default.createFile(atPath: log.path(), contents: nil)
        let handle = try FileHandle(forWritingTo: log)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        self.process = Mutex(process)
        try await eventually("the REST API answers") { try await get("/") != nil }
    }

    var log: String {
        (try? String(contentsOf: directory.appending(path: "log"), encoding: .utf8)) ?? ""
    }

    var pid: Int32 { process.withLock { $0.processIdentifier } }

    /// The answer's body, or nil if there is none or it is an error.
    func get(_ path: String) async throws -> Data? {
        guard let url = URL(string: address + path) else { return nil }
        guard let output = try? await run("/usr/bin/curl", ["-sf", "-m", "5", url.absoluteString]) else { return nil }
        return output
    }

    /// The state of a connector's first task.
    func taskState(_ connector: String) async throws -> String? {
        struct Status: Decodable {
            struct Task: Decodable { let state: String }
            let tasks: [Task]
        }
        guard let body = try await get("/connectors/\(connector)/status") else { return nil }
        return try JSONDecoder().decode(Status.self, from: body).tasks.first?.state
    }

    func waitForTask(_ connector: String, _ state: String = "RUNNING") async throws {
        try await eventually("\(connector) is \(state); the log: \(log.suffix(3000))") {
            try await taskState(connector) == state
        }
    }

    /// The task processes, by the file that each has open.
    func taskProcess(openFile: String) -> Int32? {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for pid in all.compactMap({ Int32($0) }) {
            let line = (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
            guard line.contains("\0task\0"), line.contains("--parent=\(self.pid)\0") else { continue }
            let files = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")) ?? []
            let open = files.compactMap {
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\($0)")
            }
            if open.contains(openFile) { return pid }
        }
        return nil
    }

    /// SIGTERM, and the exit code.
    func terminate() async throws -> Int32 {
        process.withLock { $0.terminate() }
        try await eventually("the worker ends") { !process.withLock { $0.isRunning } }
        return process.withLock { $0.terminationStatus }
    }

    func kill() {
        process.withLock { if $0.isRunning { Glibc.kill($0.processIdentifier, SIGKILL) } }
    }

    private static func write(_ name: String, _ text: String, in directory: URL) throws -> String {
        let file = directory.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path()
    }
}

/// Runs `body` with a worker, which is gone afterwards.
func with<T>(_ worker: WorkerProcess, _ body: (WorkerProcess) async throws -> T) async throws -> T {
    defer { worker.kill() }
    return try await body(worker)
}

func properties(_ settings: [String: String]) -> String {
    settings.map { "\($0.key)=\($0.value)\n" }.sorted().joined()
}

/// Waits for a condition; fails after 90 seconds, which no healthy machine needs.
func eventually(
    _ what: @autoclosure () -> String, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(90)
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("\(what())", sourceLocation: sourceLocation)
    throw TestSupportError(description: "waited in vain")
}

/// A port that nobody listens on now.
private func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
    }
    guard bound else { throw TestSupportError(description: "no port: error \(errno)") }
    return Int(UInt16(bigEndian: address.sin_port))
}

/// Runs a program to its end and returns what it printed; throws if it failed.
func run(_ path: String, _ arguments: [String]) async throws -> Data {
    try await withCheckedThrowingContinuation { continuation in
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = { ended in
            let output = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
            if ended.terminationStatus == 0 {
                continuation.resume(returning: output)
            } else {
                continuation.resume(
                    throwing: TestSupportError(description: "\(path) ended with \(ended.terminationStatus)"))
            }
        }
        do { try process.run() } catch { continuation.resume(throwing: error) }
    }
}
