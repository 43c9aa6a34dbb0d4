import Glibc
import Supervisor
import Synchronization
import TaskProtocol
import Testing

@Suite("What plugins print")
struct OutputTests {
    @Test("lines arrive whole, with their stream")
    func lines() async throws {
        let ended = try await run("print", "one", "", "three\u{e9}")
        #expect(ended.output == [.standardOutput: ["one", "", "three\u{e9}"]])
    }

    @Test("a process may read the daemon's standard input and write its standard output, unchanged")
    func passThrough() throws {
        let text = (0..<50).map { "line \($0)\n" }.joined() + "no end"
        #expect(try DaemonProcess("pass-through").finish(writing: text) == text)
    }

    @Test("processes are heard at once, though some that ended before left their streams open elsewhere")
    func streamsLeftOpen() async throws {
        try await withSupervisor { supervisor in
            var daemons: [Int32] = []
            defer {
                for daemon in daemons {
                    kill(daemon, SIGKILL)
                    waitpid(daemon, nil, 0)
                }
            }
            for number in 0..<4 {
                let launch = ProcessLaunch(
                    label: "first-\(number)", arguments: ["leave-daemon"], limits: .init(processesAllowed: true))
                for await case .message(let frame) in try await supervisor.spawn(launch).events {
                    daemons += numbers(in: frame)
                }
            }
            #expect(daemons.count == 4 && daemons.allSatisfy { $0 > 0 && isAlive($0) })
            // Descriptors of these get numbers that those of the first had.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<4 {
                    let launch = ProcessLaunch(label: "second-\(number)", arguments: ["speak"])
                    let process = try await supervisor.spawn(launch)
                    group.addTask {
                        let words = try await heard(from: process)
                        #expect(words == ["printed", "complained", "logged", "ready"])
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    /// What a process says that then waits for ever.
    private func heard(from process: PluginProcess) async throws -> Set<String> {
        let heard = Mutex<Set<String>>([])
        let reader = Task {
            for await event in process.events {
                switch event {
                case .message(let frame): _ = heard.withLock { $0.insert(String(decoding: frame, as: UTF8.self)) }
                case .log(_, _, let text): _ = heard.withLock { $0.insert(text) }
                case .output(_, let line): _ = heard.withLock { $0.insert(line) }
                default: break
                }
            }
        }
        _ = try await eventually { heard.withLock { $0.count == 4 } }
        let all = heard.withLock { $0 }
        process.kill()
        await reader.value
        return all
    }

    @Test("a flood neither blocks the task nor fills the log: the rest is counted, and the last words are kept")
    func flood() async throws {
        let ended = try await run("flood", "300000")
        let delivered = ended.output[.standardOutput]?.count ?? 0
        #expect(delivered >= 1000)
        #expect(delivered < 50_000)
        #expect(delivered + (ended.dropped[.output(.standardOutput)] ?? 0) == 300_000)
        #expect(try ended.exit.isSuccess)
        #expect(try ended.exit.standardError == ["flooded"])
    }
}
