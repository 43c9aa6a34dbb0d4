import Glibc
import Supervisor
import TaskProtocol
import Testing

@Suite("How a process ends")
struct ExitTests {
    @Test("the exit code is reported, once and last", arguments: [0, 3, 255] as [Int32])
    func exitCode(code: Int32) async throws {
        let ended = try await run("exit", "\(code)")
        #expect(ended.exits.map(\.reason) == [.exited(code: code)])
        #expect(ended.eventsAfterExit == 0)
        #expect(ended.controlClosed == 0)
        #expect(try ended.exit.isSuccess == (code == 0))
    }

    @Test("a plugin that calls exit inside poll is told apart from a task that ended")
    func exitInPoll() async throws {
        let exit = try await run("exit-in-poll").exit
        #expect(exit.traceText.hasPrefix("Plugin process plugin-0 (pid \(exit.pid)) ended with exit code 0 in poll"))
    }

    @Test("kill ends a process that would wait for ever, and says that it was asked for")
    func kill() async throws {
        let ended = try await run("wait") { event, process in
            if case .message = event { process.kill() }
        }
        let exit = try ended.exit
        #expect(exit.reason == .signalled(SIGKILL))
        #expect(exit.killed)
        #expect(!isAlive(exit.pid))
    }

    @Test("SIGTERM, SIGINT and SIGHUP, which service managers send to all, leave the end to the daemon")
    func ignoredSignals() async throws {
        let ended = try await run("echo") { event, process in
            guard case .message(let frame) = event, frame == Array("begin".utf8) else { return }
            for signal in [SIGTERM, SIGINT, SIGHUP] { #expect(Glibc.kill(process.pid, signal) == 0) }
            try process.send(Array("end".utf8))
        } begin: {
            try $0.send(Array("begin".utf8))
        }
        #expect(try ended.exit.isSuccess)
    }

    @Test("everybody who waits for the exit gets it, also afterwards")
    func manyWaiters() async throws {
        try await withSupervisor { supervisor in
            let process = try await supervisor.spawn(ProcessLaunch(label: "x", arguments: ["exit", "7"]))
            async let first = process.exit
            async let second = process.exit
            let codes = await [first.reason, second.reason, process.exit.reason]
            #expect(codes == [.exited(code: 7), .exited(code: 7), .exited(code: 7)])
        }
    }

    @Test("a reader that is cancelled gets the end of the stream, not a hang")
    func cancelledReader() async throws {
        try await withSupervisor { supervisor in
            let process = try await supervisor.spawn(ProcessLaunch(label: "x", arguments: ["wait"]))
            let reader = Task { for await _ in process.events {} }
            reader.cancel()
            await reader.value
        }
    }

    @Test("shutdown ends what still runs, and refuses new processes with a sentence")
    func shutdown() async throws {
        let supervisor = try ProcessSupervisor(executable: supervisee)
        let process = try await supervisor.spawn(ProcessLaunch(label: "x", arguments: ["wait"]))
        await supervisor.shutdown()
        await supervisor.shutdown()
        #expect(await process.exit.killed)
        #expect(throws: SendFailure.closed) { try process.send([1]) }
        let failure = await #expect(throws: SpawnFailure.self) {
            try await supervisor.spawn(ProcessLaunch(label: "late-0", arguments: ["wait"]))
        }
        #expect(failure?.description == "cannot start late-0: the supervisor was shut down")
    }

    @Test("an executable that is missing is named")
    func missingExecutable() async throws {
        let supervisor = try ProcessSupervisor(executable: "/nowhere/millrace-task")
        let failure = await #expect(throws: SpawnFailure.self) {
            try await supervisor.spawn(ProcessLaunch(label: "file-0", arguments: []))
        }
        await supervisor.shutdown()
        #expect(
            failure?.description
                == "cannot start file-0: /nowhere/millrace-task is missing or not executable: install it beside the worker"
        )
    }

    @Test("a working directory that is missing is named")
    func missingDirectory() async throws {
        let failure = await #expect(throws: SpawnFailure.self) {
            _ = try await run("exit", "0", directory: "/nowhere")
        }
        #expect(
            failure?.description
                == "cannot start plugin-0: the working directory /nowhere is missing or not accessible")
    }

    @Test("processor time and peak memory of the process are known")
    func usage() async throws {
        let exit = try await run("flood", "20000").exit
        #expect(exit.userTime + exit.systemTime > .zero)
        if let peak = exit.peakMemory { #expect(peak > 1 << 20) }
    }

    @Test("two hundred processes at once all end and are all reaped")
    func manyProcesses() async throws {
        try await withSupervisor { supervisor in
            let pids = try await withThrowingTaskGroup(of: Int32.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let launch = ProcessLaunch(label: "p-\(number)", arguments: ["exit", "\(number % 100)"])
                        let exit = try await supervisor.spawn(launch).exit
                        #expect(exit.reason == .exited(code: Int32(number % 100)))
                        return exit.pid
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for pid in pids { #expect(waitpid(pid, nil, WNOHANG) == -1) }
        }
    }
}
