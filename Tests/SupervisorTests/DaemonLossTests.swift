import Glibc
import Testing

@Suite("Loss of the daemon")
struct DaemonLossTests {
    @Test("plugin processes end with the daemon, however it ends")
    func killedDaemon() async throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(supervisee), strdup("daemon"), nil]
        defer { arguments.forEach { free($0) } }
        var daemon: pid_t = 0
        #expect(posix_spawn(&daemon, supervisee, &actions, nil, &arguments, environ) == 0)
        close(ends[1])

        var text = [UInt8](repeating: 0, count: 64)
        let count = read(ends[0], &text, text.count)
        let child = try #require(Int32(String(decoding: text.prefix(max(0, count)).dropLast(), as: UTF8.self)))
        #expect(isAlive(child))
        kill(daemon, SIGKILL)
        waitpid(daemon, nil, 0)
        #expect(try await eventually { hasEnded(child) })
        close(ends[0])
    }

    /// Gone, or waiting for whoever inherited it to reap it.
    private func hasEnded(_ pid: Int32) -> Bool {
        guard isAlive(pid) else { return true }
        let stat = open("/proc/\(pid)/stat", O_RDONLY)
        guard stat >= 0 else { return true }
        defer { close(stat) }
        var text = [UInt8](repeating: 0, count: 256)
        let count = read(stat, &text, text.count)
        let fields = String(decoding: text.prefix(max(0, count)), as: UTF8.self).split(separator: ")")
        return fields.last?.hasPrefix(" Z") ?? true
    }
}
