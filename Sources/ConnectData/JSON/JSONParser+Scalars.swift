extension JSONParser {
    /// The string whose opening quotation mark is at `position`.
    @inline(__always)
    mutating func parseString() throws(JSONError) {
        let start = position &+ 1
        position = start
        var hasEscapes = false
        while true {
            position = skipPlainText(base, from: position, to: end)
            guard position < end else { throw error(.unexpectedEnd) }
            let next = byte(base, position)
            if next == UInt8(ascii: "\"") { break }
            if next == UInt8(ascii: "\\") {
                hasEscapes = true
                try skipEscape()
            } else if next < 0x20 {
                throw error(.controlCharacter)
            } else {
                try skipMultibyte()
            }
        }
        appendScalar(start: start, count: position &- start, .string, hasEscapes: hasEscapes)
        position &+= 1
    }

    /// A run of characters outside ASCII.
    private mutating func skipMultibyte() throws(JSONError) {
        repeat {
            let sequence = UTF8Sequence(at: base + position, available: end &- position)
            guard sequence.isWellFormed else { throw error(.invalidUTF8) }
            position &+= sequence.length
        } while position < end && byte(base, position) >= 0x80
    }

    private mutating func skipEscape() throws(JSONError) {
        guard position &+ 1 < end else { throw JSONError(reason: .unexpectedEnd, offset: end) }
        switch byte(base, position &+ 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position &+= 2
        case UInt8(ascii: "u"):
            guard position &+ 6 <= end else { throw JSONError(reason: .unexpectedEnd, offset: end) }
            for offset in 2..<6 where hexadecimalDigit(byte(base, position &+ offset)) == nil {
                throw error(.invalidEscape)
            }
            position &+= 6
        default: throw error(.invalidEscape)
        }
    }

    /// Refuses a name with an escaped surrogate that is not one of a pair, as Jackson does; in values it takes them.
    @inline(never)
    func checkSurrogates(_ name: JSONToken) throws(JSONError) {
        let end = Int(name.start) + Int(name.count)
        var position = Int(name.start)
        var high: Int?
        while position < end {
            var unit: UInt32 = 0
            let start = position
            if byte(base, position) != UInt8(ascii: "\\") {
                position += 1
            } else if byte(base, position + 1) == UInt8(ascii: "u") {
                for offset in 2..<6 { unit = unit << 4 | UInt32(hexadecimalDigit(byte(base, position + offset)) ?? 0) }
                position += 6
            } else {
                position += 2
            }
            guard (high != nil) == (unit & 0xFC00 == 0xDC00) else {
                throw JSONError(reason: .invalidEscape, offset: high ?? start)
            }
            high = unit & 0xFC00 == 0xD800 ? start : nil
        }
        if let high { throw JSONError(reason: .invalidEscape, offset: high) }
    }

    /// The number that begins at `position` with a digit or a minus sign.
    @inline(__always)
    mutating func parseNumber() throws(JSONError) {
        let start = position
        if byte(base, position) == UInt8(ascii: "-") { position &+= 1 }
        var digitsStart = position
        guard skipDigits() else { throw numberError() }
        if byte(base, digitsStart) == UInt8(ascii: "0"), position &- digitsStart > 1 {
            guard leniency.contains(.leadingZeros) else { throw JSONError(reason: .invalidNumber, offset: digitsStart) }
            while digitsStart &+ 1 < position, byte(base, digitsStart) == UInt8(ascii: "0") { digitsStart &+= 1 }
        }
        let digitsEnd = position
        var digits = digitsEnd &- digitsStart
        if position < end, byte(base, position) == UInt8(ascii: ".") {
            position &+= 1
            guard skipDigits() else { throw numberError() }
            digits &+= position &- digitsEnd &- 1
        }
        if position < end, byte(base, position) | 0x20 == UInt8(ascii: "e") {
            position &+= 1
            if position < end, byte(base, position) == UInt8(ascii: "+") || byte(base, position) == UInt8(ascii: "-") {
                position &+= 1
            }
            let exponentStart = position
            guard skipDigits() else { throw numberError() }
            digits &+= position &- exponentStart
        }
        guard digits <= JSONReader.maximumNumberLength else {
            throw JSONError(reason: .numberTooLong, offset: start)
        }
        let kind: JSONKind
        if position > digitsEnd {
            kind = .decimal
        } else {
            kind = fitsInt64(digitsStart, digitsEnd, isNegative: digitsStart > start) ? .integer : .bigInteger
        }
        appendScalar(start: start, count: position &- start, kind)
    }

    @inline(__always)
    private mutating func skipDigits() -> Bool {
        let start = position
        while position < end, byte(base, position) &- UInt8(ascii: "0") < 10 { position &+= 1 }
        return position > start
    }

    private func numberError() -> JSONError { error(position < end ? .invalidNumber : .unexpectedEnd) }

    /// Whether an integer whose digits, without leading zeros, are at `start..<end` is within `Int64`.
    @inline(__always)
    private func fitsInt64(_ start: Int, _ end: Int, isNegative: Bool) -> Bool {
        if end &- start != 19 { return end &- start < 19 }
        var value: UInt64 = 0
        for position in start..<end { value = value &* 10 &+ UInt64(byte(base, position) &- UInt8(ascii: "0")) }
        return value <= UInt64(Int64.max) &+ (isNegative ? 1 : 0)
    }
}

/// The first position from `start` that holds a quotation mark, a backslash, a control character or a byte outside ASCII,
/// or `end`: eight bytes at a time.
@inline(__always)
func skipPlainText(_ base: UnsafeRawPointer, from start: Int, to end: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high: UInt64 = 0x8080_8080_8080_8080
    var position = start
    while position &+ 8 <= end {
        let text = word(base, position)
        let quote = text ^ (ones &* 0x22)
        let backslash = text ^ (ones &* 0x5C)
        // A byte of a difference is zero where it borrows: the lowest such byte is exact, and no other is looked at.
        let special =
            ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((text &- ones &* 0x20) & ~text) | text
        if special & high != 0 { return position &+ (special & high).trailingZeroBitCount &>> 3 }
        position &+= 8
    }
    while position < end {
        let next = byte(base, position)
        if next < 0x20 || next >= 0x80 || next == 0x22 || next == 0x5C { break }
        position &+= 1
    }
    return position
}

/// The value of a hexadecimal digit in either case.
@inline(__always)
func hexadecimalDigit(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit &- UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit &- UInt8(ascii: "a") &+ 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit &- UInt8(ascii: "A") &+ 10
    default: nil
    }
}
