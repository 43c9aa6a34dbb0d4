import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// `org.apache.kafka.connect.transforms.TimestampConverter`: a point in time in another form.
struct TimestampConverter: SideOperation {
    static let descriptors = BuiltinTransformations.Descriptor.sides(
        "org.apache.kafka.connect.transforms.TimestampConverter",
        "Convert timestamps between different formats such as Unix epoch, strings, and Connect Date/Timestamp types. Applies "
            + "to individual fields or to the entire value.",
        ConfigDef([
            ConfigDef.Key(
                "field", .string, default: "", importance: .high,
                documentation: "The field containing the timestamp, or empty if the entire value is a timestamp"),
            ConfigDef.Key(
                "target.type", .string, validator: .oneOf(TimestampKind.allCases.map(\.rawValue)), importance: .high,
                documentation: "The desired timestamp representation: string, unix, Date, Time, or Timestamp"),
            ConfigDef.Key(
                "format", .string, default: "", importance: .medium,
                documentation:
                    "A SimpleDateFormat-compatible format for the timestamp. Used to generate the output when "
                    + "type=string or used to parse the input if the input is a string."),
            ConfigDef.Key(
                "unix.precision", .string, default: "milliseconds",
                validator: .oneOf(UnixPrecision.allCases.map(\.rawValue)), importance: .low,
                documentation: "The desired Unix precision for the timestamp: seconds, milliseconds, microseconds, or "
                    + "nanoseconds. Used to generate the output when type=unix or used to parse the input if the input is a "
                    + "Long. Conversions lose what is finer than milliseconds."),
            .replaceNullWithDefault,
        ])
    ) { config throws(ConnectError) in try TimestampConverter(config) }

    private struct Plan {
        let result: SchemaReference
        /// The field to convert, if there is one of the name.
        let converted: Int?
        /// The fields that need more than to be copied: all where nulls may become defaults, else the one to convert.
        let places: Range<Int>

        init(_ result: SchemaReference, _ converted: Int?, hasDefaults: Bool) {
            self.result = result
            self.converted = converted
            places = hasDefaults ? result.schema.fields.indices : converted.map { $0..<$0 + 1 } ?? 0..<0
        }
    }

    private let field: OwnedText
    private let target: TimestampKind
    private let reader: TimestampReader
    private let schemas: (required: SchemaReference, optional: SchemaReference)
    private let replacesNull: Bool
    private let plans = SchemaPlans<Plan>()

    private init(_ config: ParsedConfig) throws(ConnectError) {
        field = OwnedText(config["field"].string ?? "")
        target = TimestampKind(rawValue: config["target.type"].string ?? "") ?? .timestamp
        reader = TimestampReader(
            format: try Self.format(config["format"].string ?? "", target), pattern: config["format"].string ?? "",
            precision: UnixPrecision(rawValue: config["unix.precision"].string ?? "") ?? .milliseconds)
        schemas = (try target.schema(optional: false), try target.schema(optional: true))
        replacesNull = config.replacesNullWithDefault
    }

    private static func format(
        _ pattern: String, _ target: TimestampKind
    ) throws(ConnectError) -> SimpleDateFormat? {
        guard !pattern.utf8.allSatisfy({ $0 <= 0x20 }) else {
            if target != .string { return nil }
            throw ConnectError(
                .badConfig, "TimestampConverter requires format option to be specified when using string timestamps")
        }
        do {
            return try SimpleDateFormat(pattern)
        } catch {
            throw ConnectError(
                .badConfig,
                "TimestampConverter requires a SimpleDateFormat-compatible pattern for string timestamps: \(pattern): "
                    + "\(error)")
        }
    }

    @inline(__always)
    mutating func apply(
        _ schema: Schema?, _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        guard let schema else { return (nil, try withoutSchema(value, in: batch)) }
        guard field.text.length > 0 else {
            let kind = try TimestampKind(schema)
            let result = schema.isOptional ? schemas.optional.schema : schemas.required.schema
            batch.hold(result)
            return (result, try converted(value, kind, schema, in: batch))
        }
        if !value.isNull { _ = try value.requireStruct("converting timestamp formats", schema: schema) }
        let plan = try plans.plan(for: schema, makePlan(schema))
        let result = plan.pointee.result.schema
        batch.hold(result)
        return (result, value.isNull ? value : try converted(value, schema, plan.pointee, in: batch))
    }

