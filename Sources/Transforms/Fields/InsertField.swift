import CMillrace
import ConnectConfig
import ConnectData

/// `org.apache.kafka.connect.transforms.InsertField`: adds what is known of the record, or a fixed text, as fields.
struct InsertField: SideOperation {
    static let descriptors = BuiltinTransformations.Descriptor.sides(
        "org.apache.kafka.connect.transforms.InsertField",
        "Insert field(s) using attributes from the record metadata or a configured static value.",
        ConfigDef([
            field("topic.field", "Field name for Kafka topic."),
            field("partition.field", "Field name for Kafka partition."),
            field("offset.field", "Field name for Kafka offset - only applicable to sink connectors."),
            field("timestamp.field", "Field name for record timestamp."),
            field("static.field", "Field name for static data field."),
            ConfigDef.Key(
                "static.value", .string, default: .null, importance: .medium,
                documentation: "Static field value, if field name configured."),
            .replaceNullWithDefault,
        ])
    ) { config throws(ConnectError) in try InsertField(config) }

    private static func field(_ name: String, _ documentation: String) -> ConfigDef.Key {
        ConfigDef.Key(
            name, .string, default: .null, importance: .medium,
            documentation: documentation
                + " Suffix with ! to make this a required field, or ? to keep it optional (the default).")
    }

    /// What an inserted field has as its value.
    private enum Source {
        case topic, partition, offset, timestamp, text
    }

    private struct Insertion {
        let name: OwnedText
        let schema: SchemaReference
    }

    private struct Plan {
        let result: SchemaReference
        let hasDefaults: Bool
    }

    private let insertions: [Insertion]
    /// Of each insertion.
    private let sources: [Source]
    private let text: OwnedText?
    /// The text in the memory of the batch at hand.
    private var textInBatch = Value.null
    private let replacesNull: Bool
    private let plans = SchemaPlans<Plan>()

    private init(_ config: ParsedConfig) throws(ConnectError) {
        var insertions: [Insertion] = []
        var sources: [Source] = []
        func insert(_ key: String, _ source: Source, _ type: ValueType, isTime: Bool = false) throws(ConnectError) {
            guard var name = config[key].string else { return }
            var draft = SchemaDraft(type)
            draft.isOptional = !name.hasSuffix("!")
            if name.hasSuffix("!") || name.hasSuffix("?") { name.removeLast() }
            if isTime { draft.setLogicalType(Schema.LogicalName.timestamp) }
            insertions.append(Insertion(name: OwnedText(name), schema: try draft.intern()))
            sources.append(source)
        }
        try insert("topic.field", .topic, .string)
        try insert("partition.field", .partition, .int32)
        try insert("offset.field", .offset, .int64)
        try insert("timestamp.field", .timestamp, .int64, isTime: true)
        text = config["static.value"].string.map(OwnedText.init)
        if text != nil {
            try insert("static.field", .text, .string)
        } else if let field = config["static.field"].string {
            throw ConnectError(
                .badConfig,
                "Invalid value null for configuration static.value: No value specified for static field: \(field)")
        }
        guard !insertions.isEmpty else { throw ConnectError(.badConfig, "No field insertion configured") }
        self.insertions = insertions
        self.sources = sources
        replacesNull = config.replacesNullWithDefault
    }

    @inline(__always)
    mutating func begin(_ batch: Batch) {
        if let text { textInBatch = text.value(in: batch) }
    }

    @inline(__always)
    mutating func apply(
        _ schema: Schema?, _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        if value.isNull { return (schema, value) }
        guard schema != nil else {
            try value.requireMap("field insertion")
            return (nil, try withoutSchema(value, of: record, in: batch))
        }
        let source = try value.requireStruct("field insertion", schema: schema)
        let plan = try plans.plan(for: source, makePlan(source))
        let old = value.fields
        let count = old.count + sources.count
        let made = batch.newStruct(count)
        let fields = made.fields
        if let base = old.baseAddress { fields.initialize(from: base, count: old.count) }
        if plan.pointee.hasDefaults {
            for place in 0..<old.count {
                fields[place] = try batch.carried(
                    fields[place], source.fieldSchema(place), to: source.fields[place], replacingNull: replacesNull)
            }
        }
        for place in 0..<sources.count {
            let inserted = try self.value(of: sources[place], for: record)
            (fields + old.count + place).initialize(to: inserted ?? .null)
        }
        return (plan.pointee.result.schema, batch.structure(plan.pointee.result.schema, made))
    }

    private func withoutSchema(
        _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> Value {
        var map = MapEditor(copying: value, extra: insertions.count, in: batch)
        for (insertion, source) in zip(insertions, sources) {
            guard let inserted = try self.value(of: source, for: record) else { continue }
            map.set(insertion.name.text, inserted, in: batch)
        }
        return map.map
    }

    private func makePlan(_ schema: Schema) throws(ConnectError) -> Plan {
        var draft = SchemaDraft(.structure, basicsOf: schema)
        draft.addFields(of: schema)
        for insertion in insertions { try draft.addNewField(insertion.name.string, insertion.schema) }
        return Plan(result: try draft.intern(), hasDefaults: schema.hasFieldDefaults)
    }

    /// The value to insert, nil where the record does not have it.
    @inline(__always)
    private func value(
        of source: Source, for record: UnsafePointer<Record>
    ) throws(ConnectError) -> Value? {
        switch source {
        case .topic: return .string(record.pointee.topic.bytes)
        case .partition: return record.pointee.partitionIfSet.map { .integer(.int32, Int64($0)) }
        case .timestamp: return record.pointee.timestampIfSet.map { .int64($0) }
        case .text: return textInBatch
        case .offset:
            guard record.pointee.original_topic.isPresent else {
                throw ConnectError(
                    .badData,
                    "Only SinkRecord supported for [field insertion], found: "
                        + "org.apache.kafka.connect.source.SourceRecord")
            }
            return .int64(record.pointee.offset)
        }
    }
}
