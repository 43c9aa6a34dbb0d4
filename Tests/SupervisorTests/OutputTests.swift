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

    @Test("a process is heard at once, though one that ended before left its streams open elsewhere")
    func streamsLeftOpen() async throws {
        try await withSupervisor { supervisor in
            let first = try await supervisor.spawn(
                ProcessLaunch(label: "first", arguments: ["leave-daemon"], limits: .init(processesAllowed: true)))
            var left: [Int32] = []
            for await case .message(let frame) in first.events { left += numbers(in: frame) }
            let daemon = try #require(left.first { $0 > 0 })
            defer {
                kill(daemon, SIGKILL)
                waitpid(daemon, nil, 0)
            }
            // Its descriptors get the numbers that those of the first had.
            let second = try await supervisor.spawn(ProcessLaunch(label: "second", arguments: ["speak"]))
            let heard = Mutex<Set<String>>([])
            let reader = Task {
                for await event in second.events {
                    switch event {
                    case .message(let frame): _ = heard.withLock { $0.insert(String(decoding: frame, as: UTF8.self)) }
                    case .log(_, _, let text): _ = heard.withLock { $0.insert(text) }
                    case .output(_, let line): _ = heard.withLock { $0.insert(line) }
                    default: break
                    }
                }
            }
            let all: Set = ["printed", "complained", "logged", "ready"]
            _ = try await eventually { heard.withLock { $0 == all } }
            #expect(heard.withLock { $0 } == all)
            second.kill()
            await reader.value
        }
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