    /// A struct with its field converted.
    private func converted(
        _ value: Value, _ source: Schema, _ plan: Plan, in batch: Batch
    ) throws(ConnectError) -> Value {
        let result = plan.result.schema
        let count = value.fields.count
        let made = batch.newStruct(count)
        let fields = made.fields
        if let base = value.fields.baseAddress { fields.initialize(from: base, count: count) }
        // In order, as the first field that is wrong is the one that is told of.
        for place in plan.places {
            guard place == plan.converted else {
                fields[place] = try batch.carried(
                    fields[place], source.fieldSchema(place), to: result.fields[place], replacingNull: replacesNull)
                continue
            }
            guard let schema = source.fieldSchema(place) else { continue }
            if replacesNull { fields[place] = batch.substitutingDefault(fields[place], schema) }
            fields[place] = try converted(fields[place], try TimestampKind(schema), schema, in: batch)
            if fields[place].isNull { try result.fields[place].checkOptional() }
        }
        return batch.structure(result, made)
    }

    private func withoutSchema(_ value: Value, in batch: Batch) throws(ConnectError) -> Value {
        if value.isNull { return value }
        guard field.text.length > 0 else { return try converted(value, in: batch) }
        try value.requireMap("converting timestamp formats")
        var map = MapEditor(copying: value, extra: 1, in: batch)
        map.set(field.text, try converted(value.member(field.text) ?? .null, in: batch), in: batch)
        return map.map
    }

    private func converted(_ value: Value, in batch: Batch) throws(ConnectError) -> Value {
        value.isNull ? value : try converted(value, try TimestampKind(value), nil, in: batch)
    }

    private func converted(
        _ value: Value, _ kind: TimestampKind, _ schema: Schema?, in batch: Batch
    ) throws(ConnectError) -> Value {
        if value.isNull { return value }
        let milliseconds = try reader.milliseconds(value, kind, schema)
        let hasSchema = schema != nil
        let perDay = TimestampReader.millisecondsPerDay
        let time = (milliseconds % perDay + perDay) % perDay
        switch target {
        case .string: return text(milliseconds, in: batch)
        case .unix: return .int64(reader.precision.time(milliseconds))
        case .date:
            let (midnight, overflow) = milliseconds.subtractingReportingOverflow(time)
            if overflow {
                throw ConnectError(
                    .badData, "Kafka Connect Date type should not have any time fields set to non-zero values.")
            }
            return hasSchema
                ? .integer(.int32, Int64(Int32(truncatingIfNeeded: midnight / perDay))) : .integer(.dateTime, midnight)
        case .time: return .integer(hasSchema ? .int32 : .dateTime, time)
        case .timestamp: return .integer(hasSchema ? .int64 : .dateTime, milliseconds)
        }
    }

    private func text(_ milliseconds: Int64, in batch: Batch) -> Value {
        guard let format = reader.format else { return .null }
        return withUnsafeTemporaryAllocation(byteCount: format.maximumLength + 1, alignment: 1) { buffer in
            guard let base = buffer.baseAddress else { return .null }
            let count = format.format(milliseconds, into: base)
            return .string(batch.copy(UnsafeRawBufferPointer(start: base, count: count)))
        }
    }

    private func makePlan(_ schema: Schema) throws(ConnectError) -> Plan {
        guard schema.type == .structure else { throw ConnectError(.badData, "Cannot list fields on non-struct type") }
        var draft = SchemaDraft(.structure, basicsOf: schema)
        draft.isOptional = schema.isOptional
        var place: Int?
        for (index, old) in schema.fields.enumerated() {
            guard let fieldSchema = schema.fieldSchema(index) else { continue }
            if old.name.sameBytes(as: field.text) {
                place = index
                draft.fields.append(
                    (old.name.string, fieldSchema.isOptional ? schemas.optional : schemas.required))
            } else {
                draft.addField(old.name.string, fieldSchema)
            }
        }
        var result = try draft.intern()
        if let standard = schema.defaultValue, !standard.isNull {
            let memory = Batch(records: 1)
            let plan = Plan(result, place, hasDefaults: schema.hasFieldDefaults)
            result = try draft.intern(defaultValue: try converted(standard, schema, plan, in: memory))
        }
        return Plan(result, place, hasDefaults: schema.hasFieldDefaults)
    }
}
