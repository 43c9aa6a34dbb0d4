internal import CMillrace

/// The schemas that parsed values have.
final class ValuesSchemas {
    private let primitives: [SchemaReference]
    let date: SchemaReference
    let time: SchemaReference
    let timestamp: SchemaReference
    // What a stream of like texts has again and again.
    private var lastDecimal: (scale: Int32, reference: SchemaReference)?
    private var lastContainer: (description: Container, reference: SchemaReference)?

    private struct Container: Equatable {
        let type: ValueType
        let key: Schema?
        let value: Schema?
    }

    init() throws(ConnectError) {
        var primitives: [SchemaReference] = []
        for type in ValueType.int8.rawValue...ValueType.bytes.rawValue {
            primitives.append(try SchemaReference(ValueType(rawValue: type) ?? .bytes))
        }
        self.primitives = primitives
        date = try Self.logical(.int32, Schema.LogicalName.date)
        time = try Self.logical(.int32, Schema.LogicalName.time)
        timestamp = try Self.logical(.int64, Schema.LogicalName.timestamp)
    }

    /// The required schema of a type from INT8 to BYTES.
    subscript(type: ValueType) -> Schema {
        primitives[Int(type.rawValue - ValueType.int8.rawValue)].schema
    }

    /// Connect's `Decimal.schema(scale)`, which the batch then holds.
    func decimal(scale: Int32, in batch: Batch) throws(ConnectError) -> Schema {
        if lastDecimal?.scale != scale {
            lastDecimal = (scale, try Self.logical(.bytes, Schema.LogicalName.decimal, scale: scale))
        }
        return hold(lastDecimal?.reference, in: batch)
    }

    /// An array whose elements have a schema, or have none in common; the batch then holds it.
    func array(of element: Schema?, in batch: Batch) throws(ConnectError) -> Schema {
        try container(Container(type: .array, key: nil, value: element), in: batch)
    }

    /// A map whose keys and values have schemas, or have none in common; the batch then holds it.
    func map(from key: Schema?, to value: Schema?, in batch: Batch) throws(ConnectError) -> Schema {
        try container(Container(type: .map, key: key, value: value), in: batch)
    }

    private func container(_ container: Container, in batch: Batch) throws(ConnectError) -> Schema {
        if lastContainer?.description != container {
            var description = millrace_schema_of(container.type.rawValue)
            description.key_schema = container.key?.pointer
            description.value_schema = container.value?.pointer
            lastContainer = (container, SchemaReference(owning: try SchemaTable.shared.intern(description)))
        }
        return hold(lastContainer?.reference, in: batch)
    }

    private func hold(_ reference: SchemaReference?, in batch: Batch) -> Schema {
        guard let schema = reference?.schema else { return self[.string] }
        batch.hold(schema)
        return schema
    }

    private static func logical(
        _ type: ValueType, _ name: StaticString, scale: Int32? = nil
    ) throws(ConnectError) -> SchemaReference {
        var draft = SchemaDraft(type)
        draft.name = "\(name)"
        draft.version = 1
        if let scale { draft.setParameter("scale", String(scale)) }
        return try draft.intern()
    }
}

/// Connect's `Values.mergeSchemas`: the schema that the elements of an array, or the keys or values of a map, have in
/// common, as long as they have one.
struct SchemaMerger {
    private(set) var common: Schema?
    private var isCompatible = true

    /// Takes the schema of one more value into account; a null has none.
    mutating func merge(_ schema: Schema?) {
        guard let schema, isCompatible else { return }
        guard let previous = common else {
            common = schema
            return
        }
        // Of two schemas of one type the later one stays, of two numbers the wider one.
        if previous.type == schema.type {
            common = schema
        } else if previous.type.isNumber, schema.type.isNumber {
            common = previous.type.rawValue > schema.type.rawValue ? previous : schema
        } else {
            common = nil
            isCompatible = false
        }
    }
}

extension ValueType {
    /// Whether it is one of INT8 to FLOAT64, which follow one another by width.
    var isNumber: Bool { (Self.int8.rawValue...Self.float64.rawValue).contains(rawValue) }
}
