import Foundation
import Glibc
import Synchronization

/// A noida-db broker, on a port of the system's choice: one for all tests of this process, or one of a test's own.
public final class Broker: Sendable {
    /// `host:port`.
    public let address: String
    private let directory: URL
    private let process: Mutex<pid_t>

    /// The broker that the tests share; each test uses topics and groups of its own.
    public static func shared() throws -> Broker { try once.get() }

    private static let once: Result<Broker, any Error> = Result { try Broker() }
    private static let groups = Mutex<Set<pid_t>>([])
    private static let counter = Atomic<Int>(0)
    // The wrapper script of the Python package leaves its child behind: whole process groups are ended. What they keep is
    // in directories that are removed, so they need not save anything.
    private static let endsAll: Void = {
        atexit { Broker.groups.withLock { for group in $0 { kill(-group, SIGKILL) } } }
    }()

    /// Starts a broker that a test may end and start again.
    public init() throws {
        _ = Self.endsAll
        directory = try TemporaryDirectories.make("broker")
        let (process, address) = try Self.start(in: directory, port: "0")
        self.process = Mutex(process)
        self.address = address
    }

    /// Sends the broker a signal that ends it, and waits for its end.
    public func end(_ signal: Int32) {
        process.withLock { process in
            kill(-process, signal)
            waitpid(process, nil, 0)
            _ = Self.groups.withLock { $0.remove(process) }
        }
    }

    /// Starts the broker again, where it was and with what it kept.
    public func startAgain() throws {
        let port = address.split(separator: ":").last.map(String.init) ?? "0"
        let started = try Self.start(in: directory, port: port).process
        process.withLock { $0 = started }
    }

    private static func start(in directory: URL, port: String) throws -> (process: pid_t, address: String) {
        guard let executable else {
            throw TestSupportError(description: "noida-db is not installed: scripts/test installs it into .venv")
        }
        var output: [Int32] = [-1, -1]
        guard pipe(&output) == 0 else { throw TestSupportError(description: "pipe: error \(errno)") }
        for descriptor in output { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let process = try spawn(
            executable,
            ["start", "--only", "kafka", "--host", "127.0.0.1", "--kafka-port", port, "--data-dir", directory.path()],
            output: output[1])
        close(output[1])
        groups.withLock { _ = $0.insert(process) }
        return (process, try address(from: output[0]))
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
        // The program itself rather than Python's wrapper, whose end is not the program's.
        let libraries = repository.appending(path: ".venv/lib").path()
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries)) ?? []
        let places =
            versions.map { "\(libraries)/\($0)/site-packages/noida_db" }
            + [repository.appending(path: ".venv/bin").path()]
            + (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return places.map { "\($0)/noida-db" }.first { access($0, X_OK) == 0 }
    }

    private static func spawn(_ path: String, _ arguments: [String], output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // Whoever waits for the end of a stream would wait for the broker's end.
        for descriptor in Int32(3)..<512 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads that tests run on block signals, which the broker would inherit.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK))
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
