public import CMillrace

/// The text of any value as Java's `toString` gives it, which is what Connect writes where it wants text.
extension OutputBuffer {
    /// Appends the text of a value.
    ///
    /// Strings stand as they are; `null`, numbers and truth values as in Java; arrays as `[a, b]`, maps as `{k=v}`,
    /// structs as `Struct{field=value}` without fields that are null; decimals as `BigDecimal` shows them; points in time
    /// as `java.util.Date` does, in UTC. Bytes stand as they are, where Java would show no more than their address.
    ///
    /// - Parameter schema: tells the logical types; nil for data without a schema.
    public mutating func appendText(of value: Value, schema: Schema?) {
        switch value.valueType {
        case .null, nil: append("null")
        case .boolean: value.as.boolean != 0 ? append("true") : append("false")
        case .int8, .int16: append(value.as.integer)
        case .int32: appendInteger(value.as.integer, schema)
        case .int64: appendInteger(value.as.integer, schema)
        case .float32: append(value.as.float32)
        case .float64: append(value.as.float64)
        case .string: append(value.rawBytes)
        case .bytes: appendBytes(value, schema)
        case .array: appendArray(value, schema)
        case .map: appendMap(value, schema)
        case .structure: appendStruct(value)
        case .dateTime: appendDate(value.as.integer)
        case .decimal: appendDecimal(value)
        }
    }

    private mutating func appendInteger(_ number: Int64, _ schema: Schema?) {
        guard let name = schema?.name, name.isPresent else { return append(number) }
        if name.equals(Schema.LogicalName.date) {
            appendDate(number * 86_400_000)
        } else if name.equals(Schema.LogicalName.time) || name.equals(Schema.LogicalName.timestamp) {
            appendDate(number)
        } else {
            append(number)
        }
    }

    private mutating func appendBytes(_ value: Value, _ schema: Schema?) {
        if let schema, schema.name.equals(Schema.LogicalName.decimal), value.length > 0,
            let scale = schema.parameter("scale").flatMap({ Int32($0.string) })
        {
            appendDecimal(value.rawBytes, scale: scale)
        } else {
            append(value.rawBytes)
        }
    }

    private mutating func appendDecimal(_ value: Value) {
        guard let decimal = value.as.decimal?.pointee else { return append("null") }
        appendDecimal(
            UnsafeRawBufferPointer(start: decimal.unscaled, count: Int(decimal.length)), scale: decimal.scale)
    }

    private mutating func appendArray(_ value: Value, _ schema: Schema?) {
        append("[")
        for (index, element) in value.elements.enumerated() {
            if index > 0 { append(", ") }
            appendText(of: element, schema: schema?.valueSchema)
        }
        append("]")
    }

    private mutating func appendMap(_ value: Value, _ schema: Schema?) {
        append("{")
        for (index, entry) in value.entries.enumerated() {
            if index > 0 { append(", ") }
            appendText(of: entry.key, schema: schema?.keySchema)
            append("=")
            appendText(of: entry.value, schema: schema?.valueSchema)
        }
        append("}")
    }

    private mutating func appendStruct(_ value: Value) {
        append("Struct{")
        var isFirst = true
        if let schema = value.structSchema {
            for (field, content) in zip(schema.fields, value.fields) where !content.isNull {
                if !isFirst { append(",") }
                isFirst = false
                append(field.name.bytes)
                append("=")
                appendText(of: content, schema: field.schema.map(Schema.init))
            }
        }
        append("}")
    }

    /// A point in time as `java.util.Date` shows it: `Thu Jan 01 00:00:00 UTC 1970`.
    private mutating func appendDate(_ milliseconds: Int64) {
        let seconds = milliseconds.flooredDivision(by: 1000)
        let day = CivilDay(daysSince1970: seconds.flooredDivision(by: 86_400))
        let second = seconds - seconds.flooredDivision(by: 86_400) * 86_400
        append(day.weekdayName)
        append(" ")
        append(day.monthName)
        append(" ")
        appendTwoDigits(day.day)
        append(" ")
        appendTwoDigits(second / 3600)
        append(":")
        appendTwoDigits(second / 60 % 60)
        append(":")
        appendTwoDigits(second % 60)
        append(" UTC ")
        append(day.year)
    }

    private mutating func appendTwoDigits(_ number: Int64) {
        if number < 10 { append("0") }
        append(number)
    }
}

/// A day of the Gregorian calendar, by the algorithm of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
private struct CivilDay {
    let year: Int64
    let month: Int64
    let day: Int64
    let weekday: Int64

    init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        weekday = days + 4 - (days + 4).flooredDivision(by: 7) * 7
    }

    var weekdayName: StaticString {
        switch weekday {
        case 0: "Sun"
        case 1: "Mon"
        case 2: "Tue"
        case 3: "Wed"
        case 4: "Thu"
        case 5: "Fri"
        default: "Sat"
        }
    }

    var monthName: StaticString {
        switch month {
        case 1: "Jan"
        case 2: "Feb"
        case 3: "Mar"
        case 4: "Apr"
        case 5: "May"
        case 6: "Jun"
        case 7: "Jul"
        case 8: "Aug"
        case 9: "Sep"
        case 10: "Oct"
        case 11: "Nov"
        default: "Dec"
        }
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
