import Glibc
import Supervisor
import TaskProtocol
import Testing

@Suite("Control, telemetry and metrics")
struct ChannelTests {
    @Test("frames of every size come back whole and in order")
    func frameSizes() async throws {
        let sizes = [0, 1, 3, 4, 65_535, 65_536, 65_537, 1 << 20, 10 << 20]
        let frames = sizes.enumerated().map { [UInt8](repeating: UInt8($0.offset + 1), count: $0.element) }
        let end = Array("end".utf8)
        let ended = try await run("echo") { _, _ in
        } begin: { process in
            for frame in frames { try process.send(frame) }
            try process.send(end)
        }
        #expect(ended.messages == frames + [end])
        #expect(try ended.exit.isSuccess)
    }

    @Test("frames sent just before the end all arrive before it")
    func framesBeforeTheEnd() async throws {
        let ended = try await run("count", "20000")
        #expect(ended.messages.flatMap(numbers(in:)) == Array(0..<20000))
        #expect(ended.eventsAfterExit == 0)
    }

    @Test("a slow reader holds frames back in the task, and gets every one of them in the end")
    func slowReader() async throws {
        let ended = try await run("burst", "128") { _, _ in
        } begin: { process in
            #expect(try await eventually { process.metrics[.sent] >= 60 })
            try await Task.sleep(for: .milliseconds(100))
            #expect(process.metrics[.sent] < 80)
        }
        #expect(ended.messages.map(\.count) == [Int](repeating: 1 << 20, count: 128))
        #expect(try ended.exit.isSuccess)
    }

    @Test("a frame above the limit, or for a process that does not read, is refused with a reason")
    func refusedFrames() async throws {
        try await withSupervisor { supervisor in
            let process = try await supervisor.spawn(ProcessLaunch(label: "x", arguments: ["ignore-everything"]))
            let tooLarge = FrameCodec.largestFrame + 1
            #expect(throws: SendFailure.tooLarge(bytes: tooLarge)) {
                try process.send([UInt8](repeating: 0, count: tooLarge))
            }
            let failure = #expect(throws: SendFailure.self) {
                let frame = [UInt8](repeating: 0, count: 16 << 20)
                for _ in 0..<20 { try process.send(frame) }
            }
            #expect(failure?.description.contains("the plugin process does not read") == true)
        }
    }

    @Test("a plugin that closes every descriptor is noticed while it lives, and cannot be written to")
    func closedDescriptors() async throws {
        let ended = try await run("close-everything") { event, process in
            guard case .controlClosed = event else { return }
            #expect(isAlive(process.pid))
            #expect(throws: SendFailure.closed) { try process.send([1]) }
            process.kill()
        }
        #expect(ended.controlClosed == 1)
        #expect(try ended.exit.killed)
    }

    @Test("a flood of log lines never blocks the task; what is lost is counted")
    func logFlood() async throws {
        let ended = try await run("log", "50000")
        #expect(ended.logs.first == "plugin: line 0")
        #expect(try ended.exit.isSuccess)
        // Lines lost after the last one that arrived are known to nobody.
        #expect(ended.logs.count + (ended.dropped[.log] ?? 0) <= 50_000)
        #expect(ended.logs.count > 50)
    }

    @Test("metrics of a task that hangs in a call can be read")
    func metricsOfAHang() async throws {
        let ended = try await run("hang-in-poll") { event, process in
            guard case .message = event else { return }
            #expect(process.metrics.call?.kind == .poll)
            process.kill()
        }
        #expect(try ended.exit.metrics.call?.kind == .poll)
    }
}
