import CMillrace
import ConnectConfig
import ConnectData

/// `io.debezium.transforms.ExtractNewRecordState`: the row of a change event takes the event's place.
final class ExtractNewRecordState: BatchTransformation {
    static let descriptor = BuiltinTransformations.Descriptor(
        "io.debezium.transforms.ExtractNewRecordState",
        "Replaces a Debezium change event by the row after the change, with what is known of the change as fields or headers "
            + "if it is asked for. Records that are no change events pass unchanged.",
        configDef
    ) { config throws(ConnectError) in try ExtractNewRecordState(config) }

    /// What is known of a schema of events.
    private struct Plan {
        let after: Int?
        let before: Int?
        let headers: Result<[FieldReference.Place], ConnectError>
        /// By the schema of the row that gets fields.
        let rows = SchemaPlans<ExtendedRow>()
    }

    private struct ExtendedRow {
        let row: RowPlan
        let added: [FieldReference.Place]
    }

    private let mode: DeleteHandling
    private let addedFields: [FieldReference]
    private let addedHeaders: [FieldReference]
    private let routeField: OwnedText?
    private let dropHeader: OwnedText?
    private let dropsFromKey: Bool
    private let dropsOnlyOptional: Bool
    private let replacesNull: Bool
    private let textSchema: SchemaReference
    private let optionalTextSchema: SchemaReference
    private let deletion: (yes: OwnedText, no: OwnedText) = (OwnedText("true"), OwnedText("false"))
    private let deleteOperation = OwnedText("d")

    private let plans = SchemaPlans<Plan>()
    private let markedRows = SchemaPlans<RowPlan>()
    /// By the names that they drop, the one that was used last at the end.
    private var droppers: [FieldDropper] = []
    private static let dropperLimit = 16

