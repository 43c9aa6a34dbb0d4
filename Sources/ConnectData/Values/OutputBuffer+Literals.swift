public import CMillrace

extension OutputBuffer {
    /// Appends what Connect's `Values.convertToString` shows: much like JSON, with dates in the formats of ISO 8601.
    ///
    /// - Parameter embedded: whether the value is part of another one, so that strings and bytes are quoted.
    public mutating func appendLiteral(_ value: Value, schema: Schema?, embedded: Bool) {
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
}
