import CMillrace
import ConnectData

/// What takes the place of masked values: nothing of their type, or a configured text in their type.
struct Mask {
    private let replacement: Replacement?

    init(replacement: String?) { self.replacement = replacement.map(Replacement.init) }

    /// The mask for a value that is not null. Throws, in Connect's words, for types that cannot be masked.
    @inline(__always)
    func value(for value: Value, _ schema: Schema?, in batch: Batch) throws(ConnectError) -> Value {
        if let replacement { return try replacement.value(for: value, schema, in: batch) }
        return try Self.nothing(for: value, schema, in: batch)
    }

    private static func nothing(
        for value: Value, _ schema: Schema?, in batch: Batch
    ) throws(ConnectError) -> Value {
        switch value.valueType {
        case .boolean: return .boolean(false)
        case .int8, .int16, .int32, .int64, .dateTime: return .integer(value.valueType ?? .int64, 0)
        case .float32: return .float32(0)
        case .float64: return .float64(0)
        case .string: return .string(UnsafeRawBufferPointer(start: batch.allocate(0), count: 0))
        case .array: return .array(UnsafeBufferPointer(start: nil, count: 0))
        case .map: return .map(UnsafeBufferPointer(start: nil, count: 0))
        case .bytes where schema?.isLogical(Schema.LogicalName.decimal) == true: return .bytes(zero(in: batch))
        case .decimal:
            return batch.decimal(zero(in: batch), scale: 0)
        default:
            throw ConnectError(.badData, "Cannot mask value of type: class \(value.javaClassName(schema))")
        }
    }

    private static func zero(in batch: Batch) -> UnsafeRawBufferPointer {
        let memory = batch.allocate(1)
        memory.storeBytes(of: 0, as: UInt8.self)
        return UnsafeRawBufferPointer(start: memory, count: 1)
    }
}

/// A configured text in the types of the values that it replaces.
private struct Replacement {
    private let text: OwnedText
    private let integer: Int64?
    private let number: Double?

    init(_ text: String) {
        self.text = OwnedText(text)
        let literal = JavaBigDecimal(text)
        integer = literal?.int64
        number = literal?.double
    }

    func value(for value: Value, _ schema: Schema?, in batch: Batch) throws(ConnectError) -> Value {
        switch value.valueType {
        case .string: return text.value(in: batch)
        case .int8 where !value.isTime(schema): return .integer(.int8, Int64(Int8(truncatingIfNeeded: try whole())))
        case .int16 where !value.isTime(schema): return .integer(.int16, Int64(Int16(truncatingIfNeeded: try whole())))
        case .int32 where !value.isTime(schema): return .integer(.int32, Int64(Int32(truncatingIfNeeded: try whole())))
        case .int64 where !value.isTime(schema): return .int64(try whole())
        case .float32: return .float32(Float(try fraction()))
        case .float64: return .float64(try fraction())
        case .bytes where schema?.decimalScale != nil:
            return try decimal(scale: schema?.decimalScale ?? 0, in: batch)
        case .decimal: return try decimal(in: batch)
        default:
            throw ConnectError(
                .badData,
                "Cannot mask value of type class \(value.javaClassName(schema)) with custom replacement.")
        }
    }

    private func whole() throws(ConnectError) -> Int64 {
        guard let integer else { throw notANumber }
        return integer
    }

    private func fraction() throws(ConnectError) -> Double {
        guard let number else { throw notANumber }
        return number
    }

    private func literal() throws(ConnectError) -> JavaBigDecimal {
        guard let literal = JavaBigDecimal(text.string) else {
            throw ConnectError(.badData, "Unable to convert \(text.string) (class java.lang.String) to number")
        }
        return literal
    }

    /// For a decimal without a schema, whose scale is its own.
    private func decimal(in batch: Batch) throws(ConnectError) -> Value {
        guard let (unscaled, scale) = try literal().unscaled(in: batch) else { throw notANumber }
        return batch.decimal(unscaled, scale: scale)
    }

    private func decimal(scale: Int32, in batch: Batch) throws(ConnectError) -> Value {
        if let unscaled = try literal().unscaled(scale: scale, in: batch) { return .bytes(unscaled) }
        throw ConnectError(
            .badData,
            "The replacement \(text.string) has more digits behind the point than the field, which is a decimal with "
                + "\(scale)")
    }

    private var notANumber: ConnectError {
        ConnectError(.badData, "Unable to convert \(text.string) (class java.lang.String) to a number")
    }
}

extension millrace_value {
    /// Whether Connect has the value as a `java.util.Date`.
    fileprivate func isTime(_ schema: Schema?) -> Bool { dateMilliseconds(schema) != nil }
}
