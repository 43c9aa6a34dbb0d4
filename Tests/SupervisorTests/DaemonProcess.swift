import Glibc
import Testing

/// The test program as a daemon of its own, with pipes for its standard input and output.
struct DaemonProcess: ~Copyable {
    let pid: Int32
    let input: Int32
    let output: Int32

    init(_ role: String) throws {
        var inputEnds: [Int32] = [-1, -1]
        var outputEnds: [Int32] = [-1, -1]
        try #require(pipe(&inputEnds) == 0 && pipe(&outputEnds) == 0)
        for descriptor in inputEnds + outputEnds { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inputEnds[0], 0)
        posix_spawn_file_actions_adddup2(&actions, outputEnds[1], 1)
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(supervisee), strdup(role), nil]
        defer { arguments.forEach { free($0) } }
        var pid: pid_t = 0
        try #require(posix_spawn(&pid, supervisee, &actions, nil, &arguments, environ) == 0)
        close(inputEnds[0])
        close(outputEnds[1])
        self.pid = pid
        input = inputEnds[1]
        output = outputEnds[0]
    }

    deinit {
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
        close(output)
    }

    /// The first bytes that the daemon writes, or none at its end.
    func read() -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(output, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// Closes its standard input and returns all that it still writes.
    func finish(writing text: String) -> String {
        Array(text.utf8).withUnsafeBytes { _ = write(input, $0.baseAddress, $0.count) }
        close(input)
        var all = ""
        while case let part = read(), !part.isEmpty { all += part }
        return all
    }
}