    private init(_ config: ParsedConfig) throws(ConnectError) {
        mode = config["delete.tombstone.handling.mode"].string.flatMap { DeleteHandling($0) } ?? .tombstone
        addedFields = try FieldReference.list(
            config["add.fields"].list ?? [], prefix: config.written("add.fields.prefix") ?? "")
        addedHeaders = try FieldReference.list(
            config["add.headers"].list ?? [], prefix: config.written("add.headers.prefix") ?? "")
        routeField = config.written("route.by.field").flatMap { $0.isEmpty ? nil : OwnedText($0) }
        dropHeader = config.written("drop.fields.header.name").flatMap { $0.javaTrimmed.isEmpty ? nil : OwnedText($0) }
        dropsFromKey = config["drop.fields.from.key"].boolean ?? false
        dropsOnlyOptional = config["drop.fields.keep.schema.compatible"].boolean ?? true
        replacesNull = config.truth("replace.null.with.default") ?? true
        textSchema = try SchemaReference(.string)
        optionalTextSchema = try SchemaReference(.string, optional: true)
    }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            if record.value.isNull {
                applyToTombstone(&record, in: batch)
            } else if let schema = record.valueSchema, Envelope.isSchema(schema) {
                try applyToEvent(&record, schema, in: batch)
            }
        }
    }

    private func applyToTombstone(_ record: inout Record, in batch: Batch) {
        guard mode == .rewriteWithTombstone else {
            record.isDropped = true
            return
        }
        guard !addedHeaders.isEmpty else { return }
        var headers = HeaderList(copying: record, extra: addedHeaders.count, in: batch)
        batch.hold(textSchema.schema)
        for header in addedHeaders where header.isOperation {
            headers.append(header.name.text, textSchema.schema, deleteOperation.value(in: batch), in: batch)
        }
        headers.store(in: &record)
    }

    private func applyToEvent(_ record: inout Record, _ schema: Schema, in batch: Batch) throws(ConnectError) {
        let event = record.value
        // Debezium casts what it takes headers from.
        let source = try event.requireStruct(
            "field extraction", schema: schema, as: addedHeaders.isEmpty ? nil : .classCast)
        let plan = try plans.plan(for: source, makePlan(source))
        // The record's schema goes, and with it what keeps the schemas inside.
        batch.hold(source)
        var result = record
        if !addedHeaders.isEmpty { try addHeaders(to: &result, event, plan, in: batch) }
        guard let after = plan.pointee.after else {
            throw ConnectError(.badData, "Unknown field: after", as: .illegalArgument)
        }
        let row = batch.substitutingDefault(event.fields[after], source.fieldSchema(after))
        result.set(.value, source.fieldSchema(after), row)
        if row.isNull {
            try applyToDeletion(&result, event, source, plan, in: batch)
        } else {
            if mode.rewrites { try mark(&result, deletion.no, in: batch) }
            if routeField != nil {
                let row = try result.value.requireStruct("Read record to set topic routing for CREATE / UPDATE")
                try route(&result, by: result.value, row)
            }
            try addFields(to: &result, event, source, plan, in: batch)
            try dropFields(from: &result, in: batch)
        }
        record = result
    }

    private func applyToDeletion(
        _ record: inout Record, _ event: Value, _ source: Schema, _ plan: UnsafePointer<Plan>, in batch: Batch
    ) throws(ConnectError) {
        guard let before = plan.pointee.before else {
            throw ConnectError(.badData, "Unknown field: before", as: .illegalArgument)
        }
        let row = batch.substitutingDefault(event.fields[before], source.fieldSchema(before))
        // Without either row it is a TRUNCATE or a message of the application.
        guard !row.isNull, mode != .drop else {
            record.isDropped = true
            return
        }
        if mode == .deleteToTombstone { record.set(.value, nil, .null) }
        if mode.rewrites {
            record.set(.value, source.fieldSchema(before), row)
            try mark(&record, deletion.yes, in: batch)
        }
        if routeField != nil {
            guard row.valueType == .structure, let schema = row.structSchema else {
                throw ConnectError(.badData, "Field 'before' is not of type STRUCT")
            }
            try route(&record, by: row, schema)
        }
        try dropFields(from: &record, in: batch)
        if !record.value.isNull { try addFields(to: &record, event, source, plan, in: batch) }
    }

    // MARK: - Steps

    private func addHeaders(
        to record: inout Record, _ event: Value, _ plan: UnsafePointer<Plan>, in batch: Batch
    ) throws(ConnectError) {
        let places = try plan.pointee.headers.get()
        var headers = HeaderList(copying: record, extra: places.count, in: batch)
        let fields = event.fields
        for place in places {
            batch.hold(place.schema.schema)
            headers.append(place.reference.name.text, place.schema.schema, place.value(in: fields), in: batch)
        }
        headers.store(in: &record)
    }

    /// Gives the row the field that tells whether it was deleted.
    private func mark(_ record: inout Record, _ isDeleted: OwnedText, in batch: Batch) throws(ConnectError) {
        let row = record.value
        guard row.valueType == .structure, let schema = row.structSchema else { return }
        let plan = try markedRows.plan(
            for: schema, RowPlan(extending: schema, [("__deleted", optionalTextSchema)]))
        let made = try plan.pointee.fields(from: row, schema, replacingNull: replacesNull, in: batch)
        (made.fields + plan.pointee.taken).initialize(to: isDeleted.value(in: batch))
        let result = plan.pointee.result.schema
        record.set(.value, result, batch.structure(result, made))
    }

    private func route(_ record: inout Record, by row: Value, _ schema: Schema) throws(ConnectError) {
        guard let routeField else { return }
        let topic = row.fields[try schema.requireField(routeField.text, .string)]
        guard !topic.isNull, topic.rawBytes.contains(where: { $0 > 0x20 }) else { return }
        record.topic = Text(topic.rawBytes)
    }

    private func addFields(
        to record: inout Record, _ event: Value, _ source: Schema, _ plan: UnsafePointer<Plan>, in batch: Batch
    ) throws(ConnectError) {
        let row = record.value
        let schema = try row.requireStruct("source field insertion", schema: record.valueSchema)
        let extended = try plan.pointee.rows.plan(for: schema, extendedRow(schema, source))
        let made = try extended.pointee.row.fields(from: row, schema, replacingNull: false, in: batch)
        var end = made.fields + extended.pointee.row.taken
        for place in extended.pointee.added {
            let content = place.value(in: event.fields)
            if content.valueType == .structure, content.structSchema != place.schema.schema {
                throw ConnectError(.badData, "Struct schemas do not match.")
            }
            end.initialize(to: content)
            end += 1
        }
        let result = extended.pointee.row.result.schema
        record.set(.value, result, batch.structure(result, made))
    }

    private func makePlan(_ schema: Schema) -> Plan {
        let headers = Result { () throws(ConnectError) in try FieldReference.places(of: addedHeaders, in: schema) }
        return Plan(after: schema.fieldIndex("after"), before: schema.fieldIndex("before"), headers: headers)
    }

    private func extendedRow(_ row: Schema, _ event: Schema) throws(ConnectError) -> ExtendedRow {
        _ = try event.requireField(Text("op"), .string)
        let added = try FieldReference.places(of: addedFields, in: event)
        let fields = added.map { ($0.reference.name.string, $0.schema) }
        return ExtendedRow(row: try RowPlan(extending: row, fields), added: added)
    }

    private func dropFields(from record: inout Record, in batch: Batch) throws(ConnectError) {
        guard let dropHeader, let header = record.headerList.first(where: { $0.name.sameBytes(as: dropHeader.text) }),
            !header.value.isNull
        else { return }
        guard header.value.valueType == .array else {
            throw ConnectError(
                .badData,
                "The header \(dropHeader.string) names fields to drop: it must have a list, and has a value of type "
                    + header.value.javaClassName(header.schema.map(Schema.init)), as: .classCast)
        }
        let names = header.value.elements
        guard !names.isEmpty else { return }
        let dropper = try dropper(of: names)
        if dropsFromKey, !record.key.isNull { try dropper.drop(from: .key, of: &record, in: batch) }
        try dropper.drop(from: .value, of: &record, in: batch)
    }

    private func dropper(of names: UnsafeBufferPointer<Value>) throws(ConnectError) -> FieldDropper {
        if let last = droppers.last, last.isOf(names) { return last }
        let dropper: FieldDropper
        if let place = droppers.firstIndex(where: { $0.isOf(names) }) {
            dropper = droppers.remove(at: place)
        } else {
            dropper = try FieldDropper(names, onlyOptional: dropsOnlyOptional)
            if droppers.count == Self.dropperLimit { droppers.removeFirst() }
        }
        droppers.append(dropper)
        return dropper
    }
}
