/// A day of the calendar that Java's `GregorianCalendar` keeps: Gregorian, and Julian before 1582-10-15.
struct CivilDate {
    static let millisecondsPerDay: Int64 = 86_400_000
    /// 1582-10-15, as days since 1970-01-01.
    private static let cutover: Int64 = -141_427

    let year: Int64
    let month: Int64
    let day: Int64

    /// The Gregorian date of so many days since 1970-01-01: the inverse of `days`, by Howard Hinnant's algorithms.
    init(days: Int64) {
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01 of a date whose month and day may lie beyond their ranges, as a lenient calendar counts them.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let years = year + (month - 1).flooredQuotient(by: 12)
        let month = month - 1 - (month - 1).flooredQuotient(by: 12) * 12
        // Years begin in March here.
        let march = years - (month < 2 ? 1 : 0)
        let dayOfYear = (153 * (month < 2 ? month + 10 : month - 2) + 2) / 5 + day - 1
        let julian = march * 365 + march.flooredQuotient(by: 4) + dayOfYear - 719_470
        let gregorian =
            march * 365 + march.flooredQuotient(by: 4) - march.flooredQuotient(by: 100)
            + march.flooredQuotient(by: 400) + dayOfYear - 719_468
        if year < 1582, julian < cutover { return julian }
        return gregorian >= cutover ? gregorian : julian
    }
}
