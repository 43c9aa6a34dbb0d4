internal import Glibc

/// The time of day, as records carry it.
enum Clock {
    /// Since 1970, in milliseconds.
    static var milliseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}
