internal import Glibc

/// The control group (v2) of one plugin process, in which the kernel keeps its memory below a limit.
///
/// Documentation/admin-guide/cgroup-v2.rst of Linux is the source of the files' names and meanings.
final class MemoryGroup {
    private let path: String

    /// Makes the group, or takes over an empty one that a lost daemon left; nil where the kernel does not let us.
    init?(path: String, limit: Int) {
        self.path = path
        guard mkdir(path, 0o755) == 0 || errno == EEXIST, writeControlFile("\(path)/memory.max", "\(limit)") else {
            rmdir(path)
            return nil
        }
        // Without swap accounting these do not exist, and the limit holds without them.
        _ = writeControlFile("\(path)/memory.swap.max", "0")
        _ = writeControlFile("\(path)/memory.oom.group", "1")
    }

    /// Puts a process into the group. What it allocated before stays where it was counted.
    func add(_ pid: Int32) -> Bool {
        writeControlFile("\(path)/cgroup.procs", "\(pid)")
    }

    /// The largest memory in bytes if the kernel ended a process for the limit, or nil.
    func peakIfLimitWasMet(limit: Int) -> Int? {
        guard let kills = number(after: "oom_kill ", in: "\(path)/memory.events"), kills > 0 else { return nil }
        return number(after: "", in: "\(path)/memory.peak") ?? limit
    }

    /// Ends every process in the group, also one that left the session.
    func kill() {
        _ = writeControlFile("\(path)/cgroup.kill", "1")
    }

    /// False while a process is left in it.
    func remove() -> Bool {
        rmdir(path) == 0 || errno != EBUSY
    }

    private func number(after label: String, in file: String) -> Int? {
        let lines = readSmallFile(file)?.split(separator: 10) ?? []
        for line in lines where line.starts(with: label.utf8) {
            return Int(String(decoding: line.dropFirst(label.utf8.count), as: UTF8.self))
        }
        return nil
    }
}

/// Writes to a file that the kernel made.
func writeControlFile(_ path: String, _ text: String) -> Bool {
    let raw = open(path, O_WRONLY | O_CLOEXEC)
    guard raw >= 0 else { return false }
    defer { close(raw) }
    var text = text
    return text.withUTF8 { write(raw, $0.baseAddress, $0.count) == $0.count }
}
