import CMillrace
import ConnectData

/// Values as JSON, by their schemas or without.
struct JSONValueWriter {
    let settings: JSONConverterSettings

    /// Appends a value.
    func write(_ value: Value, _ schema: Schema?, to output: inout OutputBuffer) throws(ConnectError) {
        guard let schema else { return try writeSchemaless(value, to: &output) }
        if value.isNull { return try writeNull(schema, to: &output) }
        guard value.type == schema.pointer.pointee.type else {
            let expected = schema.type == .bytes ? "bytes type" : schema.type.name
            throw ConnectError(.badData, "Invalid type for \(expected): class \(value.javaClassName(nil))")
        }
        switch schema.type {
        case .string: output.appendJSONString(value.rawBytes)
        case .bytes: try writeBytes(value, schema, to: &output)
        case .structure: try writeStruct(value, schema, to: &output)
        default: try writeSchemaless(value, schema, to: &output)
        }
    }

    private func writeNull(_ schema: Schema, to output: inout OutputBuffer) throws(ConnectError) {
        if settings.replacesNullWithDefault, let defaultValue = schema.defaultValue, !defaultValue.isNull {
            return try write(defaultValue, schema, to: &output)
        }
        guard schema.isOptional else {
            throw ConnectError(
                .badData, "Conversion error: null value for field that is required and has no default value")
        }
        output.append("null")
    }

    private func writeBytes(_ value: Value, _ schema: Schema, to output: inout OutputBuffer) throws(ConnectError) {
        guard schema.name.equals(Schema.LogicalName.decimal) else { return output.appendJSONBase64(value.rawBytes) }
        guard let scale = schema.decimalScale else {
            throw ConnectError(.badData, "Invalid Decimal schema: scale parameter not found.")
        }
        switch settings.decimalFormat {
        case .base64: output.appendJSONBase64(value.rawBytes)
        case .numeric: output.appendDecimal(value.rawBytes, scale: scale)
        }
    }

    private func writeStruct(_ value: Value, _ schema: Schema, to output: inout OutputBuffer) throws(ConnectError) {
        guard value.structSchema == schema || value.structSchema.map({ hasSameFields($0, schema) }) == true else {
            throw ConnectError(.badData, "Mismatching schema.")
        }
        output.append(UInt8(ascii: "{"))
        let fields = schema.fields
        let values = value.fields
        for place in fields.indices {
            if place > 0 { output.append(UInt8(ascii: ",")) }
            output.appendJSONString(fields[place].name.bytes)
            output.append(UInt8(ascii: ":"))
            try write(values[place], fields[place].schema.map(Schema.init), to: &output)
        }
        output.append(UInt8(ascii: "}"))
    }

    /// Whether two struct schemas differ at most in their defaults, names and the like, as a default value's schema does.
    private func hasSameFields(_ left: Schema, _ right: Schema) -> Bool {
        left.fields.count == right.fields.count && left.name.equals(right.name)
            && zip(left.fields, right.fields).allSatisfy { $0.schema == $1.schema && $0.name.equals($1.name) }
    }

    /// A value by its own type; `schema`, if there is one, has the schemas of its elements.
    private func writeSchemaless(
        _ value: Value, _ schema: Schema? = nil, to output: inout OutputBuffer
    ) throws(ConnectError) {
        switch value.valueType {
        case .null: output.append("null")
        case .int8, .int16, .int32, .int64: output.append(value.as.integer)
        case .float32: output.appendJSONNumber(value.as.float32)
        case .float64: output.appendJSONNumber(value.as.float64)
        case .boolean: output.append(value.as.boolean != 0 ? "true" : "false")
        case .string: output.appendJSONString(value.rawBytes)
        case .bytes: output.appendJSONBase64(value.rawBytes)
        case .array: try writeArray(value, schema, to: &output)
        case .map: try writeMap(value, schema, to: &output)
        case .structure: throw ConnectError(.badData, "Mismatching schema.")
        case .dateTime, .decimal, nil:
            throw ConnectError(
                .badData, "Java class class \(value.javaClassName(nil)) does not have corresponding schema type.")
        }
    }

    private func writeArray(_ value: Value, _ schema: Schema?, to output: inout OutputBuffer) throws(ConnectError) {
        output.append(UInt8(ascii: "["))
        let elementSchema = schema?.valueSchema
        for (place, element) in value.elements.enumerated() {
            if place > 0 { output.append(UInt8(ascii: ",")) }
            try write(element, elementSchema, to: &output)
        }
        output.append(UInt8(ascii: "]"))
    }

    /// A map with string keys as an object, any other as an array of pairs.
    private func writeMap(_ value: Value, _ schema: Schema?, to output: inout OutputBuffer) throws(ConnectError) {
        let isObject =
            schema.map { $0.keySchema?.type == .string } ?? value.entries.allSatisfy { $0.key.valueType == .string }
        output.append(isObject ? "{" : "[")
        for (place, entry) in value.entries.enumerated() {
            if place > 0 { output.append(UInt8(ascii: ",")) }
            if isObject {
                try writeName(entry.key, schema?.keySchema, to: &output)
                output.append(UInt8(ascii: ":"))
                try write(entry.value, schema?.valueSchema, to: &output)
            } else {
                output.append(UInt8(ascii: "["))
                try write(entry.key, schema?.keySchema, to: &output)
                output.append(UInt8(ascii: ","))
                try write(entry.value, schema?.valueSchema, to: &output)
                output.append(UInt8(ascii: "]"))
            }
        }
        output.append(isObject ? "}" : "]")
    }

    /// A key that is a string; a null key that its schema allows is the name `null`.
    private func writeName(_ key: Value, _ schema: Schema?, to output: inout OutputBuffer) throws(ConnectError) {
        let start = output.count
        try write(key, schema, to: &output)
        guard output.bytes[start] != UInt8(ascii: "\"") else { return }
        output.truncate(to: start)
        output.append("\"null\"")
    }
}
