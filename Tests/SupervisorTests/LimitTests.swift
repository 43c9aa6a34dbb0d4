import Glibc
import Supervisor
import TaskProtocol
import Testing

@Suite("What a process may do")
struct LimitTests {
    @Test("a fork bomb gets EPERM each time")
    func deniedProcesses() async throws {
        let ended = try await run("fork", "50")
        #expect(ended.messages.map(numbers(in:)) == [[Int32](repeating: -EPERM, count: 50)])
    }

    @Test("an orphan that an allowed plugin leaves behind ends with it and is reaped")
    func orphan() async throws {
        let ended = try await run("leave-orphan", limits: .init(processesAllowed: true))
        let orphan = try #require(ended.messages.first.map(numbers(in:))?.first)
        #expect(orphan > 0)
        #expect(!isAlive(orphan))
    }

    @Test("kill ends the processes that a plugin started, too")
    func killSession() async throws {
        var started: [Int32] = []
        let ended = try await run("fork-and-wait", "3", limits: .init(processesAllowed: true)) { event, process in
            guard case .message(let frame) = event else { return }
            started = numbers(in: frame)
            process.kill()
        }
        #expect(started.count == 3)
        #expect(try ended.exit.killed)
        #expect(try await eventually { !started.contains(where: isAlive) })
    }

    @Test("a leak meets its limit and the exit says so", arguments: [200, 0])
    func memory(megabytesPerSecond: Int) async throws {
        let limit = 48 << 20
        let exit = try await run("leak", "\(megabytesPerSecond)", limits: .init(memory: limit)).exit
        guard case .memoryLimit(limit, let seen) = exit.reason else {
            Issue.record("\(exit.traceText)")
            return
        }
        #expect(seen > limit)
        #expect(exit.description.contains("its limit is 48 MiB, and was ended in put"))
    }

    @Test("what a process sees: a session of its own, its directory, few descriptors, a filtered environment")
    func surroundings() async throws {
        setenv("MILLRACE_TEST_SECRET", "hunter2", 1)
        let ended = try await run(
            "describe", "MILLRACE_TEST_SECRET", "PATH", "EXTRA", environment: ["EXTRA": "given"], directory: "/proc")
        let lines = ended.messages.first.map { String(decoding: $0, as: UTF8.self).split(separator: "\n") } ?? []
        #expect(lines.count == 8)
        let path = getenv("PATH").map { String(cString: $0) } ?? "unset"
        #expect(lines.first == "unset")
        #expect(
            lines.dropFirst().map(String.init) == [
                path, "given", "/proc", "session leader: true", "core limit: 1", "threads: true",
                "descriptors: [0, 1, 2, 3, 4]",
            ])
    }

    @Test("the program does not run by hand: it says who starts it")
    func byHand() throws {
        var pid: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(supervisee), strdup("exit"), nil]
        defer { arguments.forEach { free($0) } }
        #expect(posix_spawn(&pid, supervisee, nil, nil, &arguments, environ) == 0)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        #expect(status >> 8 == 2)
    }
}
