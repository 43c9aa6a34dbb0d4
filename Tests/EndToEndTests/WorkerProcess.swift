import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// A `millrace standalone` of the test's own: real daemon, real plugin processes, a directory that goes with it.
final class WorkerProcess: Sendable {
    let directory: URL
    let address: String
    private let command: [String]
    private let process: Mutex<Process>

    /// Where the executables and the bundled plugins lie: beside the test bundle.
    static let products: URL = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: bundle).deletingLastPathComponent()
    }()

    /// Starts a worker with connector files of the given contents, by file name, and waits for its REST API. The
    /// contents are made for the directory that they will lie in, which is the working directory of the worker and of a
    /// command that it is started through.
    convenience init(
        broker: Broker, worker: [String: String] = [:], zoo: [String] = [],
        through wrapper: [String] = [],
        connectors: (URL) -> [(name: String, text: String)] = { _ in [] }
    ) async throws {
        try await self.init(
            bootstrapServers: broker.address, worker: worker, zoo: zoo, through: wrapper, connectors: connectors)
    }

    /// The same for a worker that has no `Broker` of the tests.
    init(
        bootstrapServers: String, worker: [String: String] = [:], zoo: [String] = [], through wrapper: [String] = [],
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
            "bootstrap.servers": bootstrapServers, "listeners": address, "plugin.path": plugins.path(),
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.storage.StringConverter",
            "offset.storage.file.filename": directory.appending(path: "offsets").path(),
            "offset.flush.interval.ms": "500",
        ].merging(worker) { $1 }
        var command = wrapper + [Self.products.appending(path: "millrace").path(), "standalone"]
        command.append(try Self.write("worker.properties", properties(settings), in: directory))
        for connector in connectors(directory) {
            command.append(try Self.write(connector.name, connector.text, in: directory))
        }
        self.command = command
        let log = directory.appending(path: "log")
        makeFile(log)
        process = Mutex(try Self.start(command, log: log))
        try await eventually("the REST API answers; the log: \(self.log)") { try await get("/") != nil }
    }

    /// Starts the worker that has ended once more.
    func startAgain() async throws {
        let next = try Self.start(command, log: directory.appending(path: "log"))
        process.withLock { $0 = next }
        try await eventually("the REST API answers again; the log: \(log)") { try await get("/") != nil }
    }

    private static func start(_ command: [String], log: URL) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = log.deletingLastPathComponent()
        let handle = try FileHandle(forWritingTo: log)
        try handle.seekToEnd()
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        return process
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

    struct TaskStatus: Decodable {
        let state: String
        let trace: String?
        let stalled: String?
    }

    /// What a connector's first task does.
    func task(_ connector: String) async throws -> TaskStatus? {
        struct Status: Decodable {
            let tasks: [TaskStatus]
        }
        guard let body = try await get("/connectors/\(connector)/status") else { return nil }
        return try JSONDecoder().decode(Status.self, from: body).tasks.first
    }

    func taskState(_ connector: String) async throws -> String? {
        try await task(connector)?.state
    }

    func waitForTask(_ connector: String, _ state: String = "RUNNING") async throws {
        try await eventually("\(connector) is \(state); the log: \(log.suffix(3000))") {
            try await taskState(connector) == state
        }
    }

    /// Every plugin process of the worker, also of one that has ended.
    func pluginProcesses() -> [(pid: Int32, command: String)] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.compactMap { Int32($0) }.compactMap { pid in
            let line = (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
            return line.contains("--parent=\(self.pid)\0") ? (pid, line) : nil
        }
    }

    /// The task processes, by the file that each has open.
    func taskProcess(openFile: String) -> Int32? {
        for (pid, command) in pluginProcesses() where command.contains("\0task\0") {
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
        signal(SIGTERM)
        return try await end()
    }

    func signal(_ number: Int32) {
        Glibc.kill(pid, number)
    }

    /// Waits for the end; the exit code.
    func end() async throws -> Int32 {
        try await eventually("the worker ends; the log: \(log.suffix(3000))") { !process.withLock { $0.isRunning } }
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

/// The file of a file connector: the files that it names lie in the directory. A sink has a group of its own, since the
/// tests' workers share a broker.
func connector(
    _ name: String, _ type: String, _ directory: URL, file: String, _ more: String
) -> (name: String, text: String) {
    let path = directory.appending(path: file).path()
    let group = type == "FileStreamSink" ? ownGroup : ""
    let all = "name=\(name)\nconnector.class=\(type)\nfile=\(path)\n\(group)\n\(more)\n"
    return ("\(name).properties", all)
}

/// A source that reads `in.txt` into a topic, and a sink that writes the topic to `out.txt`.
func fileToFile(_ directory: URL, topic: String) -> [(name: String, text: String)] {
    makeFile(directory.appending(path: "in.txt"))
    return [
        connector("source", "FileStreamSource", directory, file: "in.txt", "topic=\(topic)"),
        connector("sink", "FileStreamSink", directory, file: "out.txt", "topics=\(topic)"),
    ]
}

/// The file of a connector of the zoo, which is named after its plugin.
func zooConnector(
    _ plugin: String, kind: String = "SourceConnector", _ settings: [String: String]
) -> (name: String, text: String) {
    let all = ["name": plugin, "connector.class": Zoo.className(plugin, kind: kind)].merging(settings) { $1 }
    return ("\(plugin).properties", properties(all) + (kind == "SinkConnector" ? ownGroup + "\n" : ""))
}

private var ownGroup: String { "consumer.override.group.id=\(Broker.unique("group"))" }

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
func freePort() throws -> Int {
    let (descriptor, port) = try boundSocket()
    close(descriptor)
    return port
}

/// A socket on a port of the system's choice.
func boundSocket() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
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
