extension SimpleDateFormat {
    /// Reads an instant from the beginning of a text; what follows the pattern's end does not matter.
    ///
    /// - Parameter text: UTF-8.
    /// - Returns: milliseconds since 1970 in UTC, or nil if the text does not begin as the pattern says.
    public func parse(_ text: UnsafeRawBufferPointer) -> Int64? {
        var reading = DateReading(text, self)
        for (index, step) in program.steps.enumerated() {
            switch step {
            case .literal(let range):
                for index in range { guard reading.reader.take(program.literals[index]) else { return nil } }
            case .field(let field, let count):
                guard reading.read(field, count, isBounded: boundsNumber(index + 1)) else { return nil }
            }
        }
        // Java takes an empty match for none.
        return reading.reader.position > 0 ? reading.instant : nil
    }

    /// Reads an instant from the beginning of a text.
    public func parse(_ text: String) -> Int64? {
        var text = text
        return text.withUTF8 { parse(UnsafeRawBufferPointer($0)) }
    }

    /// Whether the number before a step has as many characters as its field has letters.
    private func boundsNumber(_ index: Int) -> Bool {
        guard index < program.steps.count, case .field(let field, let count) = program.steps[index] else {
            return false
        }
        return field.boundsNumberBefore(count: count)
    }
}

/// A text on its way to an instant.
struct DateReading {
    var reader: DateTextReader
    private var fields = ParsedFields()
    private let format: SimpleDateFormat
    /// Whether the year may lie a hundred years later.
    private var isAmbiguous = false

    init(_ text: UnsafeRawBufferPointer, _ format: SimpleDateFormat) {
        reader = DateTextReader(text: text)
        self.format = format
    }

    var instant: Int64 {
        let instant = fields.milliseconds
        guard isAmbiguous, instant < format.twoDigitYearStart else { return instant }
        var later = fields
        later.addYears(100)
        return later.milliseconds
    }

    /// Reads what a field of so many letters says; false if it does not stand there.
    mutating func read(_ field: DatePattern.Field, _ count: Int, isBounded: Bool) -> Bool {
        let start = reader.position
        guard reader.skipBlanks() else { return false }
        // Java does not look for names behind blanks, except for those of time zones.
        let first = reader.position
        switch field {
        case .zoneName, .zoneOffset: return readZone(from: start)
        case .isoZone: return readISOZone(count)
        case .era:
            reader.position = start
            return readName(.era, DateNames.longEras) || readName(.era, DateNames.eras)
        case .half:
            reader.position = start
            return readName(.half, DateNames.halves)
        case .weekdayName:
            reader.position = start
            return readName(.weekday, DateNames.weekdays, from: 1)
                || readName(.weekday, DateNames.shortWeekdays, from: 1)
        case .month where count > 2, .standaloneMonth where count > 2:
            reader.position = start
            return readName(.month, DateNames.months) || readName(.month, DateNames.shortMonths)
        default: break
        }
        var end = reader.text.count
        if isBounded {
            guard let bound = reader.end(ofCharacters: count, from: start) else { return false }
            end = bound
        }
        guard let number = reader.number(before: end) else { return false }
        if field == .year || field == .weekYear {
            setYear(field == .year ? .year : .weekYear, number, letters: count, from: first)
        } else {
            set(field, number)
        }
        return true
    }

    private mutating func readName(_ field: ParsedFields.Field, _ names: [StaticString], from first: Int32 = 0) -> Bool
    {
        for (index, name) in names.enumerated() where reader.take(name) {
            fields.set(field, first + Int32(index))
            return true
        }
        return false
    }

    /// Two digits are completed to a year within the hundred years of the format.
    private mutating func setYear(_ field: ParsedFields.Field, _ number: Int32, letters: Int, from start: Int) {
        let hasTwoDigits =
            reader.characters(from: start) == 2 && reader.isDigit(at: start)
            && reader.isDigit(at: reader.end(ofCharacters: 1, from: start) ?? start)
        guard letters <= 2, hasTwoDigits else { return fields.set(field, number) }
        let first = Int32(format.twoDigitYear % 100)
        isAmbiguous = number == first
        fields.set(field, number + Int32(format.twoDigitYear / 100 * 100) + (number < first ? 100 : 0))
    }

    private mutating func set(_ field: DatePattern.Field, _ number: Int32) {
        switch field {
        case .month, .standaloneMonth: fields.set(.month, number &- 1)
        case .weekOfYear: fields.set(.weekOfYear, number)
        case .weekOfMonth: fields.set(.weekOfMonth, number)
        case .dayOfYear: fields.set(.dayOfYear, number)
        case .dayOfMonth: fields.set(.dayOfMonth, number)
        case .weekdayInMonth: fields.set(.weekdayInMonth, number)
        case .weekdayNumber: fields.set(.weekday, number == 7 ? 1 : (1...6).contains(number) ? number + 1 : number)
        case .hour0to23: fields.set(.hourOfDay, number)
        case .hour1to24: fields.set(.hourOfDay, number == 24 ? 0 : number)
        case .hour0to11: fields.set(.hour, number)
        case .hour1to12: fields.set(.hour, number == 12 ? 0 : number)
        case .minute: fields.set(.minute, number)
        case .second: fields.set(.second, number)
        case .millisecond: fields.set(.millisecond, number)
        case .era, .year, .weekYear, .weekdayName, .half, .zoneName, .zoneOffset, .isoZone: break
        }
    }

    // MARK: - Time zones

    /// `+hhmm`, `GMT`, `GMT+h:mm` or a name.
    private mutating func readZone(from start: Int) -> Bool {
        if let sign = readSign() { return readOffset(sign, letters: 0, colon: false) }
        let first = reader.position
        reader.position = start
        if reader.take("GMT") {
            if let sign = readSign() { return readOffset(sign, letters: 0, colon: true) }
            fields.zoneOffset = 0
            return true
        }
        reader.position = first
        for (name, minutes) in DateNames.zones where reader.take(name) {
            fields.zoneOffset = minutes * 60_000
            return true
        }
        return false
    }

    private mutating func readISOZone(_ letters: Int) -> Bool {
        if reader.take(UInt8(ascii: "Z")) {
            fields.zoneOffset = 0
            return true
        }
        guard let sign = readSign() else { return false }
        return readOffset(sign, letters: letters, colon: letters == 3)
    }

    private mutating func readSign() -> Int? {
        if reader.take(UInt8(ascii: "+")) { return 1 }
        return reader.take(UInt8(ascii: "-")) ? -1 : nil
    }

    /// Hours, and minutes unless one letter asks for hours only; with a colon and without a fixed width one digit does for
    /// the hours.
    private mutating func readOffset(_ sign: Int, letters: Int, colon: Bool) -> Bool {
        guard var hours = readDigit() else { return false }
        if let digit = readDigit() { hours = hours * 10 + digit } else if letters > 0 || !colon { return false }
        guard hours <= 23 else { return false }
        var minutes = 0
        if letters != 1 {
            if colon { guard reader.take(UInt8(ascii: ":")) else { return false } }
            guard let tens = readDigit(), let ones = readDigit(), tens < 6 else { return false }
            minutes = tens * 10 + ones
        }
        fields.zoneOffset = sign * (hours * 60 + minutes) * 60_000
        return true
    }

    private mutating func readDigit() -> Int? {
        guard (48...57).contains(reader.byte) else { return nil }
        defer { reader.position += 1 }
        return Int(reader.byte) - 48
    }
}
