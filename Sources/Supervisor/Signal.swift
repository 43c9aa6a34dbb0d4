internal import Glibc

/// A signal with the name and the meaning that an operator reads.
struct Signal: CustomStringConvertible {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }

    private static let known: [Int32: (name: String, meaning: String?)] = [
        SIGSEGV: ("SIGSEGV", "invalid memory access"),
        SIGBUS: ("SIGBUS", "memory access beyond a file or misaligned"),
        SIGILL: ("SIGILL", "trap: a failed runtime check or an illegal instruction"),
        SIGTRAP: ("SIGTRAP", "trap: a failed runtime check"),
        SIGFPE: ("SIGFPE", "arithmetic error"),
        SIGABRT: ("SIGABRT", "abort"),
        SIGSYS: ("SIGSYS", "forbidden system call"),
        SIGKILL: ("SIGKILL", "killed from outside, or by the kernel for want of memory"),
        SIGTERM: ("SIGTERM", nil),
        SIGINT: ("SIGINT", nil),
        SIGHUP: ("SIGHUP", nil),
        SIGQUIT: ("SIGQUIT", nil),
        SIGPIPE: ("SIGPIPE", nil),
        SIGALRM: ("SIGALRM", nil),
        SIGXCPU: ("SIGXCPU", "processor time limit"),
        SIGXFSZ: ("SIGXFSZ", "file size limit"),
    ]

    var name: String { Self.known[number]?.name ?? "signal \(number)" }

    var description: String {
        guard let meaning = Self.known[number]?.meaning else { return name }
        return "\(name) (\(meaning))"
    }
}
