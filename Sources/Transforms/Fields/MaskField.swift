import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// `org.apache.kafka.connect.transforms.MaskField`: the values of fields give way to nothing of their type, or to a
/// replacement.
struct MaskField: SideOperation {
    static let descriptors = BuiltinTransformations.Descriptor.sides(
        "org.apache.kafka.connect.transforms.MaskField",
        "Mask specified fields with a valid null value for the field type (i.e. 0, false, empty string, and so on). For "
            + "numeric and string fields, an optional replacement value can be specified that is converted to the correct "
            + "type.",
        ConfigDef([
            ConfigDef.Key(
                "fields", .list, validator: .uniqueElements(allowsEmpty: false), importance: .high,
                documentation: "Names of fields to mask."
            ),
            ConfigDef.Key(
                "replacement", .string, default: .null, validator: .nonEmpty, importance: .low,
                documentation: "Custom value replacement, that will be applied to all 'fields' values (numeric or "
                    + "non-empty string values only)."),
            .replaceNullWithDefault,
        ])
    ) { config throws(ConnectError) in MaskField(config) }

    private struct Plan {
        let isMasked: [Bool]
        let hasDefaults: Bool
    }

    private let names: [OwnedText]
    private let mask: Mask
    private let replacesNull: Bool
    private let plans = SchemaPlans<Plan>()

    private init(_ config: ParsedConfig) {
        // The order of Connect's HashSet tells which of a map's values it cannot mask first.
        let fields = config["fields"].list ?? []
        names = JavaHashTable(capacity: max(16, fields.count * 4 / 3 + 1)).ordered(fields).map(OwnedText.init)
        mask = Mask(replacement: config["replacement"].string)
        replacesNull = config.replacesNullWithDefault
    }

    @inline(__always)
    mutating func apply(
        _ schema: Schema?, _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        guard let schema else {
            try value.requireMap("mask fields")
            var map = MapEditor(copying: value, extra: names.count, in: batch)
            for name in names {
                let old = value.member(name.text) ?? .null
                map.set(name.text, old.isNull ? old : try mask.value(for: old, nil, in: batch), in: batch)
            }
            return (nil, map.map)
        }
        let source = try value.requireStruct("mask fields", schema: schema)
        let plan = try plans.plan(for: source, makePlan(source))
        let old = value.fields
        let made = batch.newStruct(old.count)
        let fields = made.fields
        for place in 0..<old.count {
            var content = old[place]
            if plan.pointee.hasDefaults {
                content = try batch.carried(
                    content, source.fieldSchema(place), to: source.fields[place], replacingNull: replacesNull)
            }
            if plan.pointee.isMasked[place], !content.isNull {
                content = try mask.value(for: content, source.fieldSchema(place), in: batch)
            }
            (fields + place).initialize(to: content)
        }
        return (schema, batch.structure(source, made))
    }

    private func makePlan(_ schema: Schema) -> Plan {
        Plan(
            isMasked: schema.fields.map { field in names.contains { $0.text.sameBytes(as: field.name) } },
            hasDefaults: schema.hasFieldDefaults)
    }
}
