import Foundation
import Glibc
import Synchronization

/// A noida-db broker for all tests of this process, on a port of the system's choice.
public final class Broker: Sendable {
    /// `host:port`.
    public let address: String

    /// The broker that the tests share; each test uses topics and groups of its own.
    public static func shared() throws -> Broker { try once.get() }

    private static let once: Result<Broker, any Error> = Result { try Broker() }
    private static let group = Mutex<pid_t>(0)
    private static let counter = Atomic<Int>(0)

    private init() throws {
        let directory = try TemporaryDirectories.make("broker")
        guard let executable = Self.executable else {
            throw TestSupportError(description: "noida-db is not installed: scripts/test installs it into .venv")
        }
        var output: [Int32] = [-1, -1]
        guard pipe(&output) == 0 else { throw TestSupportError(description: "pipe: error \(errno)") }
        for descriptor in output { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let process = try Self.spawn(
            executable,
            ["start", "--only", "kafka", "--host", "127.0.0.1", "--kafka-port", "0", "--data-dir", directory.path()],
            output: output[1])
        close(output[1])
        Self.group.withLock { $0 = process }
        // The wrapper script of the Python package leaves its child behind: the whole process group is ended.
        // What it keeps is in a directory that is removed, so it need not save anything.
        atexit { Broker.group.withLock { if $0 > 0 { kill(-$0, SIGKILL) } } }
        address = try Self.address(from: output[0])
    }

    /// A name that no other test uses.
    public static func unique(_ prefix: String) -> String {
        "\(prefix)-\(counter.add(1, ordering: .relaxed).newValue)"
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
        guard posix_spawn(&process, path, &actions, &attributes, &arguments, environ) == 0 else {
            throw TestSupportError(description: "cannot start \(path)")
        }
        return process
    }

    /// The line `kafka  127.0.0.1:PORT` is printed when the broker listens.
    private static func address(from descriptor: Int32) throws -> String {
        guard let file = fdopen(descriptor, "r") else { throw TestSupportError(description: "fdopen: error \(errno)") }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        while getline(&line, &capacity, file) > 0, let text = line.map({ String(cString: $0) }) {
            let words = text.split(whereSeparator: \.isWhitespace)
            if words.first == "kafka", words.count > 1 { return String(words[1]) }
        }
        throw TestSupportError(description: "noida-db ended without naming its port")
    }
}

/// Why something that tests need is not there.
public struct TestSupportError: Error, CustomStringConvertible {
    /// What is missing, and what to do.
    public let description: String

    /// Says what is missing.
    public init(description: String) { self.description = description }
}
