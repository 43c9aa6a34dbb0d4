/// A date, a time or a timestamp of ISO 8601 in the forms that Connect writes, read as leniently as it reads them: numbers
/// of any width and beyond their range, as long as the whole has the right length.
struct TemporalText {
    enum Kind {
        /// `yyyy-MM-dd`
        case date
        /// `HH:mm:ss.SSS'Z'`
        case time
        /// `yyyy-MM-dd'T'HH:mm:ss.SSS'Z'`
        case timestamp
    }

    let kind: Kind
    /// Since 1970-01-01T00:00Z; of a time, since midnight.
    let milliseconds: Int64

    /// - Parameters:
    ///   - text: what is read; all of it has to be what the pattern says.
    ///   - length: its length in UTF-16, which chooses the pattern.
    init?(_ text: UnsafeRawBufferPointer, length: Int) {
        var scanner = Scanner(text: text)
        var date: Scanner.Date?
        var time: Int64 = 0
        switch length {
        case 10:
            kind = .date
            guard let read = scanner.date() else { return nil }
            date = read
        case 13:
            kind = .time
            guard let read = scanner.time() else { return nil }
            time = read
        case 24:
            kind = .timestamp
            guard let readDate = scanner.date(), scanner.skip("T"), let readTime = scanner.time() else { return nil }
            date = readDate
            time = readTime
        default: return nil
        }
        // What is beyond is beyond the milliseconds of 64 bits too.
        guard scanner.position == text.count, (date?.year ?? 0).magnitude < 188_000_000 else { return nil }
        let daysOfTime = floorDivide(Int(time), Int(HybridCalendar.millisecondsPerDay))
        let days = Int64(date?.days(plus: daysOfTime) ?? daysOfTime)
        // Months and days may be as large as an `int`; a part of a day more has to fit too.
        guard days.magnitude < Int64.max / HybridCalendar.millisecondsPerDay else { return nil }
        milliseconds =
            days * HybridCalendar.millisecondsPerDay + time - Int64(daysOfTime) * HybridCalendar.millisecondsPerDay
        // What the type of the schema cannot hold is no such date or time.
        switch kind {
        case .date: guard Int32(exactly: days) != nil else { return nil }
        case .time: guard (0...HybridCalendar.millisecondsPerDay).contains(milliseconds) else { return nil }
        case .timestamp: break
        }
    }

    private struct Scanner {
        let text: UnsafeRawBufferPointer
        var position = 0

        /// A date whose month and day may lie beyond their ranges.
        struct Date {
            let year: Int
            let month: Int
            let day: Int

            /// Days since 1970-01-01, and as many more, as a lenient GregorianCalendar counts them: it looks at the year that
            /// is written, and at where the whole ends up.
            func days(plus more: Int) -> Int {
                let gregorian = days(gregorian: true) + more
                let isGregorian = year >= HybridCalendar.cutoverYear && gregorian >= HybridCalendar.cutover
                return isGregorian ? gregorian : days(gregorian: false) + more
            }

            private func days(gregorian: Bool) -> Int {
                let month = month - 1
                let first = HybridCalendar.day(
                    year: year + floorDivide(month, 12), month: floorModulo(month, 12) + 1, gregorian: gregorian)
                return first + day - 1
            }
        }

        mutating func date() -> Date? {
            guard let year = number(), skip("-"), let month = number(), skip("-"), let day = number() else {
                return nil
            }
            return Date(year: Int(year), month: Int(month), day: Int(day))
        }

        mutating func time() -> Int64? {
            guard let hour = number(), skip(":"), let minute = number(), skip(":"), let second = number(), skip("."),
                let millisecond = number(), skip("Z")
            else { return nil }
            return ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
        }

        mutating func skip(_ expected: StaticString) -> Bool {
            let length = expected.utf8CodeUnitCount
            guard text.count - position >= length else { return false }
            for offset in 0..<length where text[position + offset] != expected.utf8Start[offset] { return false }
            position += length
            return true
        }

        /// A whole number as `DecimalFormat.parse` takes it, after spaces and tabs: digits, with an exponent if there is
        /// one, as Java's `int`.
        mutating func number() -> Int64? {
            while position < text.count, text[position] == 0x20 || text[position] == 0x09 { position += 1 }
            if skip("NaN") { return 0 }
            let isNegative = skip("-")
            if skip("∞") { return Int64(isNegative ? Int32.min : Int32.max) }
            let start = position
            var value = 0.0
            var bits: Int64 = 0
            while position < text.count, text[position] &- UInt8(ascii: "0") < 10 {
                let digit = text[position] &- UInt8(ascii: "0")
                value = value * 10 + Double(digit)
                bits = bits &* 10 &+ Int64(digit)
                position += 1
            }
            guard position > start else { return nil }
            var exponent = 0
            if position + 1 < text.count, text[position] == UInt8(ascii: "E") {
                let before = position
                position += 1
                let isNegative = skip("-")
                let first = position
                while position < text.count, text[position] &- UInt8(ascii: "0") < 10 {
                    exponent = min(exponent * 10 + Int(text[position] &- UInt8(ascii: "0")), 400)
                    position += 1
                }
                if position == first { position = before }
                if isNegative { exponent = -exponent }
            }
            if exponent != 0 {
                for _ in 0..<exponent.magnitude { value = exponent > 0 ? value * 10 : value / 10 }
                bits = value < 0x1p63 ? Int64(value) : .max
            }
            // Java's Number.intValue: the low bits of a long, the nearest int of a double.
            let number =
                value < 0x1p63
                ? Int64(Int32(truncatingIfNeeded: isNegative ? -bits : bits))
                : Int64(isNegative ? Int32.min : Int32.max)
            return number
        }
    }
}
