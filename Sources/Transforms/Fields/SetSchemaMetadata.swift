import CMillrace
import ConnectConfig
import ConnectData

/// `org.apache.kafka.connect.transforms.SetSchemaMetadata`: another name or version for a side's schema.
struct SetSchemaMetadata: SideOperation {
    static let descriptors = BuiltinTransformations.Descriptor.sides(
        "org.apache.kafka.connect.transforms.SetSchemaMetadata",
        "Set the schema name, version or both on the record's key or value schema.",
        ConfigDef([
            ConfigDef.Key(
                "schema.name", .string, default: .null, importance: .high, documentation: "Schema name to set."),
            ConfigDef.Key(
                "schema.version", .int, default: .null, importance: .high, documentation: "Schema version to set."),
            .replaceNullWithDefault,
        ])
    ) { config throws(ConnectError) in try SetSchemaMetadata(config) }

    private struct Plan {
        let result: SchemaReference
        let hasDefaults: Bool
    }

    private let name: String?
    private let version: Int32?
    private let replacesNull: Bool
    private let plans = SchemaPlans<Plan>()

    private init(_ config: ParsedConfig) throws(ConnectError) {
        name = config["schema.name"].string
        version = config["schema.version"].integer.map(Int32.init(truncatingIfNeeded:))
        replacesNull = config.replacesNullWithDefault
        if name == nil, version == nil {
            throw ConnectError(.badConfig, "Neither schema name nor version configured")
        }
    }

    @inline(__always)
    mutating func apply(
        _ schema: Schema?, _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        guard let schema else {
            if value.isNull { return (nil, value) }
            throw ConnectError(.badData, "Schema required for [updating schema metadata]")
        }
        let plan = try plans.plan(for: schema, makePlan(schema))
        let result = plan.pointee.result.schema
        guard value.valueType == .structure else {
            batch.hold(result)
            return (result, value)
        }
        let old = value.fields
        let made = batch.newStruct(old.count)
        let fields = made.fields
        if let base = old.baseAddress { fields.initialize(from: base, count: old.count) }
        if plan.pointee.hasDefaults {
            for place in 0..<old.count {
                fields[place] = try batch.carried(
                    fields[place], result.fieldSchema(place), to: result.fields[place], replacingNull: replacesNull)
            }
        }
        return (result, batch.structure(result, made))
    }

    private func makePlan(_ schema: Schema) throws(ConnectError) -> Plan {
        var draft = SchemaDraft(copying: schema)
        if let name { draft.name = name }
        if let version { draft.version = version }
        return Plan(
            result: try draft.intern(defaultValue: schema.defaultValue), hasDefaults: schema.hasFieldDefaults)
    }
}
