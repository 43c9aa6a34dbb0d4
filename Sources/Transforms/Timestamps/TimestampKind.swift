import CMillrace
import ConnectData

/// The forms that a point in time has, under the names of TimestampConverter's `target.type`.
enum TimestampKind: String, CaseIterable {
    case string
    case unix
    case date = "Date"
    case time = "Time"
    case timestamp = "Timestamp"

    /// The form of a schema's values.
    init(_ schema: Schema) throws(ConnectError) {
        if schema.isLogical(Schema.LogicalName.timestamp) {
            self = .timestamp
        } else if schema.isLogical(Schema.LogicalName.date) {
            self = .date
        } else if schema.isLogical(Schema.LogicalName.time) {
            self = .time
        } else if schema.type == .string {
            self = .string
        } else if schema.type == .int64 {
            self = .unix
        } else {
            throw ConnectError(
                .badData,
                "Schema Schema{\(schema.javaDescription)} does not correspond to a known timestamp type format",
                as: .connect)
        }
    }

    /// The form of a value without a schema, which is not null.
    init(_ value: Value) throws(ConnectError) {
        switch value.valueType {
        case .dateTime: self = .timestamp
        case .int64: self = .unix
        case .string: self = .string
        default:
            throw ConnectError(
                .badData,
                "TimestampConverter does not support class \(value.javaClassName(nil)) objects as timestamps")
        }
    }

    /// A schema of values of this form.
    func schema(optional: Bool) throws(ConnectError) -> SchemaReference {
        var draft: SchemaDraft
        switch self {
        case .string: draft = SchemaDraft(.string)
        case .unix: draft = SchemaDraft(.int64)
        case .date:
            draft = SchemaDraft(.int32)
            draft.setLogicalType(Schema.LogicalName.date)
        case .time:
            draft = SchemaDraft(.int32)
            draft.setLogicalType(Schema.LogicalName.time)
        case .timestamp:
            draft = SchemaDraft(.int64)
            draft.setLogicalType(Schema.LogicalName.timestamp)
        }
        draft.isOptional = optional
        return try draft.intern()
    }
}

/// What Unix times count, under the names of `unix.precision`.
enum UnixPrecision: String, CaseIterable {
    case nanoseconds, microseconds, milliseconds, seconds

    /// Times are cut towards zero and stop at what 64 bits hold, as with Java's TimeUnit.
    func milliseconds(_ time: Int64) -> Int64 {
        switch self {
        case .nanoseconds: time / 1_000_000
        case .microseconds: time / 1000
        case .milliseconds: time
        case .seconds: saturated(time, 1000)
        }
    }

    func time(_ milliseconds: Int64) -> Int64 {
        switch self {
        case .nanoseconds: saturated(milliseconds, 1_000_000)
        case .microseconds: saturated(milliseconds, 1000)
        case .milliseconds: milliseconds
        case .seconds: milliseconds / 1000
        }
    }

    private func saturated(_ number: Int64, _ factor: Int64) -> Int64 {
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? (number < 0 ? .min : .max) : product
    }
}
