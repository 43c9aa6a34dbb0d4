extension OutputBuffer {
    /// Appends UTF-8 text as a JSON string with the escapes that Jackson writes: the quotation mark, the backslash and
    /// control characters, in the short form where there is one, and characters beyond U+FFFF as two surrogates.
    ///
    /// - Parameter text: well-formed UTF-8.
    public mutating func appendJSONString(_ text: UnsafeRawBufferPointer) {
        guard let source = text.baseAddress else { return append("\"\"") }
        let count = text.count
        // Most strings need no escape: they are copied while they are looked through.
        let target = reserve(count &+ 2)
        target.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        var position = 0
        while position &+ 8 <= count {
            let next = word(source, position)
            if needsEscape(next) != 0 { break }
            target.storeBytes(of: next.littleEndian, toByteOffset: position &+ 1, as: UInt64.self)
            position &+= 8
        }
        while position < count {
            let next = byte(source, position)
            if next < 0x20 || next == 0x22 || next == 0x5C || next >= 0xF0 { break }
            target.storeBytes(of: next, toByteOffset: position &+ 1, as: UInt8.self)
            position &+= 1
        }
        commit(position &+ 1)
        if position < count { appendEscaped(UnsafeRawBufferPointer(rebasing: text[position...])) }
        append(UInt8(ascii: "\""))
    }

    /// Appends bytes as a JSON string in base 64 with padding and without line feeds, Jackson's default.
    public mutating func appendJSONBase64(_ bytes: UnsafeRawBufferPointer) {
        let output = reserve((bytes.count + 2) / 3 * 4 + 2)
        output.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        let length = Base64.encode(bytes, into: output + 1)
        output.storeBytes(of: UInt8(ascii: "\""), toByteOffset: length + 1, as: UInt8.self)
        commit(length + 2)
    }

    /// Appends a number as Jackson writes it: NaN and the infinities as strings.
    public mutating func appendJSONNumber(_ number: Double) {
        if number.isFinite { return append(number) }
        append(UInt8(ascii: "\""))
        append(number)
        append(UInt8(ascii: "\""))
    }

    /// Appends a number as Jackson writes it: NaN and the infinities as strings.
    public mutating func appendJSONNumber(_ number: Float) {
        if number.isFinite { return append(number) }
        append(UInt8(ascii: "\""))
        append(number)
        append(UInt8(ascii: "\""))
    }

    /// Appends the text of a JSON string without its quotation marks.
    public mutating func appendEscaped(_ text: UnsafeRawBufferPointer) {
        guard let base = text.baseAddress else { return }
        var position = 0
        while true {
            let start = position
            position = skipUnescaped(base, from: position, to: text.count)
            append(UnsafeRawBufferPointer(start: base + start, count: position - start))
            if position == text.count { return }
            if byte(base, position) < 0xF0 {
                appendEscape(byte(base, position))
                position += 1
            } else {
                guard position + 4 <= text.count else { return }
                appendSurrogates(base + position)
                position += 4
            }
        }
    }

    private mutating func appendEscape(_ character: UInt8) {
        append(UInt8(ascii: "\\"))
        switch character {
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0..<0x20: appendCodeUnit(UInt32(character))
        default: append(character)
        }
    }

    private mutating func appendSurrogates(_ sequence: UnsafeRawPointer) {
        let scalar =
            UInt32(byte(sequence, 0) & 0x07) << 18 | UInt32(byte(sequence, 1) & 0x3F) << 12
            | UInt32(byte(sequence, 2) & 0x3F) << 6 | UInt32(byte(sequence, 3) & 0x3F)
        append(UInt8(ascii: "\\"))
        appendCodeUnit(0xD7C0 &+ scalar >> 10)
        append(UInt8(ascii: "\\"))
        appendCodeUnit(0xDC00 | scalar & 0x3FF)
    }

    /// What follows the backslash of an escaped UTF-16 code unit.
    private mutating func appendCodeUnit(_ unit: UInt32) {
        append(UInt8(ascii: "u"))
        for place in 0..<4 as Range<UInt32> {
            let digit = UInt8(truncatingIfNeeded: unit >> (12 - 4 * place) & 0xF)
            append(digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "A"))
        }
    }
}

/// The first position from `start` that holds a character that a JSON string must escape, or `end`.
@inline(__always)
private func skipUnescaped(_ base: UnsafeRawPointer, from start: Int, to end: Int) -> Int {
    var position = start
    while position &+ 8 <= end {
        let marks = needsEscape(word(base, position))
        if marks != 0 { return position &+ marks.trailingZeroBitCount &>> 3 }
        position &+= 8
    }
    while position < end {
        let next = byte(base, position)
        if next < 0x20 || next == 0x22 || next == 0x5C || next >= 0xF0 { break }
        position &+= 1
    }
    return position
}

/// The high bits of the bytes that a JSON string must escape. A borrow can only come from a lower byte that is marked
/// itself, so the lowest mark is exact.
@inline(__always)
private func needsEscape(_ text: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = text ^ (ones &* 0x22)
    let backslash = text ^ (ones &* 0x5C)
    let ascii = ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((text &- ones &* 0x20) & ~text)
    let beyond = text & text << 1 & text << 2 & text << 3
    return (ascii | beyond) & 0x8080_8080_8080_8080
}
