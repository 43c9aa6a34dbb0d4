internal import CProcess
internal import ConnectConfig
internal import Glibc
internal import TaskProtocol

/// A `millrace-broker` that this worker started. It has a session of its own, so that what a terminal sends to the
/// worker's process group does not reach it, and it lives on when the worker dies: others may use it.
final class BrokerProcess {
    let pid: Int32
    private let log: String
    private let logStart: Int
    private var end: String?

    /// A log above this size makes room for a new one.
    private static let logLimit = 1 << 20

    /// Starts it on a directory.
    ///
    /// - Parameter address: where it has to listen; nil for where it listened last, if that is possible.
    init(executable: String, directory: SharedBrokerDirectory, at address: String?) throws(SystemError) {
        log = directory.log
        let output = try Self.open(log)
        defer { close(output.descriptor) }
        logStart = output.size
        let input = Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(input) }
        let (childInput, childOutput) = (try Self.moved(input), try Self.moved(output.descriptor))
        defer { for descriptor in [childInput, childOutput] { close(descriptor) } }

        var words = [executable, "--dir", directory.path, "--until-unused"]
        if let address { words += ["--listen", address] }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let failure = executable.withCString { path in
            "/".withCString { root in
                arguments.withUnsafeMutableBufferPointer { arguments in
                    var request = cprocess_spawn_request(
                        executable: path, arguments: arguments.baseAddress, environment: environ, directory: root,
                        input: childInput, output: childOutput, error: childOutput, control: -1, telemetry: -1,
                        metrics: -1)
                    return cprocess_spawn(&request, &pid)
                }
            }
        }
        guard failure == 0 else { throw SystemError("start \(executable)", code: failure) }
        self.pid = pid
    }

    /// How it ended: "exit code 1". Nil while it runs. Does not block.
    func ending() -> String? {
        var status: Int32 = 0
        if end == nil, waitpid(pid, &status, WNOHANG) == pid {
            let signal = status & 0x7f
            end =
                signal == 0
                ? "exit code \(status >> 8 & 0xff)" : "signal \(signal) (\(String(cString: strsignal(signal))))"
        }
        return end
    }

    /// The last lines that it wrote.
    func lastWords() -> [String] {
        guard let bytes = try? FileContents.read(log) else { return [] }
        let lines = bytes.dropFirst(logStart).split(separator: UInt8(ascii: "\n"))
        return lines.suffix(5).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func open(_ log: String) throws(SystemError) -> (descriptor: Int32, size: Int) {
        var status = stat()
        if stat(log, &status) == 0, status.st_size > logLimit { rename(log, log + ".1") }
        let descriptor = Glibc.open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else { throw SystemError("open \(log)") }
        return (descriptor, Int(status.st_size))
    }

    /// What a child gets lies above the numbers that it will have there.
    private static func moved(_ descriptor: Int32) throws(SystemError) -> Int32 {
        let copy = cprocess_duplicate_above(descriptor, 10)
        guard copy >= 0 else { throw SystemError("duplicate a descriptor") }
        return copy
    }
}
