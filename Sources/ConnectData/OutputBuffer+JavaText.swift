public import CMillrace
internal import Glibc

extension OutputBuffer {
    /// Appends what Java's `toString` shows for the object that Connect would have for a value: `Struct{a=1,b=x}`,
    /// `{a=1}`, `[1, 2]`, dates in the local time zone. Bytes are shown in base 64, where Java shows an object's identity.
    ///
    /// - Parameter schema: tells the logical types; nil for data without a schema.
    public mutating func appendText(of value: Value, schema: Schema?) {
        switch value.valueType {
        case .null, nil: append("null")
        case .boolean: append(value.as.boolean != 0 ? "true" : "false")
        case .float32: append(value.as.float32)
        case .float64: append(value.as.float64)
        case .string: append(value.rawBytes)
        case .int8, .int16, .int32, .int64, .dateTime: appendJavaInteger(value, schema)
        case .bytes: appendJavaBytes(value, schema)
        case .decimal: append(decimal: value)
        case .array: appendJavaList(value, schema)
        case .map: appendJavaMap(value, schema)
        case .structure: appendJavaStruct(value)
        }
    }

    /// Appends a DECIMAL value, as `BigDecimal.toString` shows it.
    private mutating func append(decimal value: Value) {
        guard let decimal = value.as.decimal?.pointee else { return }
        appendDecimal(UnsafeRawBufferPointer(start: decimal.unscaled, count: Int(decimal.length)), scale: decimal.scale)
    }

    private mutating func appendJavaInteger(_ value: Value, _ schema: Schema?) {
        if let milliseconds = value.dateMilliseconds(schema) {
            appendJavaDate(milliseconds)
        } else {
            append(value.as.integer)
        }
    }

    private mutating func appendJavaBytes(_ value: Value, _ schema: Schema?) {
        if let scale = schema?.decimalScale {
            appendDecimal(value.rawBytes, scale: scale)
        } else {
            let length = Base64.encode(value.rawBytes, into: reserve((value.rawBytes.count + 2) / 3 * 4))
            commit(length)
        }
    }

    private mutating func appendJavaList(_ value: Value, _ schema: Schema?) {
        append("[")
        for (place, element) in value.elements.enumerated() {
            if place > 0 { append(", ") }
            appendText(of: element, schema: schema?.valueSchema)
        }
        append("]")
    }

    private mutating func appendJavaMap(_ value: Value, _ schema: Schema?) {
        append("{")
        for (place, entry) in value.entries.enumerated() {
            if place > 0 { append(", ") }
            appendText(of: entry.key, schema: schema?.keySchema)
            append("=")
            appendText(of: entry.value, schema: schema?.valueSchema)
        }
        append("}")
    }

    /// `Struct.toString`, which leaves out fields that are null.
    private mutating func appendJavaStruct(_ value: Value) {
        guard let schema = value.structSchema else { return }
        append("Struct{")
        var isFirst = true
        for (field, content) in zip(schema.fields, value.fields) where !content.isNull {
            if !isFirst { append(",") }
            isFirst = false
            append(field.name.bytes)
            append("=")
            appendText(of: content, schema: field.schema.map(Schema.init))
        }
        append("}")
    }

    /// `java.util.Date.toString`: `Thu Jan 01 00:00:00 UTC 1970`.
    private mutating func appendJavaDate(_ milliseconds: Int64) {
        var seconds = time_t(floorDivide(Int(milliseconds), 1000))
        var parts = tm()
        localtime_r(&seconds, &parts)
        let days: [StaticString] = ["Sun ", "Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat "]
        let months: [StaticString] = [
            "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec ",
        ]
        append(days[Int(parts.tm_wday)])
        let day = floorDivide(seconds + parts.tm_gmtoff, 86_400)
        let isGregorian = day >= HybridCalendar.cutover
        let (year, month) = HybridCalendar.yearAndMonth(of: day, gregorian: isGregorian)
        append(months[month - 1])
        appendPadded(Int64(day - HybridCalendar.day(year: year, month: month, gregorian: isGregorian) + 1), 2)
        append(" ")
        appendPadded(Int64(parts.tm_hour), 2)
        append(":")
        appendPadded(Int64(parts.tm_min), 2)
        append(":")
        appendPadded(Int64(parts.tm_sec), 2)
        append(" ")
        if let zone = parts.tm_zone {
            let name = UnsafeRawBufferPointer(start: zone, count: strlen(zone))
            // The C library's name for what Java calls UTC.
            if name.elementsEqual("GMT".utf8) { append("UTC") } else { append(name) }
        }
        append(" ")
        // The year of its era, which is not told.
        append(Int64(year > 0 ? year : 1 - year))
    }

    /// Appends a number that is not negative with zeros in front.
    public mutating func appendPadded(_ number: Int64, _ width: Int) {
        var limit: Int64 = 10
        for _ in 1..<max(width, 1) {
            if number < limit { append(UInt8(ascii: "0")) }
            limit *= 10
        }
        append(number)
    }
}

extension millrace_value {
    /// The instant of a value that Connect would hold as a `java.util.Date`, in milliseconds since 1970: a DATE_TIME, or by
    /// its schema's name. Nil for other values.
    public func dateMilliseconds(_ schema: Schema?) -> Int64? {
        if valueType == .dateTime { return self.as.integer }
        guard !isNull, let schema, schema.name.isPresent else { return nil }
        switch schema.type {
        case .int32 where schema.name.equals(Schema.LogicalName.date): return self.as.integer * 86_400_000
        case .int32 where schema.name.equals(Schema.LogicalName.time): return self.as.integer
        case .int64 where schema.name.equals(Schema.LogicalName.timestamp): return self.as.integer
        default: return nil
        }
    }
}

extension Schema {
    /// The scale of a Decimal schema that states one.
    public var decimalScale: Int32? {
        guard type == .bytes, name.equals(Schema.LogicalName.decimal), let text = parameter("scale") else { return nil }
        var scale: Int64 = 0
        var isNegative = false
        for (place, character) in text.bytes.enumerated() {
            if place == 0, character == UInt8(ascii: "-") {
                isNegative = true
            } else {
                guard character &- UInt8(ascii: "0") < 10, scale <= Int64(Int32.max) else { return nil }
                scale = scale * 10 + Int64(character - UInt8(ascii: "0"))
            }
        }
        return Int32(exactly: isNegative ? -scale : scale)
    }
}
