internal import Glibc

extension OutputBuffer {
    /// Appends an instant, in milliseconds since 1970: a time on the first day, a date at midnight, else a timestamp, in
    /// the local time zone. That is what Connect's `Values.dateFormatFor` chooses.
    public mutating func appendISODate(_ milliseconds: Int64) {
        let day: Int64 = 86_400_000
        var seconds = time_t(milliseconds.flooredQuotient(by: 1000))
        var parts = tm()
        localtime_r(&seconds, &parts)
        if milliseconds >= day {
            appendPadded(Int64(parts.tm_year) + 1900, 4)
            append("-")
            appendPadded(Int64(parts.tm_mon) + 1, 2)
            append("-")
            appendPadded(Int64(parts.tm_mday), 2)
            if milliseconds % day == 0 { return }
            append("T")
        }
        appendPadded(Int64(parts.tm_hour), 2)
        append(":")
        appendPadded(Int64(parts.tm_min), 2)
        append(":")
        appendPadded(Int64(parts.tm_sec), 2)
        append(".")
        appendPadded(milliseconds - Int64(seconds) * 1000, 3)
        append("Z")
    }
}
