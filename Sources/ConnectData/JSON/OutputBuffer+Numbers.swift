extension OutputBuffer {
    /// Appends an integer in decimal.
    @inline(__always)
    public mutating func append(_ number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        append(number.magnitude)
    }

    /// Appends an integer in decimal.
    public mutating func append(_ number: UInt64) {
        let length = decimalLength(number)
        writeDigits(number, length, at: reserve(length))
        commit(length)
    }

    /// Appends a number as Java's `Double.toString` shows it, also `NaN`, `Infinity` and `-Infinity`.
    public mutating func append(_ number: Double) {
        if number.isFinite, number != 0 {
            append(ShortestDecimal(number), isNegative: number < 0)
        } else {
            appendSpecial(number.sign, isNaN: number.isNaN, isZero: number == 0)
        }
    }

    /// Appends a number as Java's `Float.toString` shows it, also `NaN`, `Infinity` and `-Infinity`.
    public mutating func append(_ number: Float) {
        if number.isFinite, number != 0 {
            append(ShortestDecimal(number), isNegative: number < 0)
        } else {
            appendSpecial(number.sign, isNaN: number.isNaN, isZero: number == 0)
        }
    }

    private mutating func appendSpecial(_ sign: FloatingPointSign, isNaN: Bool, isZero: Bool) {
        if isNaN { return append("NaN") }
        if sign == .minus { append(UInt8(ascii: "-")) }
        append(isZero ? "0.0" : "Infinity")
    }

    /// Java's layout: plain from 10^-3 to below 10^7, else one digit before the point and an exponent; always a digit
    /// after the point.
    private mutating func append(_ decimal: ShortestDecimal, isNegative: Bool) {
        var digits = decimal.digits
        var exponent = decimal.exponent
        while digits % 10 == 0 {
            digits /= 10
            exponent += 1
        }
        if isNegative { append(UInt8(ascii: "-")) }
        let length = decimalLength(digits)
        let magnitude = length + exponent
        switch magnitude {
        case -2...0:
            append("0.")
            for _ in magnitude..<0 { append(UInt8(ascii: "0")) }
            append(digits)
        case 1...7 where exponent >= 0:
            append(digits)
            for _ in 0..<exponent { append(UInt8(ascii: "0")) }
            append(".0")
        case 1...7:
            appendWithPoint(digits, length, before: magnitude)
        default:
            appendWithPoint(digits, length, before: 1)
            append(UInt8(ascii: "E"))
            append(Int64(magnitude - 1))
        }
    }

    /// The digits with a point after the first `before` of them.
    private mutating func appendWithPoint(_ digits: UInt64, _ length: Int, before: Int) {
        if length == before {
            append(digits)
            return append(".0")
        }
        let start = reserve(length + 1)
        writeDigits(digits, length, at: start + 1)
        start.copyMemory(from: start + 1, byteCount: before)
        start.storeBytes(of: UInt8(ascii: "."), toByteOffset: before, as: UInt8.self)
        commit(length + 1)
    }
}

/// The number of decimal digits of `number`, 1 for zero.
@inline(__always)
func decimalLength(_ number: UInt64) -> Int {
    var limit: UInt64 = 10
    var length = 1
    while number >= limit {
        length += 1
        if length == 20 { break }
        limit &*= 10
    }
    return length
}

/// Writes the last `length` digits of `number`.
@inline(__always)
func writeDigits(_ number: UInt64, _ length: Int, at output: UnsafeMutableRawPointer) {
    var rest = number
    var position = length
    while position > 0 {
        position &-= 1
        let quotient = rest / 10
        output.storeBytes(
            of: UInt8(truncatingIfNeeded: rest &- quotient &* 10) &+ UInt8(ascii: "0"), toByteOffset: position,
            as: UInt8.self)
        rest = quotient
    }
}
