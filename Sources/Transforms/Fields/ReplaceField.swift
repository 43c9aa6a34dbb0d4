import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// `org.apache.kafka.connect.transforms.ReplaceField`: leaves fields out, and gives others new names.
struct ReplaceField: SideOperation {
    static let descriptors = BuiltinTransformations.Descriptor.sides(
        "org.apache.kafka.connect.transforms.ReplaceField", "Filter or rename fields.",
        ConfigDef([
            ConfigDef.Key(
                "exclude", .list, default: [], validator: .uniqueElements(), importance: .medium,
                documentation: "Fields to exclude. This takes precedence over the fields to include."),
            ConfigDef.Key(
                "include", .list, default: [], validator: .uniqueElements(), importance: .medium,
                documentation: "Fields to include. If specified, only these fields will be used."),
            ConfigDef.Key(
                "renames", .list, default: [], validator: FieldRenames.validator, importance: .medium,
                documentation: "Field rename mappings."),
            .replaceNullWithDefault,
        ])
    ) { config throws(ConnectError) in try ReplaceField(config) }

    /// Which fields of the old struct become the fields of the new one, in order.
    private struct Plan {
        let result: SchemaReference
        let sources: [Int]
        /// Whether a null may be refused or replaced, or a value be of another type than its new field.
        let needsCare: Bool
    }

    private let exclude: [OwnedText]
    private let include: [OwnedText]
    private let renames: FieldRenames
    private let replacesNull: Bool
    private let plans = SchemaPlans<Plan>()

    private init(_ config: ParsedConfig) throws(ConnectError) {
        exclude = (config["exclude"].list ?? []).map(OwnedText.init)
        include = (config["include"].list ?? []).map(OwnedText.init)
        renames = try FieldRenames(config["renames"].list ?? [])
        replacesNull = config.replacesNullWithDefault
    }

    /// One that leaves these fields out. What is between commas is a name, as in the setting.
    init(exclude names: [String]) throws(ConnectError) {
        guard let descriptor = Self.descriptors.first else { throw ConnectError(.fatal, "ReplaceField has no class") }
        try self.init(try descriptor.configDef.settings(["exclude": names.joined(separator: ",")]))
    }

    @inline(__always)
    func apply(
        _ schema: Schema?, _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        if value.isNull { return (schema, value) }
        guard schema != nil else {
            try value.requireMap("field replacement")
            return (nil, try withoutSchema(value, in: batch))
        }
        let source = try value.requireStruct("field replacement", schema: schema)
        let plan = try plans.plan(for: source, makePlan(source))
        let (old, count) = (value.fields, plan.pointee.sources.count)
        let made = batch.newStruct(count)
        let fields = made.fields
        for place in 0..<count { (fields + place).initialize(to: old[plan.pointee.sources[place]]) }
        if plan.pointee.needsCare {
            for place in 0..<count {
                let (old, new) = (
                    source.fieldSchema(plan.pointee.sources[place]), plan.pointee.result.schema.fields[place]
                )
                fields[place] = try batch.carried(fields[place], old, to: new, replacingNull: replacesNull)
                try checkFits(fields[place], old, new)
            }
        }
        return (plan.pointee.result.schema, batch.structure(plan.pointee.result.schema, made))
    }

    func hashTable(for map: Value) -> JavaHashTable? {
        JavaHashTable(capacity: map.valueType == .map ? map.entries.count : 0)
    }

    private func keeps(_ name: Text) -> Bool {
        if exclude.contains(where: { $0.text.sameBytes(as: name) }) { return false }
        return include.isEmpty || include.contains { $0.text.sameBytes(as: name) }
    }

    private func makePlan(_ schema: Schema) throws(ConnectError) -> Plan {
        var draft = SchemaDraft(.structure, basicsOf: schema)
        var sources: [Int] = []
        var crosses = false
        for field in schema.fields where keeps(field.name) {
            guard let fieldSchema = field.schema.map(Schema.init) else { continue }
            let name = renames.newName(of: field.name.string)
            try draft.addNewField(name, SchemaReference(retaining: fieldSchema))
            // The name is looked up backwards, as in Connect: a new name that is renamed itself leads elsewhere.
            let old = renames.oldName(of: name)
            guard let source = schema.fields.firstIndex(where: { $0.name.string.isExactly(old) }) else {
                throw ConnectError(.badData, "\(old) is not a valid field name")
            }
            crosses = crosses || schema.fields[source].schema != field.schema
            sources.append(source)
        }
        return Plan(
            result: try draft.intern(), sources: sources, needsCare: crosses || schema.hasFieldDefaults)
    }

    /// Renames that cross lead a value to a field of another schema, where Connect's Struct takes it only if it fits.
    private func checkFits(_ value: Value, _ old: Schema?, _ new: millrace_field) throws(ConnectError) {
        guard !value.isNull, let old, let schema = new.schema.map(Schema.init), old != schema else { return }
        if old.type == schema.type, [.array, .map, .structure].contains(old.type) == false { return }
        let name = schema.name.isPresent ? "\"\(schema.name.string)\"" : "null"
        throw ConnectError(
            .badData,
            "Invalid Java object for schema \(name) with type \(schema.type.name): class \(value.javaClassName(old)) for "
                + "field: \"\(new.name.string)\"")
    }

    private func withoutSchema(_ value: Value, in batch: Batch) throws(ConnectError) -> Value {
        var map = MapEditor(capacity: value.entries.count, in: batch)
        for entry in value.entries {
            let name = Text(try entry.fieldName)
            guard keeps(name) else { continue }
            if let renamed = renames.renamed(name) {
                map.set(renamed, entry.value, in: batch)
            } else if renames.isEmpty {
                map.append(entry)
            } else {
                map.set(entry.key, entry.value)
            }
        }
        return map.map
    }
}
