import CMillrace
import ConnectData

/// Records and values as text, for the messages of tests that fail: like the recorded notation, with schemas in full.
enum RecordText {
    static func of(_ record: Record) -> String {
        if record.isDropped { return "dropped" }
        var parts = ["topic \(record.topic.string)"]
        if let partition = record.partitionIfSet { parts.append("partition \(partition)") }
        if let timestamp = record.timestampIfSet { parts.append("timestamp \(timestamp)") }
        if record.original_topic.isPresent { parts.append("offset \(record.offset)") }
        parts.append("key \(of(record.key)) of \(of(record.keySchema))")
        parts.append("value \(of(record.value)) of \(of(record.valueSchema))")
        for header in record.headerList {
            parts.append("header \(header.name.string) = \(of(header.value)) of \(of(header.schema.map(Schema.init)))")
        }
        return parts.joined(separator: "; ")
    }

    static func of(_ schema: Schema?) -> String {
        guard let schema else { return "-" }
        var text = schema.type.name.lowercased() + (schema.isOptional ? "?" : "")
        if schema.name.isPresent { text += " \(schema.name.string)" }
        if let version = schema.version { text += " v\(version)" }
        if schema.doc.isPresent { text += " doc \"\(schema.doc.string)\"" }
        for parameter in schema.parameters { text += " \(parameter.name.string)=\(parameter.value.string)" }
        if let value = schema.defaultValue { text += " default \(of(value))" }
        if let key = schema.keySchema { text += "<\(of(key)),\(of(schema.valueSchema))>" }
        if schema.type == .array { text += "<\(of(schema.valueSchema))>" }
        if schema.type == .structure {
            text +=
                "("
                + schema.fields.map { "\($0.name.string): \(of($0.schema.map(Schema.init)))" }
                .joined(separator: ", ") + ")"
        }
        return text
    }

    static func of(_ value: Value) -> String {
        switch value.valueType {
        case .null, nil: return "null"
        case .int8, .int16, .int32, .int64, .dateTime:
            return "\(value.valueType?.name.lowercased() ?? "") \(value.as.integer)"
        case .float32: return "float \(value.as.float32)"
        case .float64: return "double \(value.as.float64)"
        case .boolean: return value.as.boolean != 0 ? "true" : "false"
        case .string: return "\"\(Text(value.rawBytes).string)\""
        case .bytes: return hex(value.rawBytes)
        case .array: return "[" + value.elements.map(of).joined(separator: ", ") + "]"
        case .map: return "{" + value.entries.map { "\(of($0.key)): \(of($0.value))" }.joined(separator: ", ") + "}"
        case .structure: return "(" + value.fields.map(of).joined(separator: ", ") + ")"
        case .decimal:
            guard let decimal = value.as.decimal?.pointee else { return "decimal" }
            let unscaled = UnsafeRawBufferPointer(start: decimal.unscaled, count: Int(decimal.length))
            return "decimal \(hex(unscaled)) scale \(decimal.scale)"
        }
    }

    private static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
        "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
