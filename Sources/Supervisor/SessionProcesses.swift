internal import Glibc

/// Finds processes by the session that they belong to.
enum SessionProcesses {
    private struct Status {
        let isZombie: Bool
        let isExiting: Bool
        let parent: Int32
        let session: Int32
    }

    /// The ids of the living processes in the session, its leader included.
    static func living(in session: Int32) -> [Int32] {
        members(of: session).filter { !$0.status.isZombie }.map(\.pid)
    }

    /// Whether the process is on its way out, or gone: its descriptors close before its end is seen.
    static func isEnding(_ pid: Int32) -> Bool {
        status(of: pid).map { $0.isZombie || $0.isExiting } ?? true
    }

    /// Kills every living process of the session and returns the ids of all its members. A process that was signalled
    /// cannot fork any more, so the scan ends when it finds nobody new.
    static func kill(session: Int32) -> Set<Int32> {
        var known: Set<Int32> = []
        while true {
            let new = members(of: session).filter { !known.contains($0.pid) }
            guard !new.isEmpty else { return known }
            for member in new {
                if !member.status.isZombie { _ = Glibc.kill(member.pid, SIGKILL) }
                known.insert(member.pid)
            }
        }
    }

    /// Reaps the ended processes of the session that became the daemon's children, but not its leader.
    static func reapOrphans(of session: Int32) {
        let daemon = getpid()
        for member in members(of: session)
        where member.status.isZombie && member.status.parent == daemon && member.pid != session {
            waitpid(member.pid, nil, WNOHANG)
        }
    }

    private static func members(of session: Int32) -> [(pid: Int32, status: Status)] {
        everyProcess().compactMap { pid in
            guard let status = status(of: pid), status.session == session else { return nil }
            return (pid, status)
        }
    }

    private static func everyProcess() -> [Int32] {
        guard let directory = opendir("/proc") else { return [] }
        defer { closedir(directory) }
        var found: [Int32] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let pid = Int32(name) { found.append(pid) }
        }
        return found
    }

    private static func status(of pid: Int32) -> Status? {
        // pid (name, which may contain anything) state parent group session terminal its-group flags …
        guard let text = readSmallFile("/proc/\(pid)/stat"), let end = text.lastIndex(of: UInt8(ascii: ")")) else {
            return nil
        }
        let fields = text[(end + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 6, let parent = Int32(String(decoding: fields[1], as: UTF8.self)),
            let session = Int32(String(decoding: fields[3], as: UTF8.self)),
            let flags = UInt64(String(decoding: fields[6], as: UTF8.self))
        else { return nil }
        let exiting: UInt64 = 0x4  // PF_EXITING of linux/sched.h
        return Status(
            isZombie: fields[0].first == UInt8(ascii: "Z"), isExiting: flags & exiting != 0, parent: parent,
            session: session)
    }
}

/// The first 4 KiB of a file that the kernel makes up, or nil.
func readSmallFile(_ path: String) -> [UInt8]? {
    let raw = open(path, O_RDONLY | O_CLOEXEC)
    guard raw >= 0 else { return nil }
    defer { close(raw) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
        count = max(0, read(raw, buffer.baseAddress, buffer.count))
    }
    return bytes.isEmpty ? nil : bytes
}
