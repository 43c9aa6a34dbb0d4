import ConnectData

/// What the calendar shows for an instant in UTC, in the way that Java's GregorianCalendar counts.
struct CalendarFields {
    /// The year, where 0 is the year before 1.
    let year: Int
    /// From 1.
    let month: Int
    let dayOfMonth: Int
    let dayOfYear: Int
    /// 0 for Sunday.
    let weekday: Int
    let weekOfYear: Int
    let weekOfMonth: Int
    let weekdayInMonth: Int
    /// The year to which the week belongs.
    let weekYear: Int
    /// Of the day, in milliseconds.
    let time: Int

    init(milliseconds: Int64) {
        let instant = Int(milliseconds)
        let day = floorDivide(instant, 86_400_000)
        time = instant &- day &* 86_400_000
        let gregorian = day >= HybridCalendar.cutover
        (year, month) = HybridCalendar.yearAndMonth(of: day, gregorian: gregorian)
        dayOfMonth = day - HybridCalendar.day(year: year, month: month, gregorian: gregorian) + 1
        weekday = HybridCalendar.weekday(day)
        let yearBegin = HybridCalendar.day(year: year, month: 1)
        let monthBegin = HybridCalendar.day(year: year, month: month)
        let nextYear = HybridCalendar.firstWeek(of: HybridCalendar.day(year: year + 1, month: 1))
        dayOfYear = day - yearBegin + 1
        weekdayInMonth = (day - monthBegin) / 7 + 1
        weekOfMonth = (day - HybridCalendar.firstWeek(of: monthBegin)) / 7 + 1
        let isNextYears = day >= nextYear
        weekYear = isNextYears ? year + 1 : year
        weekOfYear = isNextYears ? 1 : (day - HybridCalendar.firstWeek(of: yearBegin)) / 7 + 1
    }
}
