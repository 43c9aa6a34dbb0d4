import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// `org.apache.kafka.connect.transforms.HoistField`: the whole value becomes the one field of a struct or of a map.
struct HoistField: SideOperation {
    static let descriptors = BuiltinTransformations.Descriptor.sides(
        "org.apache.kafka.connect.transforms.HoistField",
        "Wrap data using the specified field name in a Struct when schema present, or a Map in the case of schemaless "
            + "data.",
        ConfigDef([
            ConfigDef.Key(
                "field", .string, importance: .medium,
                documentation: "Field name for the single field that will be created in the resulting Struct or Map.")
        ])
    ) { config throws(ConnectError) in HoistField(field: config["field"].string ?? "") }

    private struct Plan {
        let result: SchemaReference
    }

    private let field: OwnedText
    private let plans = SchemaPlans<Plan>()

    private init(field: String) { self.field = OwnedText(field) }

    func hashTable(for map: Value) -> JavaHashTable? { nil }

    @inline(__always)
    mutating func apply(
        _ schema: Schema?, _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        guard let schema else {
            var map = MapEditor(capacity: 1, in: batch)
            map.append(Entry(key: field.value(in: batch), value: value))
            return (nil, map.map)
        }
        let plan = try plans.plan(for: schema, makePlan(schema))
        let made = batch.newStruct(1)
        let fields = made.fields
        fields.initialize(to: value)
        return (plan.pointee.result.schema, batch.structure(plan.pointee.result.schema, made))
    }

    private func makePlan(_ schema: Schema) throws(ConnectError) -> Plan {
        var draft = SchemaDraft(.structure)
        try draft.addNewField(field.string, SchemaReference(retaining: schema))
        return Plan(result: try draft.intern())
    }
}
