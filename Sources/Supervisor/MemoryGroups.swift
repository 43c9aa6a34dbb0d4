internal import CProcess
internal import Glibc

/// The part of the control group tree that the system handed to the daemon, if it did.
struct MemoryGroups {
    private static let mount = "/sys/fs/cgroup"
    private static let prefix = "plugin-"
    private let root: String

    /// Groups below `root`, which must let us write and hand the memory controller down.
    init?(root: String) {
        guard access("\(root)/cgroup.procs", W_OK) == 0, Self.words(in: "\(root)/cgroup.controllers").contains("memory")
        else { return nil }
        if !Self.words(in: "\(root)/cgroup.subtree_control").contains("memory") {
            guard writeControlFile("\(root)/cgroup.subtree_control", "+memory") else { return nil }
        }
        self.root = root
    }

    /// The daemon's own part of the tree: what systemd marks with `Delegate=yes`, or all of a container's. Never a part
    /// that belongs to another manager.
    static func delegated() -> MemoryGroups? {
        guard let own = ownPath() else { return nil }
        let isContainer = own == "/" && access("\(mount)/cgroup.type", F_OK) == 0
        if isContainer || isDelegated(mount + own) {
            return leaveRoot(mount + own) ? MemoryGroups(root: mount + own) : nil
        }
        guard let end = own.lastIndex(of: "/"), end > own.startIndex else { return nil }
        let parent = mount + own[..<end]
        return isDelegated(parent) ? MemoryGroups(root: parent) : nil
    }

    /// A group for the process with this number, or nil where the kernel does not let us.
    func make(id: ChildID, limit: Int) -> MemoryGroup? {
        MemoryGroup(path: "\(root)/\(Self.prefix)\(getpid())-\(id)", limit: limit)
    }

    /// "0::/system.slice/millrace.service" names the group in the unified tree.
    private static func ownPath() -> String? {
        let lines = readSmallFile("/proc/self/cgroup")?.split(separator: 10) ?? []
        return lines.first { $0.starts(with: "0::/".utf8) }.map { String(decoding: $0.dropFirst(3), as: UTF8.self) }
    }

    private static func isDelegated(_ path: String) -> Bool {
        ["user.delegate", "trusted.delegate"].contains { name in
            var value: UInt8 = 0
            return getxattr(path, name, &value, 1) == 1 && value == UInt8(ascii: "1")
        }
    }

    /// A group that hands controllers down must not hold processes itself: moves the daemon into a leaf, if it is alone.
    private static func leaveRoot(_ path: String) -> Bool {
        guard words(in: "\(path)/cgroup.procs") == ["\(getpid())"] else { return false }
        let leaf = "\(path)/daemon"
        guard mkdir(leaf, 0o755) == 0 || errno == EEXIST else { return false }
        return writeControlFile("\(leaf)/cgroup.procs", "\(getpid())")
    }

    private static func words(in file: String) -> [String] {
        (readSmallFile(file) ?? []).split { $0 == 10 || $0 == 32 }.map { String(decoding: $0, as: UTF8.self) }
    }
}
