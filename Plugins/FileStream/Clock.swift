import Glibc

/// The system's clocks, in milliseconds.
enum Clock {
    /// Since 1970-01-01T00:00Z.
    static var realTime: Int64 { read(CLOCK_REALTIME) }

    /// Since some point in the past; never goes back.
    static var monotonic: Int64 { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
