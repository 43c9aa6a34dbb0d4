internal import Glibc

/// Looks at a process's memory from outside.
enum MemoryProbe {
    /// Private and shared anonymous memory in bytes, if it is above `limit`. Pages of files are the kernel's to take
    /// back and do not count. Reading the precise figures costs more, so a cheap upper bound comes first.
    static func usage(of pid: Int32, above limit: Int) -> Int? {
        guard let resident = residentBytes(of: pid), resident > limit,
            let status = readSmallFile("/proc/\(pid)/status")
        else { return nil }
        let used = kilobytes("RssAnon:", in: status) + kilobytes("RssShmem:", in: status)
        return used << 10 > limit ? used << 10 : nil
    }

    private static func residentBytes(of pid: Int32) -> Int? {
        let fields = readSmallFile("/proc/\(pid)/statm")?.split(separator: UInt8(ascii: " "))
        guard let fields, fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else {
            return nil
        }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }

    private static func kilobytes(_ name: String, in status: [UInt8]) -> Int {
        for line in status.split(separator: 10) where line.starts(with: name.utf8) {
            let digits = line.filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            return Int(String(decoding: digits, as: UTF8.self)) ?? 0
        }
        return 0
    }
}
