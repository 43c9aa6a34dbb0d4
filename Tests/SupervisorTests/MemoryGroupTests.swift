import Glibc
import Testing

@testable import Supervisor

/// The kernel's files are stood in for by plain ones: what is tested is which are written and read, and how.
@Suite("Memory limits by control group")
struct MemoryGroupTests {
    private func withDirectory(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let path = "/tmp/millrace-group-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        #expect(mkdir(path, 0o700) == 0)
        for (name, text) in files { try write(text, to: "\(path)/\(name)") }
        defer {
            for name in files.keys { unlink("\(path)/\(name)") }
            rmdir(path)
        }
        try body(path)
    }

    private func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
    }

    private func text(_ path: String) -> String {
        String(decoding: readSmallFile(path) ?? [], as: UTF8.self)
    }

    @Test("limits and members are written where the kernel reads them")
    func writes() throws {
        let files = ["memory.max", "memory.swap.max", "memory.oom.group", "cgroup.procs", "cgroup.kill"]
        try withDirectory(Dictionary(uniqueKeysWithValues: files.map { ($0, "") })) { path in
            let group = try #require(MemoryGroup(path: path, limit: 1 << 20))
            #expect(group.add(42))
            group.kill()
            #expect(files.map { text("\(path)/\($0)") } == ["1048576", "0", "1", "42", "1"])
        }
    }

    @Test("a place that does not limit memory is not used")
    func noLimit() throws {
        try withDirectory([:]) { #expect(MemoryGroup(path: $0 + "/x", limit: 1) == nil) }
        try withDirectory(["cgroup.procs": "", "cgroup.controllers": "cpu io"]) {
            #expect(MemoryGroups(root: $0) == nil)
        }
    }

    @Test("the memory controller is handed down only where it is not yet")
    func controllers() throws {
        let files = ["cgroup.procs": "", "cgroup.controllers": "cpu memory\n", "cgroup.subtree_control": ""]
        try withDirectory(files) { path in
            #expect(MemoryGroups(root: path) != nil)
            #expect(text("\(path)/cgroup.subtree_control") == "+memory")
        }
    }

    @Test(
        "a process that the kernel ended for its limit is told apart",
        arguments: [("oom 0\noom_kill 0\n", nil), ("oom 3\noom_kill 1\n", 77), ("", nil)] as [(String, Int?)])
    func kills(events: String, peak: Int?) throws {
        try withDirectory(["memory.max": "", "memory.events": events, "memory.peak": "77\n"]) { path in
            let group = try #require(MemoryGroup(path: path, limit: 50))
            #expect(group.peakIfLimitWasMet(limit: 50) == peak)
        }
    }
}
