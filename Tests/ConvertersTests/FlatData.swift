import CMillrace
import ConnectData
import Foundation

/// The notation of values in the recorded tables: `{"int32":"1"}`, `{"array":[…]}`, `{"map":[[key,value],…]}`, null.
enum FlatData {
    /// Makes the value of a notation in a batch.
    static func value(_ notation: Any?, _ schema: Schema?, in batch: Batch) -> Value {
        guard let (tag, content) = (notation as? [String: Any])?.first else { return .null }
        let text = content as? String ?? ""
        switch tag {
        case "int8": return .integer(.int8, Int64(text) ?? 0)
        case "int16": return .integer(.int16, Int64(text) ?? 0)
        case "int32": return .integer(.int32, Int64(text) ?? 0)
        case "int64": return .int64(Int64(text) ?? 0)
        case "date": return .integer(.dateTime, Int64(text) ?? 0)
        case "float": return .float32(Float(text) ?? .nan)
        case "double": return .float64(Double(text) ?? .nan)
        case "boolean": return .boolean(text == "true")
        case "string": return Array(text.utf8).withUnsafeBytes { .string(batch.copy($0)) }
        case "bytes": return bytes(text).withUnsafeBytes { .bytes(batch.copy($0)) }
        case "decimal":
            let parts = content as? [String] ?? []
            let decimal = batch.allocate(1, of: millrace_decimal.self)
            let unscaled = bytes(parts[0]).withUnsafeBytes { batch.copy($0) }
            decimal.initialize(
                to: millrace_decimal(
                    scale: Int32(parts[1]) ?? 0, length: UInt32(unscaled.count),
                    unscaled: unscaled.baseAddress?.assumingMemoryBound(to: UInt8.self)))
            return .decimal(decimal)
        default: return container(tag, content as? [Any] ?? [], schema, in: batch)
        }
    }

    private static func container(_ tag: String, _ content: [Any], _ schema: Schema?, in batch: Batch) -> Value {
        switch tag {
        case "array":
            return .array(values(content, { _ in schema?.valueSchema }, in: batch))
        case "map":
            let entries = batch.allocate(content.count, of: Entry.self)
            for (place, pair) in content.enumerated() {
                let pair = pair as? [Any] ?? []
                (entries + place).initialize(
                    to: Entry(
                        key: value(pair[0], schema?.keySchema, in: batch),
                        value: value(pair[1], schema?.valueSchema, in: batch)))
            }
            return .map(UnsafeBufferPointer(start: entries, count: content.count))
        default:
            let fields = values(content, { place in schema?.fields[place].schema.map(Schema.init) }, in: batch)
            let structure = batch.allocate(1, of: millrace_struct.self)
            structure.initialize(to: millrace_struct(schema: schema?.pointer, fields: fields.baseAddress))
            return .structure(structure, fieldCount: content.count)
        }
    }

    private static func values(
        _ content: [Any], _ schema: (Int) -> Schema?, in batch: Batch
    ) -> UnsafeBufferPointer<Value> {
        let values = batch.allocate(content.count, of: Value.self)
        for (place, element) in content.enumerated() {
            (values + place).initialize(to: value(element, schema(place), in: batch))
        }
        return UnsafeBufferPointer(start: values, count: content.count)
    }

    /// The notation of a value; the entries of maps in the order of their keys' text.
    static func notation(_ value: Value) -> Any {
        switch value.valueType {
        case .int8, .int16, .int32, .int64:
            return [value.valueType?.name.lowercased() ?? "": String(value.as.integer)]
        case .float32: return ["float": java { $0.append(value.as.float32) }]
        case .float64: return ["double": java { $0.append(value.as.float64) }]
        case .boolean: return ["boolean": value.as.boolean != 0 ? "true" : "false"]
        case .string: return ["string": String(decoding: value.rawBytes, as: UTF8.self)]
        case .bytes:
            return ["bytes": hex(value.rawBytes)]
        case .array: return ["array": value.elements.map(notation)]
        case .map:
            let pairs = value.entries.map { [notation($0.key), notation($0.value)] }
            return [
                "map": pairs.sorted {
                    ConverterCase.text($0[0]).utf16.lexicographicallyPrecedes(ConverterCase.text($1[0]).utf16)
                }
            ]
        case .structure: return ["struct": value.fields.map(notation)]
        default: return NSNull()
        }
    }

    /// The notation of a value as data without a schema has it, the entries of maps in their own order.
    static func withoutSchema(_ value: Value, _ schema: Schema?) -> Any {
        if let milliseconds = value.dateMilliseconds(schema) { return ["date": String(milliseconds)] }
        switch value.valueType {
        case .array: return ["array": value.elements.map { withoutSchema($0, schema?.valueSchema) }]
        case .map:
            return [
                "map": value.entries.map {
                    [withoutSchema($0.key, schema?.keySchema), withoutSchema($0.value, schema?.valueSchema)]
                }
            ]
        case .decimal:
            guard let decimal = value.as.decimal?.pointee else { return NSNull() }
            let bytes = UnsafeRawBufferPointer(start: decimal.unscaled, count: Int(decimal.length))
            return ["decimal": [hex(bytes), String(decimal.scale)]]
        case .bytes:
            guard let scale = schema?.decimalScale else { return notation(value) }
            return ["decimal": [hex(value.rawBytes), String(scale)]]
        default: return notation(value)
        }
    }

    private static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func java(_ write: (inout OutputBuffer) -> Void) -> String {
        var output = OutputBuffer()
        write(&output)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16) ?? 0 }
    }
}
