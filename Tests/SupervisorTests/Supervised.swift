import Glibc
import Supervisor
import TaskProtocol
import Testing

/// The test program, which lies beside the test bundle.
let supervisee: String = {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    let bundle = String(decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return bundle.prefix(through: bundle.lastIndex(of: "/") ?? bundle.startIndex) + "supervisee"
}()

/// Everything that a process said, and its end.
struct Ended {
    var messages: [[UInt8]] = []
    var logs: [String] = []
    var output: [OutputStream: [String]] = [:]
    var dropped: [LineSource: Int] = [:]
    var controlClosed = 0
    var exits: [ProcessExit] = []
    var eventsAfterExit = 0

    var exit: ProcessExit {
        get throws { try #require(exits.first) }
    }

    mutating func add(_ event: ProcessEvent) {
        if !exits.isEmpty { eventsAfterExit += 1 }
        switch event {
        case .message(let frame): messages.append(frame)
        case .log(_, let logger, let text): logs.append("\(logger): \(text)")
        case .output(let stream, let line): output[stream, default: []].append(line)
        case .dropped(let source, let count): dropped[source, default: 0] += count
        case .controlClosed: controlClosed += 1
        case .exited(let exit): exits.append(exit)
        }
    }
}

/// Runs `body` with a supervisor of the test program.
func withSupervisor<Result>(_ body: (ProcessSupervisor) async throws -> Result) async throws -> Result {
    let supervisor = try ProcessSupervisor(executable: supervisee)
    do {
        let result = try await body(supervisor)
        await supervisor.shutdown()
        return result
    } catch {
        await supervisor.shutdown()
        throw error
    }
}

/// Runs one process to its end. `begin` comes before the first event is read, `react` sees each as it comes.
func run(
    _ arguments: String..., limits: ProcessLaunch.Limits = .init(), environment: [String: String] = [:],
    directory: String? = nil, react: (ProcessEvent, PluginProcess) throws -> Void = { _, _ in },
    begin: (PluginProcess) async throws -> Void = { _ in }
) async throws -> Ended {
    try await withSupervisor { supervisor in
        let process = try await supervisor.spawn(
            ProcessLaunch(
                label: "plugin-0", arguments: arguments, workingDirectory: directory, environment: environment,
                limits: limits))
        try await begin(process)
        var ended = Ended()
        for await event in process.events {
            ended.add(event)
            try react(event, process)
        }
        return ended
    }
}

func isAlive(_ pid: Int32) -> Bool {
    kill(pid, 0) == 0
}

/// Waits until `condition` holds, for at most 10 s.
func eventually(_ condition: () -> Bool) async throws -> Bool {
    for _ in 0..<1000 {
        if condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return condition()
}

/// The numbers that the test program sends as 32-bit words.
func numbers(in frame: [UInt8]) -> [Int32] {
    stride(from: 0, to: frame.count, by: 4).map { start in
        (0..<4).reduce(0) { $0 | Int32(truncatingIfNeeded: Int(frame[start + $1]) << (8 * $1)) }
    }
}
