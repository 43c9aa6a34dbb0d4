internal import Glibc

/// What a process has used up.
struct ResourceUsage {
    /// The largest resident memory so far, in bytes.
    let peakMemory: Int
    let userTime: Duration
    let systemTime: Duration

    init(_ usage: rusage) {
        peakMemory = usage.ru_maxrss << 10
        userTime = .seconds(usage.ru_utime.tv_sec) + .microseconds(usage.ru_utime.tv_usec)
        systemTime = .seconds(usage.ru_stime.tv_sec) + .microseconds(usage.ru_stime.tv_usec)
    }

    static var ofDaemon: ResourceUsage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return ResourceUsage(usage)
    }
}
