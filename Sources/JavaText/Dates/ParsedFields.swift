import ConnectData

/// The fields that were read from a text, and the instant that Java's lenient calendar makes of them: a field out of range
/// is reckoned on, and where fields contradict each other the ones that were read last count.
struct ParsedFields {
    enum Field: Int {
        case era, year, month, weekOfYear, weekOfMonth, dayOfMonth, dayOfYear, weekday, weekdayInMonth, half, hour,
            hourOfDay
        case minute, second, millisecond, weekYear
    }

    private var values = InlineArray<16, Int32>(repeating: 0)
    /// When each was read: 0 for never.
    private var stamps = InlineArray<16, Int>(repeating: 0)
    private var lastStamp = 0
    /// In milliseconds.
    var zoneOffset = 0

    mutating func set(_ field: Field, _ value: Int32) {
        lastStamp += 1
        values[field.rawValue] = value
        stamps[field.rawValue] = lastStamp
    }

    mutating func addYears(_ years: Int32) {
        values[Field.year.rawValue] &+= years
        values[Field.weekYear.rawValue] &+= years
    }

    private func has(_ field: Field) -> Bool { stamps[field.rawValue] != 0 }
    private func stamp(_ field: Field) -> Int { stamps[field.rawValue] }
    private func value(_ field: Field, or absent: Int) -> Int { has(field) ? Int(values[field.rawValue]) : absent }

    /// Milliseconds since 1970.
    var milliseconds: Int64 {
        let time = timeOfDay
        let days = floorDivide(time, 86_400_000)
        let day =
            stamp(.weekYear) > stamp(.year)
            ? dayOfWeekYear(daysFromTime: days) : hybridDay(year: yearOfEra, daysFromTime: days)
        return Int64(day &* 86_400_000 &+ (time - days * 86_400_000) &- zoneOffset)
    }

    /// The hour is the one of the day or the one of the half, whichever was read last.
    private var timeOfDay: Int {
        let both = has(.hour) && has(.half) ? max(stamp(.hour), stamp(.half)) : 0
        var hour = 0
        if both > stamp(.hourOfDay) || (both == 0 && !has(.hourOfDay)) {
            hour = value(.hour, or: 0) + 12 * value(.half, or: 0)
        } else {
            hour = value(.hourOfDay, or: 0)
        }
        let seconds = (hour * 60 + value(.minute, or: 0)) * 60 + value(.second, or: 0)
        return seconds * 1000 + value(.millisecond, or: 0)
    }

    private var yearOfEra: Int {
        let year = Int32(value(.year, or: 1970))
        return value(.era, or: 1) == 0 ? Int(1 &- year) : Int(year)
    }

    // MARK: - Which day

    /// The day in the calendar that was in force on it, moved by the days that the time of day amounts to.
    private func hybridDay(year: Int, daysFromTime: Int) -> Int {
        let group = dateGroup
        let julian = day(group, year: year, gregorian: false) &+ daysFromTime
        let gregorian = day(group, year: year, gregorian: true) &+ daysFromTime
        let cutover = HybridCalendar.cutover
        if year > HybridCalendar.cutoverYear {
            if gregorian >= cutover { return gregorian }
        } else if year < HybridCalendar.cutoverYear {
            // Java only looks at the Julian date from here on.
            return julian
        }
        if group == .dayOfYear || group == .weekOfYear { return julian }
        if gregorian >= cutover, julian >= cutover { return gregorian }
        return gregorian >= cutover ? gregorian : julian
    }

    private enum DateGroup { case dayOfMonth, weekOfMonth, weekdayInMonth, dayOfYear, weekOfYear }

