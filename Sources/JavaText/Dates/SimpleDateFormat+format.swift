extension SimpleDateFormat {
    /// Writes an instant.
    ///
    /// - Parameters:
    ///   - milliseconds: since 1970 in UTC.
    ///   - output: room for `maximumLength` bytes.
    /// - Returns: the number of bytes written, which are UTF-8.
    public func format(_ milliseconds: Int64, into output: UnsafeMutableRawPointer) -> Int {
        let fields = CalendarFields(milliseconds: milliseconds)
        var writer = Writer(output: output)
        program.literals.withUnsafeBytes { literals in
            for step in program.steps {
                switch step {
                case .literal(let range): writer.append(UnsafeRawBufferPointer(rebasing: literals[range]))
                case .field(let field, let count): writer.append(field, count, fields)
                }
            }
        }
        return writer.count
    }

    /// The text of an instant.
    public func string(_ milliseconds: Int64) -> String {
        String(unsafeUninitializedCapacity: max(maximumLength, 1)) { buffer in
            buffer.baseAddress.map { format(milliseconds, into: $0) } ?? 0
        }
    }
}

private struct Writer {
    let output: UnsafeMutableRawPointer
    var count = 0

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        (output + count).copyMemory(from: base, byteCount: bytes.count)
        count += bytes.count
    }

    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ field: DatePattern.Field, _ letters: Int, _ fields: CalendarFields) {
        let hour = fields.time / 3_600_000
        switch field {
        case .era: append(fields.year > 0 ? "AD" : "BC")
        case .year: appendYear(fields.year > 0 ? fields.year : 1 - fields.year, letters)
        case .weekYear: appendYear(fields.weekYear, letters)
        case .month, .standaloneMonth: appendMonth(fields.month, letters)
        case .weekOfYear: append(fields.weekOfYear, letters)
        case .weekOfMonth: append(fields.weekOfMonth, letters)
        case .dayOfYear: append(fields.dayOfYear, letters)
        case .dayOfMonth: append(fields.dayOfMonth, letters)
        case .weekdayInMonth: append(fields.weekdayInMonth, letters)
        case .weekdayName: append((letters >= 4 ? DateNames.weekdays : DateNames.shortWeekdays)[fields.weekday])
        case .weekdayNumber: append(fields.weekday == 0 ? 7 : fields.weekday, letters)
        case .half: append(hour < 12 ? "AM" : "PM")
        case .hour0to23: append(hour, letters)
        case .hour1to24: append(hour == 0 ? 24 : hour, letters)
        case .hour0to11: append(hour % 12, letters)
        case .hour1to12: append(hour % 12 == 0 ? 12 : hour % 12, letters)
        case .minute: append(fields.time / 60_000 % 60, letters)
        case .second: append(fields.time / 1000 % 60, letters)
        case .millisecond: append(fields.time % 1000, letters)
        case .zoneName: append(letters >= 4 ? "Coordinated Universal Time" : "UTC")
        case .zoneOffset: append("+0000")
        case .isoZone: append("Z")
        }
    }

    private mutating func appendYear(_ year: Int, _ letters: Int) {
        guard letters == 2 else { return append(year, letters) }
        if year < 0 { append("-") }
        append(abs(year) % 100, 2)
    }

    private mutating func appendMonth(_ month: Int, _ letters: Int) {
        guard letters >= 3 else { return append(month, letters) }
        append((letters >= 4 ? DateNames.months : DateNames.shortMonths)[month - 1])
    }

    private mutating func append(_ number: Int, _ digits: Int) {
        if number < 0 { append("-") }
        var rest = number.magnitude
        var length = 1
        var bound: UInt = 10
        while rest >= bound {
            length += 1
            bound *= 10
        }
        length = max(length, digits)
        for place in (count..<count + length).reversed() {
            output.storeBytes(of: 48 + UInt8(rest % 10), toByteOffset: place, as: UInt8.self)
            rest /= 10
        }
        count += length
    }
}
