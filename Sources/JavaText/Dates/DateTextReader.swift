import ConnectData

/// Reads a date's text as UTF-8, byte by byte.
struct DateTextReader {
    let text: UnsafeRawBufferPointer
    var position = 0

    var atEnd: Bool { position >= text.count }
    /// The byte at the position, or 0 at the end.
    var byte: UInt8 { position < text.count ? text[position] : 0 }

    /// Moves over a byte, if it stands there.
    mutating func take(_ expected: UInt8) -> Bool {
        guard !atEnd, text[position] == expected else { return false }
        position += 1
        return true
    }

    /// Moves over blanks; false if nothing follows them.
    mutating func skipBlanks() -> Bool {
        while position < text.count, text[position] == 0x20 || text[position] == 0x09 { position += 1 }
        return !atEnd
    }

    /// Moves over a name in any case; the names of ASCII's letters only.
    mutating func take(_ name: StaticString) -> Bool {
        let count = name.utf8CodeUnitCount
        guard count <= text.count - position else { return false }
        for index in 0..<count where lower(text[position + index]) != lower(name.utf8Start[index]) { return false }
        position += count
        return true
    }

    private func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }

    /// Where so many characters end, counted as Java counts them; nil if there are fewer.
    func end(ofCharacters count: Int, from start: Int) -> Int? {
        var rest = count
        var index = start
        while rest > 0 {
            guard index < text.count else { return nil }
            let length = UTF8Scalar.length(after: text[index])
            rest -= length == 4 ? 2 : 1
            index += length
        }
        return min(index, text.count)
    }

    /// How many characters were read since `start`, as Java counts them.
    func characters(from start: Int) -> Int {
        text[start..<position].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : $1 >= 0xF0 ? 2 : 1) }
    }

    /// Whether a decimal digit of any script stands there.
    func isDigit(at index: Int) -> Bool { UTF8Scalar(text, at: index)?.digit != nil }

    /// Reads an integer as Java's DecimalFormat does for dates: a minus, decimal digits of any script, an exponent.
    ///
    /// - Parameter end: where the text ends for this number.
    mutating func number(before end: Int) -> Int32? {
        if take("NaN", before: end) { return 0 }
        let start = position
        let isNegative = position < end && take(UInt8(ascii: "-"))
        if take("∞", before: end) { return isNegative ? .min : .max }
        var whole: Int64? = 0
        var approximate = 0.0
        var digits = 0
        while let (digit, length) = digit(before: end) {
            whole = whole.flatMap { $0 <= (Int64.max - Int64(digit)) / 10 ? $0 * 10 + Int64(digit) : nil }
            approximate = approximate * 10 + Double(digit)
            digits += 1
            position += length
        }
        guard digits > 0 else {
            position = start
            return nil
        }
        if let exponent = exponent(before: end), exponent != 0 {
            return scaled(approximate, by: Int(exponent), isNegative: isNegative)
        }
        if let whole { return Int32(truncatingIfNeeded: isNegative ? -whole : whole) }
        return isNegative ? .min : .max
    }

    private mutating func exponent(before end: Int) -> Int32? {
        let start = position
        guard position < end, take(UInt8(ascii: "E")) else { return nil }
        let isNegative = position < end && take(UInt8(ascii: "-"))
        var value = 0
        var digits = 0
        while let (digit, length) = digit(before: end) {
            value = min(value * 10 + digit, 100_000)
            digits += 1
            position += length
        }
        guard digits > 0 else {
            position = start
            return nil
        }
        return Int32(isNegative ? -value : value)
    }

    private func scaled(_ number: Double, by exponent: Int, isNegative: Bool) -> Int32 {
        var number = number
        for _ in 0..<min(abs(exponent), 400) where number != 0 {
            number = exponent > 0 ? number * 10 : number / 10
        }
        // What fits into 64 bits is cut to 32, as a Java long is; the rest saturates.
        let signed = isNegative ? -number : number
        if signed.rounded(.towardZero) == signed, abs(signed) < 9e18 { return Int32(truncatingIfNeeded: Int64(signed)) }
        return Int32(max(Double(Int32.min), min(Double(Int32.max), signed)))
    }

    private mutating func take(_ text: StaticString, before end: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard count <= end - position else { return false }
        for index in 0..<count where self.text[position + index] != text.utf8Start[index] { return false }
        position += count
        return true
    }

    private func digit(before end: Int) -> (value: Int, length: Int)? {
        guard let scalar = UTF8Scalar(UnsafeRawBufferPointer(rebasing: text[..<end]), at: position),
            let digit = scalar.digit
        else { return nil }
        return (digit, scalar.length)
    }
}
