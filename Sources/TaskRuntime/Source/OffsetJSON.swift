internal import CMillrace
internal import ConnectData

/// Source partitions and offsets as the offset store keeps them: schemaless JSON, as Connect's JsonConverter writes it.
enum OffsetJSON {
    /// The JSON text of a map of strings to primitive values.
    static func bytes(of map: Value) -> [UInt8] {
        var output = OutputBuffer(capacity: 128)
        append(map, to: &output)
        return Array(output.bytes)
    }

    private static func append(_ value: Value, to output: inout OutputBuffer) {
        switch value.valueType {
        case .int8, .int16, .int32, .int64, .dateTime: output.append(value.as.integer)
        case .float32: output.appendJSONNumber(value.as.float32)
        case .float64: output.appendJSONNumber(value.as.float64)
        case .boolean: output.append(value.as.boolean != 0 ? "true" : "false")
        case .string: output.appendJSONString(value.rawBytes)
        case .bytes: output.appendJSONBase64(value.rawBytes)
        case .map:
            output.append(UInt8(ascii: "{"))
            for (index, entry) in value.entries.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                append(entry.key, to: &output)
                output.append(UInt8(ascii: ":"))
                append(entry.value, to: &output)
            }
            output.append(UInt8(ascii: "}"))
        case .array:
            output.append(UInt8(ascii: "["))
            for (index, element) in value.elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                append(element, to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .null, .structure, .decimal, nil: output.append("null")
        }
    }

    /// Reads JSON text into values in the batch's memory: integers as INT64 and other numbers as FLOAT64, as Connect
    /// does.
    static func value(of json: [UInt8], in batch: Batch) throws(ConnectError) -> Value {
        var reader = JSONReader()
        return try json.withUnsafeBytes { bytes in
            Result { () throws(ConnectError) -> Value in
                do throws(JSONError) {
                    return value(of: try reader.read(bytes), at: 0, in: batch)
                } catch {
                    throw ConnectError(.fatal, "A stored source offset is not JSON: \(error)")
                }
            }
        }.get()
    }

    private static func value(of document: JSONDocument, at index: Int, in batch: Batch) -> Value {
        let token = document[index]
        switch token.kind {
        case .null: return .null
        case .true: return .boolean(true)
        case .false: return .boolean(false)
        case .integer: return .int64(document.int64(token))
        case .bigInteger, .decimal: return .float64(document.double(token))
        case .string:
            let text = batch.allocate(Int(token.count))
            let length = document.unescape(token, into: text)
            return .string(UnsafeRawBufferPointer(start: text, count: length))
        case .array:
            let elements = batch.allocate(Int(token.count), of: Value.self)
            var child = index + 1
            for place in 0..<Int(token.count) {
                (elements + place).initialize(to: value(of: document, at: child, in: batch))
                child = Int(document[child].next)
            }
            return .array(UnsafeBufferPointer(start: elements, count: Int(token.count)))
        case .object:
            let entries = batch.allocate(Int(token.count), of: Entry.self)
            var child = index + 1
            for place in 0..<Int(token.count) {
                let name = value(of: document, at: child, in: batch)
                child = Int(document[child].next)
                (entries + place).initialize(to: Entry(key: name, value: value(of: document, at: child, in: batch)))
                child = Int(document[child].next)
            }
            return .map(UnsafeBufferPointer(start: entries, count: Int(token.count)))
        }
    }
}
