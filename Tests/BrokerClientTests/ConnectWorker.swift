import Foundation
import Glibc
import Synchronization
import TestSupport

/// A worker of the real Kafka Connect, in a directory that it shares with others.
final class ConnectWorker: Sendable {
    let url: String
    private let log: URL
    private let process: Mutex<Process>

    /// Starts a worker. Connector files make it a standalone one.
    init(_ name: String, in directory: URL, settings: [String: String], connectors: [String] = []) throws {
        url = "http://127.0.0.1:\(try freePort())"
        let all = [
            "listeners": url, "plugin.discovery": "service_load",
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.storage.StringConverter", "offset.flush.interval.ms": "500",
        ].merging(settings) { $1 }
        let file = directory.appending(path: "\(name).properties")
        try Data(all.map { "\($0.key)=\($0.value)\n" }.sorted().joined().utf8).write(to: file)
        log = directory.appending(path: "\(name).log")
        _ = FileManager.default.createFile(atPath: log.path(), contents: nil)
        let main = connectors.isEmpty ? "ConnectDistributed" : "ConnectStandalone"
        let started = Process()
        started.executableURL = URL(filePath: Java.run)
        started.arguments = ["org.apache.kafka.connect.cli.\(main)", file.path()] + connectors
        started.currentDirectoryURL = directory
        let handle = try FileHandle(forWritingTo: log)
        started.standardOutput = handle
        started.standardError = handle
        started.standardInput = FileHandle.nullDevice
        try started.run()
        process = Mutex(started)
    }

    deinit { kill() }

    /// Ends it at once.
    func kill() {
        process.withLock { if $0.isRunning { Glibc.kill($0.processIdentifier, SIGKILL) } }
    }

    /// What it has logged.
    var text: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// The answer's body; nil if there is none or it is an error.
    func get(_ path: String) async -> String? { await curl([url + path]) }

    /// Makes a connector, or changes it; false if that was refused.
    func put(_ connector: String, _ settings: [String: String]) async throws -> Bool {
        let body = String(decoding: try JSONEncoder().encode(settings), as: UTF8.self)
        return await curl([
            "-X", "PUT", "-H", "Content-Type: application/json", "-d", body, "\(url)/connectors/\(connector)/config",
        ]) != nil
    }

    /// Which workers run a connector's tasks; nil if not all of them run.
    func workers(of connector: String) async throws -> [String]? {
        struct Status: Decodable {
            struct Task: Decodable {
                let state: String
                let worker_id: String
            }
            let tasks: [Task]
        }
        guard let body = await get("/connectors/\(connector)/status") else { return nil }
        let tasks = try JSONDecoder().decode(Status.self, from: Data(body.utf8)).tasks
        return !tasks.isEmpty && tasks.allSatisfy { $0.state == "RUNNING" } ? tasks.map(\.worker_id) : nil
    }

    private func curl(_ arguments: [String]) async -> String? {
        await withCheckedContinuation { continuation in
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/curl")
            process.arguments = ["-sf", "-m", "20"] + arguments
            let pipe = Pipe()
            process.standardOutput = pipe
            process.terminationHandler = { ended in
                let data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
                continuation.resume(
                    returning: ended.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil)
            }
            do { try process.run() } catch { continuation.resume(returning: nil) }
        }
    }
}

/// A port that nobody listens on now.
private func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
    }
    guard isBound else { throw TestSupportError(description: "no port: error \(errno)") }
    return Int(UInt16(bigEndian: address.sin_port))
}
