import CMillrace
import ConnectData
import PluginHost
import TestSupport

/// Records whose values are maps or structs, and a foreign function that is called with them.
struct ForeignRun {
    let batch = Batch(records: 4)

    /// The library of the zoo that tests call.
    static var zoo: String { get throws { try Zoo.build("foreign-functions") } }

    static func settings(
        _ signature: String, _ symbol: String, _ arguments: String, library: String, _ more: [String: String] = [:]
    ) -> [String: String] {
        ["library": library, "symbol": symbol, "signature": signature, "arguments": arguments].merging(more) { $1 }
    }

    /// A record whose value is a map.
    func add(_ fields: [(String, Value)]) {
        batch.append().pointee.value = map(fields)
    }

    func map(_ fields: [(String, Value)]) -> Value {
        let entries = batch.allocate(fields.count, of: Entry.self)
        for (place, (name, value)) in fields.enumerated() {
            (entries + place).initialize(to: Entry(key: text(name), value: value))
        }
        return .map(UnsafeBufferPointer(start: entries, count: fields.count))
    }

    /// A record whose value is a struct.
    func add(_ schema: SchemaReference, _ values: [Value]) {
        let record = batch.append()
        record.pointee.set(.value, schema.schema, structure(schema, values))
    }

    func structure(_ schema: SchemaReference, _ values: [Value]) -> Value {
        batch.hold(schema.schema)
        let fields = batch.allocate(values.count, of: Value.self)
        fields.initialize(from: values, count: values.count)
        let structure = batch.allocate(1, of: millrace_struct.self)
        structure.initialize(to: millrace_struct(schema: schema.schema.pointer, fields: UnsafePointer(fields)))
        return .structure(UnsafePointer(structure), fieldCount: values.count)
    }

    func text(_ text: String) -> Value { .string(copy(Array(text.utf8))) }
    func bytes(_ bytes: [UInt8]) -> Value { .bytes(copy(bytes)) }

    private func copy(_ bytes: [UInt8]) -> UnsafeRawBufferPointer { bytes.withUnsafeBytes { batch.copy($0) } }

    /// The value of the last record after a call whose result takes its place.
    func result(
        _ signature: String, _ symbol: String, _ arguments: String, library: String? = nil,
        _ more: [String: String] = [:]
    ) throws -> Value {
        let config = Self.settings(signature, symbol, arguments, library: try library ?? Self.zoo, more)
        var index = batch.count - 1
        try transform(config, from: &index)
        return batch.records[batch.count - 1].value
    }

    func transform(_ config: [String: String], from index: inout Int) throws {
        let name = "io.millrace.transforms.ForeignFunction$Value"
        try ForeignFunctions.transformation(name, config)?.apply(to: batch, from: &index)
        try BatchCheck.check(batch)
    }
}

extension SchemaReference {
    /// A struct's schema.
    static func structure(_ fields: [(String, SchemaReference)]) throws -> SchemaReference {
        var draft = SchemaDraft(.structure)
        draft.fields = fields.map { ($0.0, $0.1) }
        return try draft.intern()
    }
}
