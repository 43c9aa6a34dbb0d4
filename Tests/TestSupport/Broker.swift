public import Foundation
import Glibc
import Synchronization

/// A broker on a port of the system's choice: one for all tests of this process, or one of a test's own.
public final class Broker: Sendable {
    /// `host:port`.
    public let address: String
    /// What it keeps lies there.
    public let directory: URL
    private let program: BrokerProgram
    private let process: Mutex<pid_t>

    /// The embedded broker that the tests share; each test uses topics and groups of its own.
    public static func shared() throws -> Broker { try embedded.get() }

    /// The shared broker of a program.
    public static func shared(_ program: BrokerProgram) throws -> Broker {
        switch program {
        case .embedded: try embedded.get()
        case .independent: try independent.get()
        }
    }

    private static let embedded: Result<Broker, any Error> = Result { try Broker() }
    private static let independent: Result<Broker, any Error> = Result { try Broker(.independent) }
    private static let groups = Mutex<Set<pid_t>>([])
    private static let counter = Atomic<Int>(0)
    // What they keep is in directories that are removed, so they need not save anything.
    private static let endsAll: Void = {
        atexit { Broker.groups.withLock { for group in $0 { kill(-group, SIGKILL) } } }
    }()

    /// Starts a broker that a test may end and start again.
    ///
    /// - Parameter passwords: of those who may connect, by their names; everybody may if there are none. Only for the
    ///   embedded broker.
    public init(_ program: BrokerProgram = .embedded, passwords: [String: String] = [:]) throws {
        self.program = program
        directory = try TemporaryDirectories.make("broker")
        // Functions of `atexit` are called the last one first: what ends the brokers before what removes directories.
        _ = Self.endsAll
        // The embedded broker ends with the last process that holds this lock, however that ends.
        flock(open(directory.appending(path: "users").path(), O_RDWR | O_CREAT | O_CLOEXEC, 0o600), LOCK_SH)
        if !passwords.isEmpty {
            let credentials = directory.appending(path: "credentials")
            try Data(passwords.map { "\($0)=\($1)\n" }.joined().utf8).write(to: credentials)
            try Data("sasl.plain.credentials.file=\(credentials.path())\n".utf8)
                .write(to: directory.appending(path: "broker.properties"))
        }
        let (process, address) = try Self.start(program, in: directory, at: "127.0.0.1:0")
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
        let started = try Self.start(program, in: directory, at: address).process
        process.withLock { $0 = started }
    }

    /// A name that no other test uses.
    public static func unique(_ prefix: String) -> String {
        "\(prefix)-\(counter.add(1, ordering: .relaxed).newValue)"
    }

    private static func start(
        _ program: BrokerProgram, in directory: URL, at address: String
    ) throws -> (process: pid_t, address: String) {
        let output = directory.appending(path: "output")
        for name in ["output", "address"] { unlink(directory.appending(path: name).path()) }
        let process = try spawn(
            try program.executable(), program.arguments(directory: directory, address: address), output: output)
        groups.withLock { _ = $0.insert(process) }
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline, waitpid(process, nil, WNOHANG) == 0 {
            if let address = program.address(in: directory, output: output) { return (process, address) }
            usleep(2000)
        }
        kill(-process, SIGKILL)
        _ = groups.withLock { $0.remove(process) }
        let said = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
        throw TestSupportError(description: "\(program) did not start: \(said.suffix(1000))")
    }

    private static func spawn(_ path: String, _ arguments: [String], output: URL) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, output.path(), O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
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
        // What is preloaded for a sanitizer is for the programs that were built with it.
        let variables = ProcessInfo.processInfo.environment.filter { $0.key != "LD_PRELOAD" }
        var process: pid_t = 0
        let failure = withCStrings([path] + arguments) { arguments in
            withCStrings(variables.map { "\($0.key)=\($0.value)" }) { environment in
                posix_spawn(&process, path, &actions, &attributes, arguments, environment)
            }
        }
        guard failure == 0 else { throw TestSupportError(description: "cannot start \(path): error \(failure)") }
        return process
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return body(copies)
    }
}

/// Why something that tests need is not there.
public struct TestSupportError: Error, CustomStringConvertible {
    /// What is missing, and what to do.
    public let description: String

    /// Says what is missing.
    public init(description: String) { self.description = description }
}
