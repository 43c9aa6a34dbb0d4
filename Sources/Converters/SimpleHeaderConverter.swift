import CMillrace
import ConnectData

/// `org.apache.kafka.connect.storage.SimpleHeaderConverter`: values as text that shows what they are, and text as the
/// narrowest number, boolean or null that it can be, else as a string.
///
/// Text that Connect would read as an array, a map, a date, a time or a timestamp is read as a string.
final class SimpleHeaderConverter: PayloadConverter {
    private let schemas: PrimitiveSchemas
    private var text = OutputBuffer()

    init() throws(ConnectError) {
        schemas = try PrimitiveSchemas()
    }

    func payload(of value: Value, schema: Schema?, in batch: Batch) throws(ConnectError) -> Value {
        if value.isNull { return value }
        if value.valueType == .string { return .bytes(value.rawBytes) }
        text.truncate()
        text.appendLiteral(value, schema: schema, embedded: false)
        return .bytes(batch.copy(text.bytes))
    }

    func value(of payload: Value, in batch: Batch) throws(ConnectError) -> (schema: Schema?, value: Value) {
        guard payload.valueType == .bytes else { return (nil, .null) }
        let text = utf8(payload.rawBytes, in: batch)
        let parsed = parse(text, in: batch)
        if let schema = parsed.schema { batch.hold(schema) }
        return parsed
    }

    private func utf8(_ bytes: UnsafeRawBufferPointer, in batch: Batch) -> UnsafeRawBufferPointer {
        if isValidUTF8(bytes) { return bytes }
        let target = UnsafeMutableRawBufferPointer(start: batch.allocate(bytes.count * 3), count: bytes.count * 3)
        return UnsafeRawBufferPointer(rebasing: target[..<replaceInvalidUTF8(bytes, into: target)])
    }

    private func parse(_ text: UnsafeRawBufferPointer, in batch: Batch) -> (schema: Schema?, value: Value) {
        let trimmed = text.trimmed
        if trimmed.elementsEqual("null".utf8) { return (nil, .null) }
        if trimmed.elementsEqual("true".utf8) { return (schemas[.boolean], .boolean(true)) }
        if trimmed.elementsEqual("false".utf8) { return (schemas[.boolean], .boolean(false)) }
        return number(trimmed, in: batch) ?? (schemas[.string], .string(text))
    }

    /// The number that the whole text is, in the narrowest type that holds it exactly, or the narrowest of those for
    /// fractions that is not infinite.
    private func number(_ text: UnsafeRawBufferPointer, in batch: Batch) -> (schema: Schema?, value: Value)? {
        guard let number = DecimalLiteral(text) else { return nil }
        if let integer = number.exactInteger {
            let type: ValueType =
                Int8(exactly: integer) != nil
                ? .int8 : Int16(exactly: integer) != nil ? .int16 : Int32(exactly: integer) != nil ? .int32 : .int64
            return (schemas[type], .integer(type, integer))
        }
        guard number.scale != 0 else { return decimal(number, in: batch) }
        let string = String(decoding: text, as: UTF8.self)
        if let float = Float(string), float.isFinite { return (schemas[.float32], .float32(float)) }
        if let double = Double(string), double.isFinite { return (schemas[.float64], .float64(double)) }
        return decimal(number, in: batch)
    }

    private func decimal(_ number: DecimalLiteral, in batch: Batch) -> (schema: Schema?, value: Value)? {
        let target = batch.allocate(DecimalText.unscaledCapacity(number.text.count))
        guard let (length, scale) = DecimalText.unscaled(number.text, into: target),
            let schema = try? schemas.decimal(scale: scale)
        else { return nil }
        batch.hold(schema.schema)
        return (schema.schema, .bytes(UnsafeRawBufferPointer(start: target, count: length)))
    }
}

/// A text that Java's `BigDecimal(String)` takes.
struct DecimalLiteral {
    /// The text in the form that `DecimalText` takes: without a plus sign in front.
    let text: UnsafeRawBufferPointer
    /// Its scale: the digits after the point less the exponent.
    let scale: Int
    /// The number, if it is an integer of 64 bits.
    let exactInteger: Int64?

    init?(_ literal: UnsafeRawBufferPointer) {
        guard let first = literal.first else { return nil }
        text = first == UInt8(ascii: "+") ? UnsafeRawBufferPointer(rebasing: literal[1...]) : literal
        var position = first == UInt8(ascii: "-") || first == UInt8(ascii: "+") ? 1 : 0
        // Connect takes a text for a number by its first character.
        guard position == 1 || first.isDigit else { return nil }
        var digits = 0
        var fraction = 0
        var significand: Int64? = 0
        var inFraction = false
        while position < literal.count,
            literal[position].isDigit || (literal[position] == UInt8(ascii: ".") && !inFraction)
        {
            if literal[position] == UInt8(ascii: ".") {
                inFraction = true
            } else {
                digits += 1
                if inFraction { fraction += 1 }
                significand = significand?.appending(literal[position], isNegative: first == UInt8(ascii: "-"))
            }
            position += 1
        }
        guard digits > 0, digits <= JSONReader.maximumNumberLength else { return nil }
        var exponent = 0
        if position < literal.count {
            guard literal[position] | 0x20 == UInt8(ascii: "e"),
                let value = Int32(String(decoding: literal[(position + 1)...], as: UTF8.self))
            else { return nil }
            exponent = Int(value)
        }
        scale = fraction - exponent
        exactInteger = significand.flatMap { $0.shifted(byPowerOfTen: exponent - fraction) }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
}

extension Int64 {
    /// The number with one more digit, or nil if it does not fit.
    fileprivate func appending(_ digit: UInt8, isNegative: Bool) -> Int64? {
        let (shifted, overflow) = multipliedReportingOverflow(by: 10)
        let value = Int64(digit &- UInt8(ascii: "0"))
        let (sum, beyond) =
            isNegative ? shifted.subtractingReportingOverflow(value) : shifted.addingReportingOverflow(value)
        return overflow || beyond ? nil : sum
    }

    /// The number times a power of ten, or nil if that is no integer or does not fit.
    fileprivate func shifted(byPowerOfTen power: Int) -> Int64? {
        var result = self
        if result == 0 { return 0 }
        for _ in 0..<Swift.min(power.magnitude, 20) {
            if power > 0 {
                let (product, overflow) = result.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                result = product
            } else {
                guard result % 10 == 0 else { return nil }
                result /= 10
            }
        }
        return power.magnitude > 20 ? nil : result
    }
}

extension UnsafeRawBufferPointer {
    /// Without the characters up to U+0020 at both ends, as Java's `String.trim`.
    fileprivate var trimmed: UnsafeRawBufferPointer {
        var slice = self[...]
        while let first = slice.first, first <= 0x20 { slice.removeFirst() }
        while let last = slice.last, last <= 0x20 { slice.removeLast() }
        return UnsafeRawBufferPointer(rebasing: slice)
    }
}
