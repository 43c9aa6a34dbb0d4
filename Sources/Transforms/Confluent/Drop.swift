import CMillrace
import ConnectConfig
import ConnectData

/// Confluent's `io.confluent.connect.transforms.Drop`: a side of a record becomes null.
struct Drop: SideOperation {
    static let descriptors = BuiltinTransformations.Descriptor.sides(
        "io.confluent.connect.transforms.Drop",
        "Set either the key or value of a message to null. The corresponding schema can also be set to null, set as "
            + "optional, checked that it is already optional, or kept as-is.",
        ConfigDef([
            ConfigDef.Key(
                "schema.behavior", .string, default: "nullify",
                validator: .oneOf(SchemaBehavior.allCases.map(\.rawValue)), importance: .medium,
                documentation:
                    "What becomes of a schema: nullify removes it, retain keeps it, validate keeps it and fails "
                    + "if it is not optional, force_optional makes it optional.")
        ])
    ) { config throws(ConnectError) in
        Drop(config["schema.behavior"].string.flatMap(SchemaBehavior.init) ?? .nullify)
    }

    private enum SchemaBehavior: String, CaseIterable {
        case nullify
        case retain
        case validate
        case forceOptional = "force_optional"
    }

    private struct Plan {
        let optional: SchemaReference
    }

    private let behavior: SchemaBehavior
    private let plans = SchemaPlans<Plan>()

    private init(_ behavior: SchemaBehavior) { self.behavior = behavior }

    @inline(__always)
    mutating func apply(
        _ schema: Schema?, _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        guard let schema else { return (nil, .null) }
        switch behavior {
        case .nullify: return (nil, .null)
        case .retain: return (schema, .null)
        case .validate:
            if schema.isOptional { return (schema, .null) }
            throw ConnectError(
                .badData,
                "Drop with schema.behavior=validate got a schema that is not optional: make it optional, or set "
                    + "schema.behavior to force_optional or nullify")
        case .forceOptional:
            if schema.isOptional { return (schema, .null) }
            let plan = try plans.plan(for: schema, makePlan(schema))
            batch.hold(plan.pointee.optional.schema)
            return (plan.pointee.optional.schema, .null)
        }
    }

    private func makePlan(_ schema: Schema) throws(ConnectError) -> Plan {
        var draft = SchemaDraft(copying: schema)
        draft.isOptional = true
        return Plan(optional: try draft.intern(defaultValue: schema.defaultValue))
    }
}