    /// The fields that tell the day: of those that are complete the ones that were read last.
    private var dateGroup: DateGroup {
        let weekday = stamp(.weekday)
        func complete(_ field: Field) -> Int { has(field) && weekday != 0 ? max(stamp(field), weekday) : 0 }
        var dayOfMonth = stamp(.dayOfMonth)
        var weekOfMonth = complete(.weekOfMonth)
        var weekdayInMonth = complete(.weekdayInMonth)
        let weekOfYear = complete(.weekOfYear)
        let dayOfYear = stamp(.dayOfYear)
        var best = max(dayOfMonth, weekOfMonth, weekdayInMonth, dayOfYear, weekOfYear)
        if best == 0 {
            weekOfMonth = stamp(.weekOfMonth)
            weekdayInMonth = max(stamp(.weekdayInMonth), weekday)
            best = max(weekOfMonth, weekdayInMonth, stamp(.weekOfYear))
            if best == 0 {
                dayOfMonth = stamp(.month)
                best = dayOfMonth
            }
        }
        if best == dayOfMonth { return .dayOfMonth }
        let isInMonth =
            best == weekOfMonth && stamp(.weekOfMonth) >= stamp(.weekOfYear)
            || best == weekdayInMonth && stamp(.weekdayInMonth) >= stamp(.weekOfYear)
        guard isInMonth else { return best == dayOfYear ? .dayOfYear : .weekOfYear }
        if weekOfMonth == weekdayInMonth {
            return stamp(.weekOfMonth) >= stamp(.weekdayInMonth) ? .weekOfMonth : .weekdayInMonth
        }
        return best == weekOfMonth ? .weekOfMonth : .weekdayInMonth
    }

    private func day(_ group: DateGroup, year: Int, gregorian: Bool) -> Int {
        switch group {
        case .dayOfYear:
            return HybridCalendar.day(year: year, month: 1, gregorian: gregorian) &+ value(.dayOfYear, or: 1) - 1
        case .weekOfYear:
            let first = HybridCalendar.firstWeek(of: HybridCalendar.day(year: year, month: 1, gregorian: gregorian))
            return inWeek(first) &+ 7 * (value(.weekOfYear, or: 1) - 1)
        case .dayOfMonth, .weekOfMonth, .weekdayInMonth: break
        }
        let months = value(.month, or: 0)
        // As 32 bits overflow in Java.
        let year = Int(Int32(truncatingIfNeeded: year + floorDivide(months, 12)))
        let month = floorModulo(months, 12) + 1
        let begin = HybridCalendar.day(year: year, month: month, gregorian: gregorian)
        switch group {
        case .weekOfMonth:
            let days = Int32(truncatingIfNeeded: 7 * (value(.weekOfMonth, or: 1) - 1))
            return inWeek(HybridCalendar.firstWeek(of: begin)) &+ Int(days)
        case .weekdayInMonth:
            let number = value(.weekdayInMonth, or: 1)
            let length = HybridCalendar.monthLength(year: year, month: month, gregorian: gregorian)
            let last = Int32(truncatingIfNeeded: number >= 0 ? 7 * number : length + 7 * (number + 1))
            return HybridCalendar.onOrBefore(begin &+ Int(last) - 1, weekday: value(.weekday, or: 1) - 1)
        case .dayOfMonth, .dayOfYear, .weekOfYear:
            return begin &+ value(.dayOfMonth, or: 1) - 1
        }
    }

    /// The weekday that was read, in the week that begins on a Sunday.
    private func inWeek(_ sunday: Int) -> Int {
        guard has(.weekday) else { return sunday }
        return HybridCalendar.onOrBefore(sunday &+ 6, weekday: value(.weekday, or: 1) - 1)
    }

    /// The day that year, week and weekday tell.
    private func dayOfWeekYear(daysFromTime: Int) -> Int {
        var week = value(.weekOfYear, or: 1)
        var weekday = value(.weekday, or: 1)
        if weekday >= 8 {
            weekday -= 1
            week += weekday / 7
            weekday = weekday % 7 + 1
            weekday = weekday == 7 ? 1 : weekday + 1
        } else if weekday <= 0 {
            let weeks = -weekday / 7 + 1
            week -= weeks
            weekday += 7 * weeks
            weekday = weekday == 7 ? 1 : weekday + 1
        }
        let weekYear = value(.weekYear, or: 1970)
        let year = value(.era, or: 1) == 0 ? 1 - weekYear : weekYear
        let first = HybridCalendar.firstWeek(of: HybridCalendar.day(year: year, month: 1))
        return first + weekday - 1 + 7 * (week - 1) + daysFromTime
    }
}
