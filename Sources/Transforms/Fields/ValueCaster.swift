import CMillrace
import ConnectConfig
import ConnectData

/// Casts single values as Java casts its numbers and reads its texts.
final class ValueCaster {
    private var text = OutputBuffer()

    init() {}

    /// The value as a type; null stays null. Throws in Connect's words.
    func cast(
        _ value: Value, _ schema: Schema?, to target: ValueType, in batch: Batch
    ) throws(ConnectError) -> Value {
        if value.isNull { return value }
        try check(value, schema)
        if target == .string { return try string(value, schema, in: batch) }
        switch value.valueType {
        case .bytes where schema?.decimalScale == nil: throw unexpected(value, schema)
        case .int8, .int16, .int32, .int64: return Self.number(value.as.integer, target)
        case .boolean: return Self.number(value.as.boolean != 0 ? 1 : 0, target)
        case .float32: return Self.number(Double(value.as.float32), float: value.as.float32, target)
        case .float64: return Self.number(value.as.float64, float: Float(value.as.float64), target)
        case .string: return try parse(value, target)
        default: return try decimal(value, schema, target)
        }
    }

    private func check(_ value: Value, _ schema: Schema?) throws(ConnectError) {
        switch value.valueType {
        case .dateTime, .decimal:
            throw ConnectError(
                .badData,
                "Cast transformation was passed a value of type class \(value.javaClassName(nil)) which is not supported by "
                    + "Connect's data API")
        case .array, .map, .structure:
            throw ConnectError(
                .badData,
                "Cast transformation does not support casting from \(value.valueType?.name ?? ""); supported types are "
                    + "[INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES]")
        default: break
        }
    }

    private func unexpected(_ value: Value, _ schema: Schema?) -> ConnectError {
        ConnectError(.badData, "Unexpected type in Cast transformation: class \(value.javaClassName(schema))")
    }

    // MARK: - Numbers

    /// An integer: narrower types keep the low bits.
    private static func number(_ number: Int64, _ target: ValueType) -> Value {
        switch target {
        case .int8: .integer(.int8, Int64(Int8(truncatingIfNeeded: number)))
        case .int16: .integer(.int16, Int64(Int16(truncatingIfNeeded: number)))
        case .int32: .integer(.int32, Int64(Int32(truncatingIfNeeded: number)))
        case .float32: .float32(Float(number))
        case .float64: .float64(Double(number))
        case .boolean: .boolean(number != 0)
        default: .int64(number)
        }
    }

    /// A fraction: towards zero, and at most what an `int` or a `long` holds; NaN is 0.
    private static func number(_ number: Double, float: Float, _ target: ValueType) -> Value {
        switch target {
        case .float32: .float32(float)
        case .float64: .float64(number)
        case .int64: .int64(whole(number, Int64.self))
        case .boolean: .boolean(whole(number, Int64.self) != 0)
        default: Self.number(Int64(whole(number, Int32.self)), target)
        }
    }

    private static func whole<Integer: FixedWidthInteger>(_ number: Double, _ type: Integer.Type) -> Integer {
        if number.isNaN { return 0 }
        return Integer(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
    }

    private func decimal(
        _ value: Value, _ schema: Schema?, _ target: ValueType
    ) throws(ConnectError) -> Value {
        text.truncate()
        text.appendText(of: value, schema: schema)
        let string = String(decoding: text.bytes, as: UTF8.self)
        guard let literal = JavaBigDecimal(string) else { throw unexpected(value, schema) }
        switch target {
        case .float32: return .float32(Float(string) ?? .nan)
        case .float64: return .float64(Double(string) ?? .nan)
        default: return Self.number(literal.int64, target)
        }
    }

    // MARK: - Texts

    private func parse(_ value: Value, _ target: ValueType) throws(ConnectError) -> Value {
        let string = String(decoding: value.rawBytes, as: UTF8.self)
        let parsed: Value? =
            switch target {
            case .int8: JavaNumber.integer(string, as: Int8.self).map { .integer(.int8, Int64($0)) }
            case .int16: JavaNumber.integer(string, as: Int16.self).map { .integer(.int16, Int64($0)) }
            case .int32: JavaNumber.integer(string, as: Int32.self).map { .integer(.int32, Int64($0)) }
            case .int64: JavaNumber.integer(string, as: Int64.self).map { .int64($0) }
            case .float32: JavaNumber.float(string).map { .float32($0) }
            case .float64: JavaNumber.double(string).map { .float64($0) }
            default: .boolean(value.rawBytes.elementsEqual("true".utf8) { $0 | 0x20 == $1 })
            }
        guard let parsed else {
            throw ConnectError(.badData, "Value (\(string)) was out of range for requested data type")
        }
        return parsed
    }

    private func string(_ value: Value, _ schema: Schema?, in batch: Batch) throws(ConnectError) -> Value {
        if value.valueType == .string { return value }
        text.truncate()
        if value.valueType == .bytes, schema?.decimalScale == nil {
            text.commit(Base64.encode(value.rawBytes, into: text.reserve((value.rawBytes.count + 2) / 3 * 4)))
        } else if let milliseconds = value.dateMilliseconds(schema) {
            text.appendISODate(milliseconds)
        } else {
            text.appendText(of: value, schema: schema)
        }
        return .string(batch.copy(text.bytes))
    }
}
