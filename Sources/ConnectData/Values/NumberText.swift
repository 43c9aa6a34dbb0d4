/// A text that Java's `BigDecimal(String)` takes.
struct NumberText {
    /// The text in the form that `DecimalText` takes: without a plus sign in front.
    let text: UnsafeRawBufferPointer
    /// Its scale: the digits after the point less the exponent.
    let scale: Int32
    /// The number, if it is an integer of 64 bits.
    let exactInteger: Int64?

    /// - Parameter literal: ASCII.
    init?(_ literal: UnsafeRawBufferPointer) {
        guard let first = literal.first else { return nil }
        let isNegative = first == UInt8(ascii: "-")
        text = first == UInt8(ascii: "+") ? UnsafeRawBufferPointer(rebasing: literal[1...]) : literal
        var position = isNegative || first == UInt8(ascii: "+") ? 1 : 0
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
                significand = significand?.appending(literal[position], isNegative: isNegative)
            }
            position += 1
        }
        // The bound of Connect's own JSON reader: what a number costs grows with the square of its length.
        guard digits > 0, digits <= JSONReader.maximumNumberLength else { return nil }
        var exponent = 0
        if position < literal.count {
            guard literal[position] | 0x20 == UInt8(ascii: "e"),
                let value = Self.exponent(UnsafeRawBufferPointer(rebasing: literal[(position + 1)...]))
            else { return nil }
            exponent = value
        }
        guard let scale = Int32(exactly: fraction - exponent) else { return nil }
        self.scale = scale
        exactInteger =
            significand.flatMap { $0.shifted(byPowerOfTen: -Int(scale)) }
            ?? Self.shortened(text, isNegative: isNegative, scale: Int(scale))
    }

    /// The nearest number, infinite where it is too large. Zero has no sign.
    var float: Float {
        let number = ShortNumber(text)
        if number.digits == 0 { return 0 }
        if let digits = number.digits, let pattern = BinaryFormat.float.nearest(digits, number.exponent) {
            return Float(bitPattern: UInt32(truncatingIfNeeded: number.isNegative ? pattern | 1 << 31 : pattern))
        }
        return Float(String(decoding: text, as: UTF8.self)) ?? .nan
    }

    /// The nearest number, infinite where it is too large. Zero has no sign.
    var double: Double {
        let number = ShortNumber(text)
        if number.digits == 0 { return 0 }
        if let digits = number.digits, let pattern = BinaryFormat.double.nearest(digits, number.exponent) {
            return Double(bitPattern: number.isNegative ? pattern | 1 << 63 : pattern)
        }
        return Double(String(decoding: text, as: UTF8.self)) ?? .nan
    }

    private static func exponent(_ text: UnsafeRawBufferPointer) -> Int? {
        var position = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") ? 1 : 0
        guard position < text.count else { return nil }
        var value = 0
        while position < text.count {
            guard text[position].isDigit else { return nil }
            value = min(value * 10 + Int(text[position] &- UInt8(ascii: "0")), 1 << 40)
            position += 1
        }
        if text[0] == UInt8(ascii: "-") { value = -value }
        return Int32(exactly: value).map(Int.init)
    }

    /// The integer that a number of more than 19 digits is, if the others are zeros at the end: `1.000…`.
    private static func shortened(_ text: UnsafeRawBufferPointer, isNegative: Bool, scale: Int) -> Int64? {
        guard scale > 0 else { return nil }
        var significand: Int64 = 0
        var zeros = 0
        var left = scale
        for character in text {
            if character == UInt8(ascii: "-") || character == UInt8(ascii: ".") { continue }
            guard character.isDigit else { break }
            if character == UInt8(ascii: "0") {
                zeros += 1
                continue
            }
            for _ in 0..<zeros {
                guard let next = significand.appending(UInt8(ascii: "0"), isNegative: isNegative) else { return nil }
                significand = next
            }
            zeros = 0
            guard let next = significand.appending(character, isNegative: isNegative) else { return nil }
            significand = next
        }
        left -= zeros
        return significand.shifted(byPowerOfTen: -left)
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
