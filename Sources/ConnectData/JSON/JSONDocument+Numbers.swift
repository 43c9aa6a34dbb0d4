extension JSONDocument {
    /// The value of a number of kind `.integer`.
    @inline(__always)
    public func int64(_ token: JSONToken) -> Int64 {
        Int64(truncatingIfNeeded: lowBits(text(token)))
    }

    /// The low 64 bits, two's complement, of an integer of any size: what Java's `BigInteger.longValue` gives.
    @inline(__always)
    public func lowBits(_ text: UnsafeRawBufferPointer) -> UInt64 {
        var magnitude: UInt64 = 0
        var position = 0
        let isNegative = text.first == UInt8(ascii: "-")
        if isNegative { position = 1 }
        while position < text.count {
            magnitude = magnitude &* 10 &+ UInt64(text[position] &- UInt8(ascii: "0"))
            position &+= 1
        }
        return isNegative ? 0 &- magnitude : magnitude
    }

    /// The value of a number of any kind, correctly rounded; infinite where it is too large. Zero has no sign, as in Connect,
    /// which reads numbers through `BigDecimal`.
    public func double(_ token: JSONToken) -> Double {
        let text = text(token)
        let number = ShortNumber(text)
        if number.digits == 0 { return 0 }
        if let digits = number.digits, let pattern = BinaryFormat.double.nearest(digits, number.exponent) {
            return Double(bitPattern: number.isNegative ? pattern | 1 << 63 : pattern)
        }
        return Double(String(decoding: text, as: UTF8.self)) ?? .nan
    }

    /// The value of a number of any kind, correctly rounded from its text; infinite where it is too large. Zero has no sign.
    public func float(_ token: JSONToken) -> Float {
        let text = text(token)
        let number = ShortNumber(text)
        if number.digits == 0 { return 0 }
        if let digits = number.digits, let pattern = BinaryFormat.float.nearest(digits, number.exponent) {
            return Float(bitPattern: UInt32(truncatingIfNeeded: number.isNegative ? pattern | 1 << 31 : pattern))
        }
        return Float(String(decoding: text, as: UTF8.self)) ?? .nan
    }
}

/// The digits and the exponent of a number's text, where 19 digits hold it.
struct ShortNumber {
    let isNegative: Bool
    /// All digits as a number, or nil if there are too many.
    private(set) var digits: UInt64?
    /// The power of ten to multiply the digits with.
    private(set) var exponent: Int

    /// - Parameter text: a number as `JSONReader` accepts it.
    init(_ text: UnsafeRawBufferPointer) {
        var position = 0
        isNegative = text.first == UInt8(ascii: "-")
        if isNegative { position = 1 }
        var value: UInt64 = 0
        var significant = 0
        var fraction = 0
        var inFraction = false
        scan: while position < text.count {
            let character = text[position]
            switch character {
            case UInt8(ascii: "."): inFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): break scan
            default:
                value = value &* 10 &+ UInt64(character &- UInt8(ascii: "0"))
                if significant > 0 || character != UInt8(ascii: "0") { significant += 1 }
                if inFraction { fraction += 1 }
            }
            position += 1
        }
        digits = significant <= 19 ? value : nil
        exponent = -fraction
        if position < text.count {
            exponent += Self.exponentValue(UnsafeRawBufferPointer(rebasing: text[(position + 1)...]))
        }
    }

    /// The value of an exponent's text, held within what no number of the allowed length can bring back into range.
    static func exponentValue(_ text: UnsafeRawBufferPointer) -> Int {
        var value = 0
        var isNegative = false
        for character in text {
            switch character {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "+"): break
            default: value = min(value * 10 + Int(character &- UInt8(ascii: "0")), 1 << 40)
            }
        }
        return isNegative ? -value : value
    }
}
