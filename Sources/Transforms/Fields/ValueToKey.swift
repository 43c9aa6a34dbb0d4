import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// `org.apache.kafka.connect.transforms.ValueToKey`: fields of the value become the key.
final class ValueToKey: BatchTransformation {
    static let descriptor = BuiltinTransformations.Descriptor(
        "org.apache.kafka.connect.transforms.ValueToKey",
        "Replace the record key with a new key formed from a subset of fields in the record value.",
        ConfigDef([
            ConfigDef.Key(
                "fields", .list, validator: .uniqueElements(allowsEmpty: false), importance: .high,
                documentation: "Field names on the record value to extract as the record key."),
            .replaceNullWithDefault,
        ])
    ) { config throws(ConnectError) in ValueToKey(config) }

    private struct Plan {
        let key: SchemaReference
        let sources: [Int]
        let hasDefaults: Bool
    }

    private let names: [OwnedText]
    private let replacesNull: Bool
    private let plans = SchemaPlans<Plan>()

    private init(_ config: ParsedConfig) {
        names = (config["fields"].list ?? []).map(OwnedText.init)
        replacesNull = config.replacesNullWithDefault
    }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            if record.value_schema == nil {
                try record.value.requireMap("copying fields from value to key")
                var map = MapEditor(capacity: names.count, in: batch)
                for name in names { map.set(name.text, record.value.member(name.text) ?? .null, in: batch) }
                record.set(.key, nil, JavaHashTable(capacity: names.count).ordered(map.map, in: batch))
            } else {
                let (schema, key) = try self.key(of: record.value, record.valueSchema, in: batch)
                record.set(.key, schema, key)
            }
        }
    }

    private func key(
        of value: Value, _ schema: Schema?, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema, key: Value) {
        let source = try value.requireStruct("copying fields from value to key", schema: schema)
        let plan = try plans.plan(for: source, makePlan(source))
        let (old, count) = (value.fields, plan.pointee.sources.count)
        let made = batch.newStruct(count)
        let fields = made.fields
        for place in 0..<count {
            var content = old[plan.pointee.sources[place]]
            if plan.pointee.hasDefaults {
                content = try batch.carried(
                    content, source.fieldSchema(plan.pointee.sources[place]), to: plan.pointee.key.schema.fields[place],
                    replacingNull: replacesNull)
            }
            (fields + place).initialize(to: content)
        }
        return (plan.pointee.key.schema, batch.structure(plan.pointee.key.schema, made))
    }

    private func makePlan(_ schema: Schema) throws(ConnectError) -> Plan {
        var draft = SchemaDraft(.structure)
        var sources: [Int] = []
        for name in names {
            guard let place = schema.fieldIndex(name.text), let fieldSchema = schema.fieldSchema(place) else {
                throw ConnectError(.badData, "Field does not exist: \(name.string)")
            }
            try draft.addNewField(name.string, SchemaReference(retaining: fieldSchema))
            sources.append(place)
        }
        return Plan(key: try draft.intern(), sources: sources, hasDefaults: schema.hasFieldDefaults)
    }
}
