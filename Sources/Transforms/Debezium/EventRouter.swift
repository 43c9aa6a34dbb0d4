import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// `io.debezium.transforms.outbox.EventRouter`: rows that are added to an outbox table become the events that they hold.
final class EventRouter: BatchTransformation {
    static let descriptor = BuiltinTransformations.Descriptor(
        "io.debezium.transforms.outbox.EventRouter",
        "Makes of each row that is added to an outbox table the record that the row describes: its topic, key, value, headers "
            + "and timestamp. Records that are no change events pass unchanged; deletions, updates and tombstones "
            + "are left out.",
        configDef
    ) { config throws(ConnectError) in try EventRouter(config) }

    private let table: OutboxTable
    private let failsAtUpdate: Bool
    private let routesTombstones: Bool
    private var expansion: PayloadExpansion?
    private let regex: JavaRegex
    /// One that does not go with the expression fails where that matches, as in Java.
    private let replacement: Result<JavaReplacement, JavaRegexError>
    private let plans = SchemaPlans<OutboxPlan>()

    private init(_ config: ParsedConfig) throws(ConnectError) {
        if let mode = config.written("field.name.adjustment.mode"), mode != "none" {
            throw ConnectError(
                .badConfig,
                "Invalid value \(mode) for configuration field.name.adjustment.mode: names in JSON payloads are kept as "
                    + "they are, only none is supported")
        }
        table = try OutboxTable(config)
        let behavior = config["table.op.invalid.behavior"].string?.lowercased() ?? ""
        failsAtUpdate = InvalidOperation(rawValue: behavior) == .fatal
        routesTombstones = config["route.tombstone.on.empty.payload"].boolean ?? false
        if config["table.expand.json.payload"].boolean ?? false {
            let keepsNull = config["table.json.payload.null.behavior"].string?.lowercased() == "optional_bytes"
            expansion = try PayloadExpansion(name: table.payload.string, keepsNull: keepsNull)
        }
        do {
            regex = try JavaRegex(config.written("route.topic.regex") ?? "")
        } catch {
            throw ConnectError(.badConfig, "route.topic.regex: \(error.description)")
        }
        let text = config.written("route.topic.replacement") ?? ""
        replacement = Result { [regex] () throws(JavaRegexError) in try JavaReplacement(text, for: regex) }
    }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            if record.value.isNull {
                record.isDropped = true
            } else if let schema = record.valueSchema, Envelope.isSchema(schema) {
                try apply(to: &record, schema, in: batch)
            }
        }
    }

    private func apply(to record: inout Record, _ schema: Schema, in batch: Batch) throws(ConnectError) {
        let event = record.value
        let source = try event.requireStruct("Detect Debezium Operation", schema: schema)
        let plan = try plans.plan(for: source, OutboxPlan(source, table))
        let operation = event.fields[try plan.pointee.operation.get()]
        guard !operation.isNull else {
            throw ConnectError(.badData, "The event has no op: what happened is not known", as: .nullPointer)
        }
        let code = Text(operation.rawBytes)
        if code.equals("d") || code.equals("u") {
            if failsAtUpdate, code.equals("u") {
                throw ConnectError(
                    .badData,
                    "Unexpected update message received, fail: rows of an outbox table may be added and deleted, not "
                        + "changed (table.op.invalid.behavior)", as: .illegalState)
            }
            record.isDropped = true
            return
        }
        // The record's schema goes, and with it what keeps the schemas inside.
        batch.hold(source)
        guard let after = plan.pointee.after else {
            throw ConnectError(.badData, "Unknown field: after", as: .illegalArgument)
        }
        let row = batch.substitutingDefault(event.fields[after], source.fieldSchema(after))
        let rowSchema = try row.requireStruct("Read Outbox Event", schema: source.fieldSchema(after))
        let routed = RoutedRow(event: event.fields, row: row.fields, schema: rowSchema, batch: batch)
        try route(&record, routed, plan)
    }

    private func route(
        _ record: inout Record, _ row: RoutedRow, _ plan: UnsafePointer<OutboxPlan>
    ) throws(ConnectError) {
        let batch = row.batch
        let payloadPlace = try plan.pointee.payload.get()
        let timestamp = try plan.pointee.timestamp(row)
        let id = try plan.pointee.id.get()
        var payload = row.value(payloadPlace)
        var payloadSchema = row.schema.fieldSchema(payloadPlace)
        var headers = HeaderList(copying: record, extra: 1 + table.additional.count, in: batch)
        headers.append(Text("id"), row.schema.fieldSchema(id), row.value(id), in: batch)
        if payload.valueType == .string, let expanded = try expansion?.expand(payload, in: batch) {
            payloadSchema = expanded.schema
            payload = expanded.value
        } else if expansion != nil, !table.makesEnvelope, PayloadExpansion.isEmptyArray(payload) {
            payloadSchema = nil
        }
        let isTombstone = routesTombstones && isEmpty(payload)
        var result = record
        result.set(.value, payloadSchema, payload)
        if table.makesEnvelope {
            let envelope = try plan.pointee.envelope(table, row, payloadSchema)
            result.set(.value, envelope, try wrap(payload, envelope, row, plan))
        }
        if isTombstone { result.set(.value, nil, .null) }
        let partition = try place(row, plan, in: &headers)
        let key = try plan.pointee.key.get()
        result.set(.key, row.schema.fieldSchema(key), row.value(key))
        try setTopic(of: &result, row.row[try plan.pointee.route.get()], in: batch)
        try setPartition(of: &result, partition)
        setTimestamp(of: &result, timestamp)
        headers.store(in: &result)
        record = result
    }

    /// Puts additional columns into the headers. Gives the column that is the partition, if one is.
    private func place(
        _ row: RoutedRow, _ plan: UnsafePointer<OutboxPlan>, in headers: inout HeaderList
    ) throws(ConnectError) -> Value {
        var partition = Value.null
        for (number, additional) in table.additional.enumerated() {
            guard let place = try plan.pointee.additional[number].get() else { continue }
            switch additional.placement {
            case .envelope: break
            case .header:
                let schema = row.schema.fieldSchema(place)
                headers.append(additional.alias.text, schema, row.value(place), in: row.batch)
            case .partition: partition = row.row[place]
            }
        }
        return partition
    }

    /// The struct of the payload and the columns beside it.
    private func wrap(
        _ payload: Value, _ schema: Schema, _ row: RoutedRow, _ plan: UnsafePointer<OutboxPlan>
    ) throws(ConnectError) -> Value {
        let count = schema.fields.count
        let made = row.batch.newStruct(count)
        let fields = made.fields
        fields.initialize(to: payload)
        var next = 1
        for (number, additional) in table.additional.enumerated() where additional.placement == .envelope {
            guard let place = try plan.pointee.additional[number].get() else { continue }
            (fields + next).initialize(to: row.value(place))
            next += 1
        }
        for place in 0..<count where fields[place].isNull { try schema.fields[place].checkOptional() }
        return row.batch.structure(schema, made)
    }

    /// Whether there is nothing but white space in a payload.
    private func isEmpty(_ payload: Value) -> Bool {
        payload.isNull || payload.valueType == .string && !payload.rawBytes.contains { $0 > 0x20 }
    }

    private func setTopic(of record: inout Record, _ value: Value, in batch: Batch) throws(ConnectError) {
        guard !value.isNull else {
            throw ConnectError(
                .badData, "The column \(table.route.string) of the outbox table is null: it has to route the event",
                as: .nullPointer)
        }
        let text = value.rawBytes
        record.topic = Text(text)
        do {
            guard try regex.wholeMatch(text) else { return }
            let replacement = try replacement.get()
            var length = 0
            _ = try regex.replaceFirst(in: text, with: replacement) { length += $0.count }
            let topic = batch.allocate(length)
            var end = topic
            _ = try regex.replaceFirst(in: text, with: replacement) { part in
                guard let bytes = part.baseAddress else { return }
                end.copyMemory(from: bytes, byteCount: part.count)
                end += part.count
            }
            record.topic = Text(UnsafeRawBufferPointer(start: topic, count: length))
        } catch {
            throw error.asBadData
        }
    }

    private func setPartition(of record: inout Record, _ partition: Value) throws(ConnectError) {
        if partition.isNull, record.original_topic.isPresent {
            throw ConnectError(
                .badData,
                "EventRouter is for source connectors: a record of a sink cannot go to another topic without a partition",
                as: .nullPointer)
        }
        record.flags &= ~UInt32(MILLRACE_RECORD_HAS_PARTITION)
        record.partition = 0
        guard !partition.isNull else { return }
        record.flags |= UInt32(MILLRACE_RECORD_HAS_PARTITION)
        record.partition = Int32(truncatingIfNeeded: partition.as.integer)
    }

    private func setTimestamp(of record: inout Record, _ timestamp: Int64?) {
        record.flags &= ~UInt32(MILLRACE_RECORD_HAS_TIMESTAMP)
        record.timestamp = timestamp ?? 0
        if timestamp != nil { record.flags |= UInt32(MILLRACE_RECORD_HAS_TIMESTAMP) }
    }
}

/// A row of an outbox table on its way.
struct RoutedRow {
    /// The fields of the event that has the row.
    let event: UnsafeBufferPointer<Value>
    /// The row's fields.
    let row: UnsafeBufferPointer<Value>
    /// The row's schema.
    let schema: Schema
    let batch: Batch

    /// A column, its default in the place of null.
    @inline(__always)
    func value(_ place: Int) -> Value { batch.substitutingDefault(row[place], schema.fieldSchema(place)) }
}
