import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// `org.apache.kafka.connect.transforms.HeaderFrom`: fields are moved or copied to headers.
final class HeaderFrom: BatchTransformation {
    static let descriptors: [BuiltinTransformations.Descriptor] = [(RecordSide.key, "$Key"), (.value, "$Value")].map {
        side, suffix in
        BuiltinTransformations.Descriptor(
            "org.apache.kafka.connect.transforms.HeaderFrom" + suffix,
            "Moves or copies fields in the key/value of a record into that record's headers. Corresponding elements of "
                + "fields and headers together identify a field and the header it should be moved or copied to.",
            configDef
        ) { config throws(ConnectError) in try HeaderFrom(config, side) }
    }

    private static let configDef = ConfigDef([
        ConfigDef.Key(
            "fields", .list, validator: .nonEmptyFieldList, importance: .high,
            documentation: "Field names in the record whose values are to be copied or moved to headers."),
        ConfigDef.Key(
            "headers", .list, validator: .nonEmptyFieldList, importance: .high,
            documentation: "Header names, in the same order as the field names listed in the fields configuration "
                + "property."),
        ConfigDef.Key(
            "operation", .string, validator: .oneOf(["move", "copy"]), importance: .high,
            documentation: "Either move if the fields are to be moved to the headers (removed from the key/value), or "
                + "copy if the fields are to be copied to the headers (retained in the key/value)."),
        .replaceNullWithDefault,
    ])

    private struct Plan {
        /// The fields that become headers, in the order of the setting; nil for one that is not there.
        let moved: [Int?]
        /// The fields that stay, and their struct; nil if all do.
        let rest: (schema: SchemaReference, sources: [Int])?
    }

    private let side: RecordSide
    private let fields: [OwnedText]
    private let headers: [OwnedText]
    private let moves: Bool
    private let replacesNull: Bool
    private let plans = SchemaPlans<Plan>()

    private init(_ config: ParsedConfig, _ side: RecordSide) throws(ConnectError) {
        self.side = side
        fields = (config["fields"].list ?? []).map(OwnedText.init)
        headers = (config["headers"].list ?? []).map(OwnedText.init)
        guard fields.count == headers.count else {
            throw ConnectError(
                .badConfig, "'fields' config must have the same number of elements as 'headers' config.")
        }
        moves = config["operation"].string == "move"
        replacesNull = config.replacesNullWithDefault
    }

    private var purpose: StaticString { moves ? "header move" : "header copy" }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            if let schema = record.schema(side) {
                try applyWithSchema(schema, to: &record, in: batch)
            } else {
                try applyWithoutSchema(to: &record, in: batch)
            }
        }
    }

    private func applyWithoutSchema(to record: inout Record, in batch: Batch) throws(ConnectError) {
        let value = record.value(side)
        try value.requireMap(purpose)
        var list = HeaderList(copying: record, extra: fields.count, in: batch)
        var map = MapEditor(copying: value, extra: 0, in: batch)
        for (field, header) in zip(fields, headers) {
            list.append(header.text, nil, value.member(field.text) ?? .null, in: batch)
            if moves { map.remove(field.text) }
        }
        list.store(in: &record)
        let isKey = side == .key
        record.set(
            side, nil, isKey ? JavaHashTable(copyOf: value.entries.count).ordered(map.map, in: batch) : map.map)
    }

    private func applyWithSchema(_ schema: Schema, to record: inout Record, in batch: Batch) throws(ConnectError) {
        let value = record.value(side)
        let source = try value.requireStruct(purpose, schema: schema)
        let plan = try plans.plan(for: source, makePlan(source))
        let old = value.fields
        var rest: Value?
        if let (schema, sources) = plan.pointee.rest {
            let made = batch.newStruct(sources.count)
            let fields = made.fields
            for place in 0..<sources.count {
                let content = try batch.carried(
                    old[sources[place]], source.fieldSchema(sources[place]), to: schema.schema.fields[place],
                    replacingNull: replacesNull)
                (fields + place).initialize(to: content)
            }
            rest = batch.structure(schema.schema, made)
        }
        var list = HeaderList(copying: record, extra: fields.count, in: batch)
        for (place, (field, header)) in zip(plan.pointee.moved, zip(fields, headers)) {
            guard let place else {
                throw ConnectError(.badData, "Field does not exist: \(field.string)", as: .nullPointer)
            }
            let content = replacesNull ? batch.substitutingDefault(old[place], source.fieldSchema(place)) : old[place]
            if content.isNull { try checkOptional(source.fieldSchema(place)) }
            list.append(header.text, source.fieldSchema(place), content, in: batch)
        }
        // The record's schema goes, and with it what kept the headers' schemas.
        batch.hold(source)
        if let rest { record.set(side, plan.pointee.rest?.schema.schema, rest) }
        list.store(in: &record)
    }

    private func checkOptional(_ schema: Schema?) throws(ConnectError) {
        guard let schema, !schema.isOptional else { return }
        throw ConnectError(
            .badData, "A null value requires an optional schema but was Schema{\(schema.javaDescription)}")
    }

    private func makePlan(_ schema: Schema) throws(ConnectError) -> Plan {
        let moved = fields.map { schema.fieldIndex($0.text) }
        var draft = SchemaDraft(.structure, basicsOf: schema)
        var sources: [Int] = []
        for (place, field) in schema.fields.enumerated() where !moved.contains(place) {
            guard let fieldSchema = schema.fieldSchema(place) else { continue }
            draft.addField(field.name.string, fieldSchema)
            sources.append(place)
        }
        return Plan(moved: moved, rest: moves ? (try draft.intern(), sources) : nil)
    }
}
