import CMillrace
import ConnectData

/// Makes schemas and values in the memory of a batch, which also holds the schemas.
struct Making {
    let batch: Batch
    let table: SchemaTable

    init(_ batch: Batch = Batch(records: 4), table: SchemaTable = .shared) {
        self.batch = batch
        self.table = table
    }

    func text(_ text: String) -> Text {
        var text = text
        return text.withUTF8 { Text(batch.copy(UnsafeRawBufferPointer($0))) }
    }

    func string(_ text: String) -> Value { .string(self.text(text).bytes) }

    func bytes(_ bytes: [UInt8]) -> Value { .bytes(bytes.withUnsafeBytes { batch.copy($0) }) }

    func array(_ elements: [Value]) -> Value { .array(UnsafeBufferPointer(copy(elements))) }

    func map(_ entries: [(Value, Value)]) -> Value {
        .map(UnsafeBufferPointer(copy(entries.map { Entry(key: $0, value: $1) })))
    }

    func structure(_ schema: Schema?, _ fields: [Value]) -> Value {
        let structure = batch.allocate(1, of: millrace_struct.self)
        structure.initialize(
            to: millrace_struct(schema: schema?.pointer, fields: UnsafePointer(copy(fields).baseAddress)))
        return .structure(structure, fieldCount: fields.count)
    }

    func decimal(scale: Int32, _ unscaled: [UInt8]) -> Value {
        let decimal = batch.allocate(1, of: millrace_decimal.self)
        let digits = bytes(unscaled)
        decimal.initialize(to: millrace_decimal(scale: scale, length: digits.length, unscaled: digits.as.bytes))
        return .decimal(decimal)
    }

    /// The value in the batch, for what points to single values.
    func place(_ value: Value) -> UnsafePointer<Value> {
        let place = batch.allocate(1, of: Value.self)
        place.initialize(to: value)
        return UnsafePointer(place)
    }

    /// A description, to be interned.
    func description(
        _ type: ValueType, name: String? = nil, version: Int32? = nil, doc: String? = nil, optional: Bool = false,
        defaultValue: Value? = nil, parameters: [(String, String)] = [], fields: [(String, Schema?)] = [],
        key: Schema? = nil, value: Schema? = nil
    ) -> millrace_schema {
        var schema = millrace_schema()
        schema.size = UInt32(MemoryLayout<millrace_schema>.size)
        schema.type = type.rawValue
        schema.optional = optional ? 1 : 0
        schema.has_version = version == nil ? 0 : 1
        schema.version = version ?? 0
        schema.name = name.map(text) ?? .absent
        schema.doc = doc.map(text) ?? .absent
        schema.has_default = defaultValue == nil ? 0 : 1
        schema.default_value = defaultValue ?? .null
        schema.parameter_count = UInt32(parameters.count)
        schema.parameters = UnsafePointer(
            copy(parameters.map { millrace_parameter(name: text($0), value: text($1)) }).baseAddress)
        schema.field_count = UInt32(fields.count)
        schema.fields = UnsafePointer(
            copy(fields.map { millrace_field(name: text($0), schema: $1?.pointer) }).baseAddress)
        schema.key_schema = key?.pointer
        schema.value_schema = value?.pointer
        return schema
    }

    /// The interned schema, which lives as long as the batch. Only for making in the shared table.
    func schema(_ description: millrace_schema) throws -> Schema {
        let schema = try table.intern(description)
        batch.hold(schema)
        table.release(schema)
        return schema
    }

    func schema(_ type: ValueType, optional: Bool = false) throws -> Schema {
        try schema(description(type, optional: optional))
    }

    func struct_(_ fields: [(String, Schema)], name: String? = nil, optional: Bool = false) throws -> Schema {
        try schema(description(.structure, name: name, optional: optional, fields: fields))
    }

    private func copy<T>(_ elements: [T]) -> UnsafeMutableBufferPointer<T> {
        let target = UnsafeMutableBufferPointer(
            start: batch.allocate(elements.count, of: T.self), count: elements.count)
        _ = target.initialize(from: elements)
        return target
    }
}
