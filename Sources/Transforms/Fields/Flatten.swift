import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// `org.apache.kafka.connect.transforms.Flatten`: the fields of structs and maps inside become fields of the whole, whose
/// names tell the way.
struct Flatten: SideOperation {
    static let descriptors = BuiltinTransformations.Descriptor.sides(
        "org.apache.kafka.connect.transforms.Flatten",
        "Flatten a nested data structure, generating names for each field by concatenating the field names at each level "
            + "with a configurable delimiter character. Applies to Struct when schema present, or a Map in the case of "
            + "schemaless data. Array fields and their contents are not modified. The default delimiter is '.'.",
        ConfigDef([
            ConfigDef.Key(
                "delimiter", .string, default: ".", importance: .medium,
                documentation: "Delimiter to insert between field names from the input record when generating field "
                    + "names for the output record")
        ])
    ) { config throws(ConnectError) in Flatten(delimiter: config["delimiter"].string ?? "") }

    private struct Plan {
        let result: SchemaReference
    }

    private let delimiter: OwnedText
    private let plans = SchemaPlans<Plan>()

    private init(delimiter: String) { self.delimiter = OwnedText(delimiter) }

    func hashTable(for map: Value) -> JavaHashTable? { nil }

    @inline(__always)
    mutating func apply(
        _ schema: Schema?, _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        if value.isNull { return (schema, value) }
        guard schema != nil else {
            try value.requireMap("flattening")
            var map = MapEditor(capacity: Self.leaves(of: value), in: batch)
            try flatten(value, prefix: .absent, into: &map, in: batch)
            return (nil, map.map)
        }
        let source = try value.requireStruct("flattening", schema: schema)
        let plan = try plans.plan(for: source, makePlan(source))
        let count = plan.pointee.result.schema.fields.count
        let made = batch.newStruct(count)
        let fields = made.fields
        var next = fields
        Self.flatten(value, source, into: &next, in: batch)
        return (plan.pointee.result.schema, batch.structure(plan.pointee.result.schema, made))
    }

    // MARK: - With a schema

    private static func flatten(
        _ value: Value, _ schema: Schema, into next: inout UnsafeMutablePointer<Value>, in batch: Batch
    ) {
        for (place, field) in value.fields.enumerated() {
            let fieldSchema = schema.fieldSchema(place)
            let content = batch.substitutingDefault(field, fieldSchema)
            guard let fieldSchema, fieldSchema.type == .structure else {
                next.initialize(to: content)
                next += 1
                continue
            }
            if content.isNull {
                let count = leaves(of: fieldSchema)
                next.initialize(repeating: .null, count: count)
                next += count
            } else {
                flatten(content, fieldSchema, into: &next, in: batch)
            }
        }
    }

    private static func leaves(of schema: Schema) -> Int {
        schema.fields.reduce(0) { count, field in
            guard let field = field.schema.map(Schema.init), field.type == .structure else { return count + 1 }
            return count + leaves(of: field)
        }
    }

    private func makePlan(_ schema: Schema) throws(ConnectError) -> Plan {
        var draft = SchemaDraft(.structure, basicsOf: schema)
        try addFields(of: schema, prefix: "", to: &draft, isOptional: schema.isOptional, schema.defaultValue)
        return Plan(result: try draft.intern())
    }

    /// What is inside of something optional is optional, and its default is what the default around it says.
    private func addFields(
        of schema: Schema, prefix: String, to draft: inout SchemaDraft, isOptional: Bool, _ parentDefault: Value?
    ) throws(ConnectError) {
        for (place, field) in schema.fields.enumerated() {
            guard let fieldSchema = schema.fieldSchema(place) else { continue }
            let name = prefix.isEmpty ? field.name.string : prefix + delimiter.string + field.name.string
            let isOptional = isOptional || fieldSchema.isOptional
            let fromParent = parentDefault.flatMap { $0.isNull ? nil : $0.fields[place] }
            let standard = [fieldSchema.defaultValue, fromParent].compactMap { $0 }.first { !$0.isNull }
            switch fieldSchema.type {
            case .structure:
                try addFields(of: fieldSchema, prefix: name, to: &draft, isOptional: isOptional, standard)
            case .map:
                throw ConnectError(
                    .badData,
                    "Flatten transformation does not support MAP for record with schemas (for field \(name)).")
            default:
                var leaf = SchemaDraft(fieldSchema.type, basicsOf: fieldSchema)
                leaf.isOptional = isOptional
                leaf.valueSchema = fieldSchema.valueSchema.map(SchemaReference.init(retaining:))
                try draft.addNewField(name, try leaf.intern(defaultValue: standard))
            }
        }
    }

    // MARK: - Without a schema

    private static func leaves(of map: Value) -> Int {
        map.entries.reduce(0) { $0 + ($1.value.valueType == .map ? leaves(of: $1.value) : 1) }
    }

    private func flatten(
        _ value: Value, prefix: Text, into map: inout MapEditor, in batch: Batch
    ) throws(ConnectError) {
        for entry in value.entries {
            let name = self.name(prefix, Text(try entry.fieldName), in: batch)
            switch entry.value.valueType {
            case .map: try flatten(entry.value, prefix: name, into: &map, in: batch)
            case .dateTime, .decimal:
                throw ConnectError(
                    .badData,
                    "Flatten transformation was passed a value of type class \(entry.value.javaClassName(nil)) which is not "
                        + "supported by Connect's data API")
            case .structure:
                throw ConnectError(
                    .badData,
                    "Flatten transformation does not support class \(entry.value.javaClassName(nil)) for record without "
                        + "schemas (for field \(name.string)).")
            default: map.set(.string(name.bytes), entry.value)
            }
        }
    }

    private func name(_ prefix: Text, _ name: Text, in batch: Batch) -> Text {
        guard prefix.length > 0 else { return name }
        let target = batch.allocate(prefix.length + delimiter.text.length + name.length)
        var end = target
        for part in [prefix, delimiter.text, name] {
            if let bytes = part.bytes.baseAddress { end.copyMemory(from: bytes, byteCount: part.length) }
            end += part.length
        }
        return Text(UnsafeRawBufferPointer(start: target, count: end - target))
    }
}
