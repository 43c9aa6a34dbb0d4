import ConnectData
internal import Glibc

/// Java 17's `java.text.SimpleDateFormat` for the locale en_US and the time zone UTC, lenient as it is by default: what
/// Connect formats and parses dates with.
///
/// Neither formatting nor parsing allocates. Any thread may use one at any time.
public struct SimpleDateFormat: Sendable {
    let program: DatePattern
    /// Years of two digits lie in the hundred years from this instant on.
    let twoDigitYearStart: Int64
    let twoDigitYear: Int

    /// Reads a pattern.
    ///
    /// - Parameter twoDigitYearStart: where the hundred years begin in which years of two digits lie, in milliseconds since
    ///   1970; nil for 80 years ago.
    public init(_ pattern: String, twoDigitYearStart: Int64? = nil) throws(DatePatternError) {
        program = try DatePattern(pattern)
        self.twoDigitYearStart = twoDigitYearStart ?? Self.eightyYearsAgo()
        twoDigitYear = CalendarFields(milliseconds: self.twoDigitYearStart).year
    }

    /// The room in bytes that any instant needs.
    public var maximumLength: Int { program.maximumLength }

    private static func eightyYearsAgo() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let milliseconds = Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
        let fields = CalendarFields(milliseconds: milliseconds)
        let year = fields.year - 80
        let gregorian = year > HybridCalendar.cutoverYear
        let length = HybridCalendar.monthLength(year: year, month: fields.month, gregorian: gregorian)
        let day = HybridCalendar.day(year: year, month: fields.month) + min(fields.dayOfMonth, length) - 1
        return Int64(day * 86_400_000 + fields.time)
    }
}
