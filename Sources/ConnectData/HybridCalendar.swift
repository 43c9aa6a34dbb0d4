/// The calendar that Java's GregorianCalendar follows: Julian until 4 October 1582, Gregorian from the next day on, which
/// was the 15th. Days are counted from 1 January 1970; the year before 1 is 0. Weeks are those of the United States: they
/// begin on Sunday, and the first of a year or month is the one with its first day.
package enum HybridCalendar {
    package static let millisecondsPerDay: Int64 = 86_400_000
    /// 15 October 1582.
    package static let cutover = -141_427
    /// The year of the cutover.
    package static let cutoverYear = 1582

    /// Whether a year has a 29 February.
    package static func isLeap(_ year: Int, gregorian: Bool) -> Bool {
        year & 3 == 0 && (!gregorian || year % 100 != 0 || year % 400 == 0)
    }

    /// The day on which a month begins; months are counted from 1.
    package static func day(year: Int, month: Int, gregorian: Bool) -> Int {
        let before = year &- 1
        var day = before &* 365 &+ floorDivide(before, 4)
        if gregorian { day = day &- floorDivide(before, 100) &+ floorDivide(before, 400) }
        let leapDay = month > 2 && isLeap(year, gregorian: gregorian) ? 1 : 0
        // 1 January of the year 1: the Julian one is two days earlier.
        return day &+ daysBefore(month) &+ leapDay &- (gregorian ? 719_162 : 719_164)
    }

    /// The day on which a month began when it came.
    package static func day(year: Int, month: Int) -> Int {
        day(year: year, month: month, gregorian: year > cutoverYear || year == cutoverYear && month > 10)
    }

    /// The days of a month.
    package static func monthLength(year: Int, month: Int, gregorian: Bool) -> Int {
        month == 2 && isLeap(year, gregorian: gregorian) ? 29 : lengths[month - 1]
    }

    /// The day of the week, 0 for Sunday.
    package static func weekday(_ day: Int) -> Int { floorModulo(day &+ 4, 7) }

    /// The last day before or on `day` that is such a weekday; weekdays outside of 0 to 6 are reckoned on.
    package static func onOrBefore(_ day: Int, weekday: Int) -> Int { day &- floorModulo(day &+ 4 &- weekday, 7) }

    /// The Sunday with which the first week of what begins on `day` begins.
    package static func firstWeek(of day: Int) -> Int { onOrBefore(day, weekday: 0) }

    private static let lengths: [Int] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    /// The year and the month of a day, in the calendar that is asked for.
    package static func yearAndMonth(of day: Int, gregorian: Bool) -> (year: Int, month: Int) {
        // Years that begin in March, so that the leap day ends one; in eras of 400 or 4 years.
        let shifted = day + (gregorian ? 719_468 : 719_470)
        let (length, years) = gregorian ? (146_097, 400) : (1461, 4)
        let era = floorDivide(shifted, length)
        let dayOfEra = shifted - era * length
        let yearOfEra =
            gregorian
            ? (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            : (dayOfEra - dayOfEra / 1460) / 365
        let leapDays = yearOfEra / 4 - (gregorian ? yearOfEra / 100 : 0)
        let dayOfYear = dayOfEra - 365 * yearOfEra - leapDays
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        return (yearOfEra + era * years + (month <= 2 ? 1 : 0), month)
    }

    /// The days of the months before, in a year without a leap day.
    private static func daysBefore(_ month: Int) -> Int {
        30 * (month - 1) + (month + month >> 3) >> 1 - (month > 2 ? 2 : 0)
    }
}

/// The quotient rounded down, also of negative numbers.
package func floorDivide(_ dividend: Int, _ divisor: Int) -> Int {
    dividend / divisor - (dividend % divisor < 0 ? 1 : 0)
}

/// What ``floorDivide(_:_:)`` leaves.
package func floorModulo(_ dividend: Int, _ divisor: Int) -> Int {
    let remainder = dividend % divisor
    return remainder < 0 ? remainder + divisor : remainder
}
