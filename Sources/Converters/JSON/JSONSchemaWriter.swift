import CMillrace
import ConnectData

/// Schemas as the JSON that Connect puts into envelopes, its members in Connect's order.
struct JSONSchemaWriter {
    let values: JSONValueWriter

    /// Appends a schema; in the list of a struct's fields it also has the field's name.
    func write(_ schema: Schema, fieldName: Text?, to output: inout OutputBuffer) throws(ConnectError) {
        output.append(#"{"type":""#)
        output.append(Self.name(of: schema.type))
        output.append("\"")
        try writeChildren(of: schema, to: &output)
        output.append(schema.isOptional ? #","optional":true"# : #","optional":false"#)
        write(schema.name, as: #","name":"#, to: &output)
        if let version = schema.version {
            output.append(#","version":"#)
            output.append(Int64(version))
        }
        write(schema.doc, as: #","doc":"#, to: &output)
        writeParameters(of: schema, to: &output)
        if let defaultValue = schema.defaultValue, !defaultValue.isNull {
            output.append(#","default":"#)
            try values.write(defaultValue, schema, to: &output)
        }
        if let fieldName { write(fieldName, as: #","field":"#, to: &output) }
        output.append("}")
    }

    private func writeChildren(of schema: Schema, to output: inout OutputBuffer) throws(ConnectError) {
        switch schema.type {
        case .array:
            try write(schema.valueSchema, as: #","items":"#, to: &output)
        case .map:
            try write(schema.keySchema, as: #","keys":"#, to: &output)
            try write(schema.valueSchema, as: #","values":"#, to: &output)
        case .structure:
            output.append(#","fields":["#)
            for (place, field) in schema.fields.enumerated() {
                if place > 0 { output.append(",") }
                if let pointer = field.schema { try write(Schema(pointer), fieldName: field.name, to: &output) }
            }
            output.append("]")
        default:
            break
        }
    }

    private func write(
        _ schema: Schema?, as name: StaticString, to output: inout OutputBuffer
    ) throws(ConnectError) {
        output.append(name)
        guard let schema else { return output.append("null") }
        try write(schema, fieldName: nil, to: &output)
    }

    private func write(_ text: Text, as name: StaticString, to output: inout OutputBuffer) {
        guard text.isPresent else { return }
        output.append(name)
        output.appendJSONString(text.bytes)
    }

    private func writeParameters(of schema: Schema, to output: inout OutputBuffer) {
        guard !schema.parameters.isEmpty else { return }
        output.append(#","parameters":{"#)
        for (place, parameter) in schema.parameters.enumerated() {
            if place > 0 { output.append(",") }
            output.appendJSONString(parameter.name.bytes)
            output.append(":")
            output.appendJSONString(parameter.value.bytes)
        }
        output.append("}")
    }

    private static func name(of type: ValueType) -> StaticString {
        switch type {
        case .int8: "int8"
        case .int16: "int16"
        case .int32: "int32"
        case .int64: "int64"
        case .float32: "float"
        case .float64: "double"
        case .boolean: "boolean"
        case .string: "string"
        case .array: "array"
        case .map: "map"
        case .structure: "struct"
        case .bytes, .null, .dateTime, .decimal: "bytes"
        }
    }
}
