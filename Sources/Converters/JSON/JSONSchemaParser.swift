import CMillrace
import ConnectData

/// Reads schemas from the JSON that Connect puts into envelopes. Schemas are few, so that this may allocate.
struct JSONSchemaParser {
    let document: JSONDocument
    let settings: JSONConverterSettings

    /// The schema at a place of the document, with a reference; nil where the document says null.
    func schema(at index: Int) throws(ConnectError) -> SchemaReference? {
        if document[index].kind == .null { return nil }
        guard let typeIndex = member("type", of: index), document[typeIndex].kind == .string else {
            throw ConnectError(.badData, "Schema must contain 'type' field")
        }
        let typeName = string(at: typeIndex)
        guard let type = Self.types[typeName] else {
            throw ConnectError(.badData, "Unknown schema type: \(typeName)")
        }
        var draft = SchemaDraft(type)
        try readChildren(of: index, into: &draft)
        try readAttributes(of: index, into: &draft)
        return try readDefault(of: index, draft)
    }

    private func readChildren(of index: Int, into draft: inout SchemaDraft) throws(ConnectError) {
        switch draft.type {
        case .array:
            guard let items = member("items", of: index), let items = try schema(at: items) else {
                throw ConnectError(.badData, "Array schema did not specify the element type")
            }
            draft.valueSchema = items
        case .map:
            guard let keys = member("keys", of: index) else {
                throw ConnectError(.badData, "Map schema did not specify the key type")
            }
            guard let values = member("values", of: index) else {
                throw ConnectError(.badData, "Map schema did not specify the value type")
            }
            draft.keySchema = try schema(at: keys)
            draft.valueSchema = try schema(at: values)
        case .structure:
            guard let fields = member("fields", of: index), document[fields].kind == .array else {
                throw ConnectError(.badData, "Struct schema's \"fields\" argument is not an array.")
            }
            var field = fields + 1
            while field < Int(document[fields].next) {
                guard let name = member("field", of: field), document[name].kind == .string else {
                    throw ConnectError(.badData, "Struct schema's field name not specified properly")
                }
                draft.fields.append((string(at: name), try schema(at: field)))
                field = Int(document[field].next)
            }
        default:
            break
        }
    }

    private func readAttributes(of index: Int, into draft: inout SchemaDraft) throws(ConnectError) {
        draft.isOptional = member("optional", of: index).map { document[$0].kind == .true } ?? false
        draft.name = text("name", of: index)
        draft.doc = text("doc", of: index)
        if let version = member("version", of: index).map({ document[$0] }),
            version.kind == .integer || version.kind == .bigInteger
        {
            draft.version = Int32(truncatingIfNeeded: document.lowBits(document.text(version)))
        }
        guard let parameters = member("parameters", of: index), document[parameters].kind == .object else { return }
        var name = parameters + 1
        while name < Int(document[parameters].next) {
            guard document[name + 1].kind == .string else {
                throw ConnectError(.badData, "Schema parameters must have string values.")
            }
            draft.setParameter(string(at: name), string(at: name + 1))
            name = Int(document[name + 1].next)
        }
    }

    /// The finished schema. A default value is read by the schema without it, as Connect reads it by its builder.
    private func readDefault(of index: Int, _ draft: SchemaDraft) throws(ConnectError) -> SchemaReference {
        let plain = try draft.intern()
        guard let index = member("default", of: index) else { return plain }
        let batch = Batch(records: 1)
        var parser = JSONValueParser(document: document, settings: settings, batch: batch)
        let value = try parser.value(at: index, plain.schema)
        if value.isNull {
            guard draft.isOptional else { throw ConnectError(.badData, "Invalid default value", as: .schemaBuilder) }
            return plain
        }
        return try draft.intern(defaultValue: value)
    }

    private func text(_ name: StaticString, of index: Int) -> String? {
        guard let index = member(name, of: index), document[index].kind == .string else { return nil }
        return string(at: index)
    }

    private func string(at index: Int) -> String {
        let token = document[index]
        guard token.hasEscapes else { return String(decoding: document.text(token), as: UTF8.self) }
        return String(unsafeUninitializedCapacity: Int(token.count)) { buffer in
            buffer.baseAddress.map { document.unescape(token, into: $0) } ?? 0
        }
    }

    private func member(_ name: StaticString, of index: Int) -> Int? {
        document.member(
            UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), of: index)
    }

    private static let types: [String: ValueType] = [
        "boolean": .boolean, "int8": .int8, "int16": .int16, "int32": .int32, "int64": .int64, "float": .float32,
        "double": .float64, "bytes": .bytes, "string": .string, "array": .array, "map": .map, "struct": .structure,
    ]
}

extension JSONDocument {
    /// The value of an object's member of that name, the last one if there are several; nil for what is no object.
    func member(_ name: UnsafeRawBufferPointer, of index: Int) -> Int? {
        guard self[index].kind == .object else { return nil }
        var found: Int?
        var place = index + 1
        let end = Int(self[index].next)
        while place < end {
            if equals(self[place], name) { found = place + 1 }
            place = Int(self[place + 1].next)
        }
        return found
    }
}
