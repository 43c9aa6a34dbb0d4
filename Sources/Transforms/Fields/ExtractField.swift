import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// `org.apache.kafka.connect.transforms.ExtractField`: one field takes the place of the whole value.
struct ExtractField: SideOperation {
    static let descriptors = BuiltinTransformations.Descriptor.sides(
        "org.apache.kafka.connect.transforms.ExtractField",
        "Extract the specified field from a Struct when schema present, or a Map in the case of schemaless data. Any null "
            + "values are passed through unmodified.",
        ConfigDef([
            ConfigDef.Key("field", .string, importance: .medium, documentation: "Field name to extract."),
            .replaceNullWithDefault,
            ConfigDef.Key(
                "field.syntax.version", .string, default: "V1", validator: .oneOf(ignoringCase: ["V1", "V2"]),
                importance: .high,
                documentation:
                    "Defines the version of the syntax to access fields. If set to V1, then the field paths are "
                    + "limited to access the elements at the root level of the struct or map. If set to V2, the syntax "
                    + "will support accessing nested elements. To access nested elements, dotted notation is used. If "
                    + "dots are already included in the field name, then backtick pairs can be used to wrap field names "
                    + "containing dots."),
        ])
    ) { config throws(ConnectError) in try ExtractField(config) }

    private struct Plan {
        /// Held by the schema that the plan is for.
        let result: Schema
        /// Where the field is, if it is the struct's own and not one of a struct inside.
        let place: Int?
    }

    private let path: FieldPath
    private let replacesNull: Bool
    private let plans = SchemaPlans<Plan>()

    private init(_ config: ParsedConfig) throws(ConnectError) {
        let field = config["field"].string ?? ""
        let isNested = config["field.syntax.version"].string?.uppercased() == "V2"
        path = isNested ? try FieldPath(nested: field) : FieldPath(name: field)
        replacesNull = config.replacesNullWithDefault
    }

    func hashTable(for map: Value) -> JavaHashTable? { nil }

    @inline(__always)
    mutating func apply(
        _ schema: Schema?, _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        guard let schema else {
            if !value.isNull { try value.requireMap("field extraction") }
            return (nil, try path.value(inMap: value))
        }
        if !value.isNull { _ = try value.requireStruct("field extraction", schema: schema) }
        let plan = try plans.plan(for: schema, makePlan(schema))
        let result = plan.pointee.result
        batch.hold(result)
        guard let place = plan.pointee.place, !value.isNull else {
            return (result, try path.value(inStruct: value, replacingNull: replacesNull, in: batch))
        }
        let content = value.fields[place]
        return (result, replacesNull ? batch.substitutingDefault(content, result) : content)
    }

    private func makePlan(_ schema: Schema) throws(ConnectError) -> Plan {
        guard let result = try path.schema(in: schema) else {
            throw ConnectError(.badData, "Unknown field: \(path.text)", as: .illegalArgument)
        }
        return Plan(result: result, place: path.place(in: schema))
    }
}
