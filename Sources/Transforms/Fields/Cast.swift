import CMillrace
import ConnectConfig
import ConnectData

/// `org.apache.kafka.connect.transforms.Cast`: fields, or the whole value, as another type.
struct Cast: SideOperation {
    static let descriptors = BuiltinTransformations.Descriptor.sides(
        "org.apache.kafka.connect.transforms.Cast",
        "Cast fields or the entire key or value to a specific type, e.g. to force an integer field to a smaller width. Cast "
            + "from integers, floats, boolean and string to any other type, and cast binary to string (base64 encoded).",
        ConfigDef([
            ConfigDef.Key(
                "spec", .list, validator: CastSpecification.validator, importance: .high,
                documentation:
                    "List of fields and the type to cast them to of the form field1:type,field2:type to cast "
                    + "fields of Maps or Structs. A single type to cast the entire value. Valid types are int8, int16, "
                    + "int32, int64, float32, float64, boolean, and string. Note that binary fields can only be cast to "
                    + "string."),
            .replaceNullWithDefault,
        ])
    ) { config throws(ConnectError) in try Cast(config) }

    private struct Plan {
        let result: SchemaReference
        /// The fields that change, and what they become.
        let changes: [(place: Int, target: ValueType)]
        let hasDefaults: Bool
    }

    private let specification: CastSpecification
    private let caster = ValueCaster()
    private let replacesNull: Bool
    private let plans = SchemaPlans<Plan>()

    private init(_ config: ParsedConfig) throws(ConnectError) {
        do {
            specification = try CastSpecification(config["spec"].list ?? [])
        } catch {
            throw ConnectError(.badConfig, error.message)
        }
        replacesNull = config.replacesNullWithDefault
    }

    @inline(__always)
    mutating func apply(
        _ schema: Schema?, _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        if value.isNull { return (schema, value) }
        guard let schema else { return (nil, try withoutSchema(value, in: batch)) }
        let plan = try plans.plan(for: schema, makePlan(schema))
        if let whole = specification.whole {
            batch.hold(plan.pointee.result.schema)
            return (plan.pointee.result.schema, try caster.cast(value, schema, to: whole, in: batch))
        }
        let source = try value.requireStruct("cast types", schema: schema)
        let old = value.fields
        let made = batch.newStruct(old.count)
        let fields = made.fields
        if let base = old.baseAddress { fields.initialize(from: base, count: old.count) }
        if plan.pointee.hasDefaults {
            try castInOrder(fields, source, plan, in: batch)
            return (plan.pointee.result.schema, batch.structure(plan.pointee.result.schema, made))
        }
        for index in 0..<plan.pointee.changes.count {
            let change = plan.pointee.changes[index]
            let (content, schema) = (fields[change.place], source.fieldSchema(change.place))
            fields[change.place] = try caster.cast(content, schema, to: change.target, in: batch)
        }
        return (plan.pointee.result.schema, batch.structure(plan.pointee.result.schema, made))
    }

    /// Field by field, so that the first one that does not fit is the one that is named.
    @inline(never)
    private func castInOrder(
        _ fields: UnsafeMutablePointer<Value>, _ source: Schema, _ plan: UnsafePointer<Plan>, in batch: Batch
    ) throws(ConnectError) {
        var changes = plan.pointee.changes[...]
        for place in 0..<source.fields.count {
            let schema = source.fieldSchema(place)
            fields[place] = try batch.carried(
                fields[place], schema, to: plan.pointee.result.schema.fields[place], replacingNull: replacesNull)
            guard let change = changes.first, change.place == place else { continue }
            changes.removeFirst()
            fields[place] = try caster.cast(fields[place], schema, to: change.target, in: batch)
        }
    }

    private func withoutSchema(_ value: Value, in batch: Batch) throws(ConnectError) -> Value {
        if let whole = specification.whole { return try caster.cast(value, nil, to: whole, in: batch) }
        try value.requireMap("cast types")
        var map = MapEditor(copying: value, extra: specification.fields.count, in: batch)
        for (name, target) in specification.fields {
            let content = try caster.cast(value.member(name.text) ?? .null, nil, to: target, in: batch)
            map.set(name.text, content, in: batch)
        }
        return map.map
    }

    private func makePlan(_ schema: Schema) throws(ConnectError) -> Plan {
        if let whole = specification.whole {
            var draft = SchemaDraft(whole, basicsOf: schema)
            draft.isOptional = schema.isOptional
            return Plan(result: try intern(draft, schema, to: whole), changes: [], hasDefaults: false)
        }
        guard schema.type == .structure else {
            throw ConnectError(.badData, "Cannot list fields on non-struct type")
        }
        var draft = SchemaDraft(.structure, basicsOf: schema)
        draft.isOptional = schema.isOptional
        var changes: [(place: Int, target: ValueType)] = []
        for (place, field) in schema.fields.enumerated() {
            guard let fieldSchema = schema.fieldSchema(place) else { continue }
            let target = specification.target(of: field.name)
            guard let target else {
                draft.addField(field.name.string, fieldSchema)
                continue
            }
            changes.append((place, target))
            var changed = SchemaDraft(target)
            changed.isOptional = fieldSchema.isOptional
            draft.fields.append((field.name.string, try intern(changed, fieldSchema, to: target)))
        }
        if schema.type == .structure, let standard = schema.defaultValue, !standard.isNull {
            throw ConnectError(.badData, "Unexpected type in Cast transformation: STRUCT")
        }
        return Plan(result: try draft.intern(), changes: changes, hasDefaults: schema.hasFieldDefaults)
    }

    /// The schema of a draft, with the default value of the old one cast.
    private func intern(
        _ draft: SchemaDraft, _ old: Schema, to target: ValueType
    ) throws(ConnectError) -> SchemaReference {
        guard let standard = old.defaultValue, !standard.isNull else { return try draft.intern() }
        let memory = Batch(records: 1)
        return try draft.intern(defaultValue: try caster.cast(standard, old, to: target, in: memory))
    }
}
