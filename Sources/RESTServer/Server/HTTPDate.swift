internal import Glibc

/// Dates as HTTP headers have them: `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The date that is now plus a number of milliseconds; now if it is no number, as in Jetty.
    static func text(milliseconds: String) -> String {
        text(at: time(nil) + (Int(milliseconds) ?? 0) / 1000)
    }

    /// The date of a time in seconds since 1970.
    static func text(at seconds: Int) -> String {
        var seconds = seconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let two = { (number: Int32) in number < 10 ? "0\(number)" : "\(number)" }
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(two).joined(separator: ":")
        return "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) "
            + "\(1900 + parts.tm_year) \(clock) GMT"
    }
}
