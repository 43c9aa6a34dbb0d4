import Glibc

extension JSONDocument {
    /// Writes the text of a string with its escapes resolved.
    ///
    /// A lone surrogate becomes `?`, which is what Java's UTF-8 encoder makes of it wherever Connect writes such a string.
    ///
    /// - Parameter output: room for `token.count` bytes; unescaped text is never longer.
    /// - Returns: the number of bytes written.
    public func unescape(_ token: JSONToken, into output: UnsafeMutableRawPointer) -> Int {
        let start = base + Int(token.start)
        let end = Int(token.count)
        var position = 0
        var written = 0
        while position < end {
            let plain = nextBackslash(start, from: position, to: end)
            (output + written).copyMemory(from: start + position, byteCount: plain - position)
            written += plain - position
            position = plain
            if position == end { break }
            let scalar = unescapeOne(start, &position, end)
            written += store(scalar, at: output + written)
        }
        return written
    }

    /// Whether a string's text, its escapes resolved, is `other`.
    public func equals(_ token: JSONToken, _ other: UnsafeRawBufferPointer) -> Bool {
        if !token.hasEscapes {
            return Int(token.count) == other.count && text(token).elementsEqualBytes(of: other)
        }
        return equalsUnescaped(token, other)
    }

    private func equalsUnescaped(_ token: JSONToken, _ other: UnsafeRawBufferPointer) -> Bool {
        guard other.count <= Int(token.count) else { return false }
        return withUnsafeTemporaryAllocation(byteCount: Int(token.count), alignment: 1) { scratch in
            guard let target = scratch.baseAddress else { return other.isEmpty }
            let length = unescape(token, into: target)
            return UnsafeRawBufferPointer(start: target, count: length).elementsEqualBytes(of: other)
        }
    }

    private func nextBackslash(_ start: UnsafeRawPointer, from first: Int, to end: Int) -> Int {
        var position = first
        while position < end, byte(start, position) != UInt8(ascii: "\\") { position += 1 }
        return position
    }

    /// The scalar of the escape at `position`, which the reader found well-formed.
    private func unescapeOne(_ start: UnsafeRawPointer, _ position: inout Int, _ end: Int) -> UInt32 {
        let letter = byte(start, position + 1)
        position += 2
        switch letter {
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"): break
        default: return UInt32(letter)
        }
        let unit = codeUnit(start, position)
        position += 4
        guard unit & 0xF800 == 0xD800 else { return unit }
        guard unit < 0xDC00, position + 6 <= end, byte(start, position) == UInt8(ascii: "\\"),
            byte(start, position + 1) == UInt8(ascii: "u")
        else { return UInt32(UInt8(ascii: "?")) }
        let low = codeUnit(start, position + 2)
        guard low & 0xFC00 == 0xDC00 else { return UInt32(UInt8(ascii: "?")) }
        position += 6
        return 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
    }

    private func codeUnit(_ start: UnsafeRawPointer, _ position: Int) -> UInt32 {
        var unit: UInt32 = 0
        for offset in 0..<4 { unit = unit << 4 | UInt32(hexadecimalDigit(byte(start, position + offset)) ?? 0) }
        return unit
    }

    private func store(_ scalar: UInt32, at output: UnsafeMutableRawPointer) -> Int {
        func put(_ value: UInt32, _ offset: Int) {
            output.storeBytes(of: UInt8(truncatingIfNeeded: value), toByteOffset: offset, as: UInt8.self)
        }
        switch scalar {
        case 0..<0x80:
            put(scalar, 0)
            return 1
        case 0x80..<0x800:
            put(0xC0 | scalar >> 6, 0)
            put(0x80 | scalar & 0x3F, 1)
            return 2
        case 0x800..<0x10000:
            put(0xE0 | scalar >> 12, 0)
            put(0x80 | scalar >> 6 & 0x3F, 1)
            put(0x80 | scalar & 0x3F, 2)
            return 3
        default:
            put(0xF0 | scalar >> 18, 0)
            put(0x80 | scalar >> 12 & 0x3F, 1)
            put(0x80 | scalar >> 6 & 0x3F, 2)
            put(0x80 | scalar & 0x3F, 3)
            return 4
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether both hold the same bytes.
    func elementsEqualBytes(of other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard count > 0, let left = baseAddress, let right = other.baseAddress else { return true }
        return memcmp(left, right, count) == 0
    }
}
