extension OutputBuffer {
    /// Appends an instant, in milliseconds since 1970: a time up to the end of the first day, a date at midnight, else a
    /// timestamp. That is what Connect's `Values.dateFormatFor` chooses; in UTC, which is what the `Z` says, where Connect
    /// shows the time of the worker's zone.
    public mutating func appendISODate(_ milliseconds: Int64) {
        let day = floorDivide(Int(milliseconds), 86_400_000)
        let time = milliseconds - Int64(day) * 86_400_000
        if day > 0 {
            let (year, month) = HybridCalendar.yearAndMonth(of: day, gregorian: true)
            appendPadded(Int64(year), 4)
            append("-")
            appendPadded(Int64(month), 2)
            append("-")
            appendPadded(Int64(day - HybridCalendar.day(year: year, month: month) + 1), 2)
            if time == 0 { return }
            append("T")
        }
        appendPadded(time / 3_600_000, 2)
        append(":")
        appendPadded(time / 60_000 % 60, 2)
        append(":")
        appendPadded(time / 1000 % 60, 2)
        append(".")
        appendPadded(time % 1000, 3)
        append("Z")
    }
}
