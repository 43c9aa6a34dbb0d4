import Glibc
import Testing

@Suite("Loss of the daemon")
struct DaemonLossTests {
    @Test("plugin processes end with the daemon, however it ends")
    func killedDaemon() async throws {
        let daemon = try DaemonProcess("daemon")
        let child = try #require(Int32(daemon.read().dropLast()))
        #expect(isAlive(child))
        kill(daemon.pid, SIGKILL)
        #expect(try await eventually { hasEnded(child) })
        close(daemon.input)
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
