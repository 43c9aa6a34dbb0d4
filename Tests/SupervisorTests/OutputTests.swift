import Glibc
import Supervisor
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
