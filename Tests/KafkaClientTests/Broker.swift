import Foundation
import Glibc
import Synchronization
import Testing

@testable import KafkaClient

/// A noida-db broker for all tests of this process, on a port of the system's choice.
final class Broker: Sendable {
    let address: String

    /// The broker that the tests share; each test uses topics and groups of its own.
    static func shared() throws -> Broker { try once.get() }

    private static let once: Result<Broker, any Error> = Result { try Broker() }
    private static let group = Mutex<pid_t>(0)
    private static let counter = Atomic<Int>(0)

    private init() throws {
        let directory = try TemporaryDirectories.make("broker")
        let executable = try #require(Self.executable, "noida-db is not installed: scripts/test installs it into .venv")
        var output: [Int32] = [-1, -1]
        let isOpen = pipe(&output) == 0
        try #require(isOpen)
        for descriptor in output { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let process = try Self.spawn(
            executable,
            ["start", "--only", "kafka", "--host", "127.0.0.1", "--kafka-port", "0", "--data-dir", directory.path()],
            output: output[1])
        close(output[1])
        Self.group.withLock { $0 = process }
        // The wrapper script of the Python package leaves its child behind: the whole process group is ended.
        atexit { Broker.group.withLock { if $0 > 0 { kill(-$0, SIGTERM) } } }
        address = try Self.address(from: output[0])
    }

    /// A name that no other test uses.
    static func unique(_ prefix: String) -> String {
        "\(prefix)-\(counter.add(1, ordering: .relaxed).newValue)"
    }

    func properties(_ kind: ClientKind, _ more: [String: String] = [:]) throws -> TranslatedProperties {
        try ClientProperties.translate(more.merging(["bootstrap.servers": address]) { old, _ in old }, for: kind)
    }

    /// A member whose heartbeats are frequent, so that it hears of rebalances at once.
    func consumer(_ group: String, _ more: [String: String] = [:]) throws -> KafkaConsumer {
        let own = ["group.id": group, "session.timeout.ms": "6000", "heartbeat.interval.ms": "100"]
        return try KafkaConsumer(properties: properties(.consumer, more.merging(own) { old, _ in old }))
    }

    /// Creates a topic with a name of its own.
    func topic(partitions: Int32 = 1) throws -> String {
        let name = Self.unique("topic")
        let admin = try KafkaAdmin(properties: properties(.admin))
        let results = try admin.createTopics([NewTopic(name: name, partitions: partitions, replicationFactor: 1)])
        try #require(results.allSatisfy { $0.error == nil })
        return name
    }

    private static var executable: String? {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["NOIDA_DB"] { return path }
        let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
            .standardizedFileURL
        let places =
            [repository.appending(path: ".venv/bin").path()]
            + (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return places.map { "\($0)/noida-db" }.first { access($0, X_OK) == 0 }
    }

    private static func spawn(_ path: String, _ arguments: [String], output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var arguments: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        try #require(
            posix_spawn(&process, path, &actions, &attributes, &arguments, environ) == 0, "cannot start \(path)")
        return process
    }

    /// The line `kafka  127.0.0.1:PORT` is printed when the broker listens.
    private static func address(from descriptor: Int32) throws -> String {
        let file = try #require(fdopen(descriptor, "r"))
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        while getline(&line, &capacity, file) > 0, let text = line.map({ String(cString: $0) }) {
            let words = text.split(whereSeparator: \.isWhitespace)
            if words.first == "kafka", words.count > 1 { return String(words[1]) }
        }
        throw KafkaError(code: -1, detail: "noida-db ended without naming its port", isRetriable: false)
    }
}

extension KafkaConsumer {
    /// Polls until `count` records have come and gives each to `body`; fails after 20 seconds.
    func consume(_ count: Int, capacity: Int = 500, _ body: (ConsumedMessage) throws -> Void) throws {
        let batch = ConsumedMessages(capacity: capacity)
        let deadline = MonotonicClock.milliseconds + 20_000
        var seen = 0
        while seen < count {
            try #require(MonotonicClock.milliseconds < deadline, "\(seen) of \(count) records came")
            poll(into: batch, timeoutMilliseconds: 100)
            for index in 0..<batch.count { try body(batch[index]) }
            seen += batch.count
            batch.release()
        }
    }

    /// Polls until a condition holds; fails after 20 seconds.
    func poll(until condition: () -> Bool) throws {
        let batch = ConsumedMessages(capacity: 1)
        let deadline = MonotonicClock.milliseconds + 20_000
        while !condition() {
            try #require(MonotonicClock.milliseconds < deadline, "the condition did not come true")
            poll(into: batch, timeoutMilliseconds: 20)
            batch.release()
        }
    }
}

extension KafkaProducer {
    /// Sends text, waiting for room.
    func send(
        _ topic: String, partition: Int32 = -1, key: String? = nil, value: String?, timestamp: Int64? = nil,
        headers: MessageHeaders? = nil, opaque: UInt = 0
    ) throws {
        let handle = try self.topic(topic)
        let outcome = withBytes(key) { key in
            withBytes(value) { value in
                send(
                    topic: handle, partition: partition, key: key, value: value, timestamp: timestamp, headers: headers,
                    opaque: opaque)
            }
        }
        guard case .queued = outcome else { throw KafkaError(code: -1, detail: "\(outcome)", isRetriable: false) }
    }

    func flushAll() throws {
        var failure: KafkaError?
        let done = flush(timeoutMilliseconds: 20_000) { _, error, _, _ in if let error { failure = error } }
        if let failure { throw failure }
        try #require(done, "not everything was delivered")
    }
}

func withBytes<Result>(_ text: String?, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
    guard let text else { return body(nil) }
    return Array(text.utf8).withUnsafeBytes { body($0) }
}

extension UnsafeRawBufferPointer {
    var text: String { String(decoding: self, as: UTF8.self) }
}
