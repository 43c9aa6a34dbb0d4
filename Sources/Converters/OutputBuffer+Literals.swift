import CMillrace
import ConnectData
import Glibc

extension OutputBuffer {
    /// Appends what Connect's `Values.convertToString` shows: much like JSON, with dates in the formats of ISO 8601.
    ///
    /// - Parameter embedded: whether the value is part of another one, so that strings and bytes are quoted.
    mutating func appendLiteral(_ value: Value, schema: Schema?, embedded: Bool) {
        switch value.valueType {
        case .string where embedded: appendQuoted(value.rawBytes)
        case .bytes where schema?.decimalScale == nil:
            if embedded { append("\"") }
            let length = Base64.encode(value.rawBytes, into: reserve((value.rawBytes.count + 2) / 3 * 4))
            commit(length)
            if embedded { append("\"") }
        case .array: appendList(value, schema)
        case .map: appendMap(value, schema)
        case .structure: appendStruct(value)
        default:
            if let milliseconds = value.dateMilliseconds(schema) {
                appendISODate(milliseconds)
            } else {
                appendText(of: value, schema: schema)
            }
        }
    }

    private mutating func appendQuoted(_ text: UnsafeRawBufferPointer) {
        append("\"")
        for byte in text {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { append(UInt8(ascii: "\\")) }
            append(byte)
        }
        append("\"")
    }

    private mutating func appendList(_ value: Value, _ schema: Schema?) {
        append("[")
        for (place, element) in value.elements.enumerated() {
            if place > 0 { append(",") }
            appendLiteral(element, schema: schema?.valueSchema, embedded: true)
        }
        append("]")
    }

    private mutating func appendMap(_ value: Value, _ schema: Schema?) {
        append("{")
        for (place, entry) in value.entries.enumerated() {
            if place > 0 { append(",") }
            appendLiteral(entry.key, schema: schema?.keySchema, embedded: true)
            append(":")
            appendLiteral(entry.value, schema: schema?.valueSchema, embedded: true)
        }
        append("}")
    }

    /// As a map of field names; a null field shows its default value, as `Struct.get` does.
    private mutating func appendStruct(_ value: Value) {
        guard let schema = value.structSchema else { return }
        append("{")
        for (place, (field, content)) in zip(schema.fields, value.fields).enumerated() {
            if place > 0 { append(",") }
            appendQuoted(field.name.bytes)
            append(":")
            let fieldSchema = field.schema.map(Schema.init)
            let shown = content.isNull ? fieldSchema?.defaultValue ?? content : content
            appendLiteral(shown, schema: fieldSchema, embedded: true)
        }
        append("}")
    }

    /// A time on the first day, a date at midnight, else a timestamp: Connect's choice, in the local time zone.
    private mutating func appendISODate(_ milliseconds: Int64) {
        let day: Int64 = 86_400_000
        var seconds = time_t(milliseconds.flooredQuotient(by: 1000))
        var parts = tm()
        localtime_r(&seconds, &parts)
        if milliseconds >= day {
            appendPadded(Int64(parts.tm_year) + 1900, 4)
            append("-")
            appendPadded(Int64(parts.tm_mon) + 1, 2)
            append("-")
            appendPadded(Int64(parts.tm_mday), 2)
            if milliseconds % day == 0 { return }
            append("T")
        }
        appendPadded(Int64(parts.tm_hour), 2)
        append(":")
        appendPadded(Int64(parts.tm_min), 2)
        append(":")
        appendPadded(Int64(parts.tm_sec), 2)
        append(".")
        appendPadded(milliseconds - Int64(seconds) * 1000, 3)
        append("Z")
    }
}
