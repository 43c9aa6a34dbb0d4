import CMillrace
import ConnectData
import JavaText

/// Reads points in time in any of their forms.
struct TimestampReader {
    /// For texts; nil if none is configured.
    let format: SimpleDateFormat?
    let pattern: String
    let precision: UnixPrecision

    static let millisecondsPerDay: Int64 = 86_400_000

    /// Milliseconds since 1970 of a value that is not null.
    ///
    /// - Parameter schema: the value's, if it has one: then dates are days, and times are milliseconds of the day.
    @inline(__always)
    func milliseconds(_ value: Value, _ kind: TimestampKind, _ schema: Schema?) throws(ConnectError) -> Int64 {
        switch kind {
        case .string:
            guard value.valueType == .string else { throw unexpected("string timestamp to be a String", value, schema) }
            return try parse(value.rawBytes)
        case .unix:
            guard value.valueType == .int64 else { throw unexpected("Unix timestamp to be a Long", value, schema) }
            return precision.milliseconds(value.as.integer)
        case .date where value.valueType == .int32: return value.as.integer * Self.millisecondsPerDay
        case .time where value.valueType == .int32, .timestamp where value.valueType == .int64:
            return value.as.integer
        case .date, .time, .timestamp:
            guard value.valueType == .dateTime else {
                throw unexpected("\(kind.rawValue) to be a java.util.Date", value, schema)
            }
            return value.as.integer
        }
    }

    private func parse(_ text: UnsafeRawBufferPointer) throws(ConnectError) -> Int64 {
        guard let format else {
            throw ConnectError(
                .badData, "A timestamp is a string, and no 'format' is configured that tells how to read it",
                as: .nullPointer)
        }
        guard let milliseconds = format.parse(text) else {
            let text = String(decoding: text, as: UTF8.self)
            throw ConnectError(
                .badData, "Could not parse timestamp: value (\(text)) does not match pattern (\(pattern))")
        }
        return milliseconds
    }

    @inline(never)
    private func unexpected(_ what: String, _ value: Value, _ schema: Schema?) -> ConnectError {
        ConnectError(.badData, "Expected \(what), but found class \(value.javaClassName(schema))")
    }
}
