/// The calendar that Java's GregorianCalendar follows: Julian until 4 October 1582, Gregorian from the next day on, which
/// was the 15th. Days are counted from 1 January 1970; the year before 1 is 0. Weeks are those of the United States: they
/// begin on Sunday, and the first of a year or month is the one with its first day.
enum HybridCalendar {
    /// 15 October 1582.
    static let cutover = -141_427
    static let cutoverYear = 1582

    static func isLeap(_ year: Int, gregorian: Bool) -> Bool {
        year & 3 == 0 && (!gregorian || year % 100 != 0 || year % 400 == 0)
    }

    /// The day on which a month begins; months are counted from 1.
    static func day(year: Int, month: Int, gregorian: Bool) -> Int {
        let before = year &- 1
        var day = before &* 365 &+ floorDivide(before, 4)
        if gregorian { day = day &- floorDivide(before, 100) &+ floorDivide(before, 400) }
        let leapDay = month > 2 && isLeap(year, gregorian: gregorian) ? 1 : 0
        // 1 January of the year 1: the Julian one is two days earlier.
        return day &+ daysBefore(month) &+ leapDay &- (gregorian ? 719_162 : 719_164)
    }

    /// The day on which a month began when it came.
    static func day(year: Int, month: Int) -> Int {
        day(year: year, month: month, gregorian: year > cutoverYear || year == cutoverYear && month > 10)
    }

    static func monthLength(year: Int, month: Int, gregorian: Bool) -> Int {
        month == 2 && isLeap(year, gregorian: gregorian) ? 29 : lengths[month - 1]
    }

    /// 0 for Sunday.
    static func weekday(_ day: Int) -> Int { floorModulo(day &+ 4, 7) }

    /// The last day before or on `day` that is such a weekday; weekdays outside of 0 to 6 are reckoned on.
    static func onOrBefore(_ day: Int, weekday: Int) -> Int { day &- floorModulo(day &+ 4 &- weekday, 7) }

    /// The Sunday with which the first week of what begins on `day` begins.
    static func firstWeek(of day: Int) -> Int { onOrBefore(day, weekday: 0) }

    private static let lengths: [Int] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    /// The days of the months before, in a year without a leap day.
    private static func daysBefore(_ month: Int) -> Int {
        30 * (month - 1) + (month + month >> 3) >> 1 - (month > 2 ? 2 : 0)
    }
}

func floorDivide(_ dividend: Int, _ divisor: Int) -> Int {
    dividend / divisor - (dividend % divisor < 0 ? 1 : 0)
}

func floorModulo(_ dividend: Int, _ divisor: Int) -> Int {
    let remainder = dividend % divisor
    return remainder < 0 ? remainder + divisor : remainder
}
