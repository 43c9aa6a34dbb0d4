/// Base 64 as Jackson writes and reads it by default: the standard alphabet, padded, in one line.
public enum Base64 {
    /// Writes the text of `bytes`.
    ///
    /// - Parameter output: room for `(bytes.count + 2) / 3 * 4` bytes.
    /// - Returns: the number of bytes written.
    public static func encode(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawPointer) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var position = 0
        var written = 0
        func put(_ bits: UInt32) {
            output.storeBytes(of: character(bits & 0x3F), toByteOffset: written, as: UInt8.self)
            written &+= 1
        }
        while position &+ 3 <= bytes.count {
            let group =
                UInt32(byte(base, position)) << 16 | UInt32(byte(base, position &+ 1)) << 8
                | UInt32(byte(base, position &+ 2))
            put(group >> 18)
            put(group >> 12)
            put(group >> 6)
            put(group)
            position &+= 3
        }
        let rest = bytes.count &- position
        if rest > 0 {
            let group =
                UInt32(byte(base, position)) << 16 | (rest == 2 ? UInt32(byte(base, position &+ 1)) << 8 : 0)
            put(group >> 18)
            put(group >> 12)
            if rest == 2 { put(group >> 6) }
            for _ in rest..<3 {
                output.storeBytes(of: UInt8(ascii: "="), toByteOffset: written, as: UInt8.self)
                written &+= 1
            }
        }
        return written
    }

    /// Reads text by Jackson's rules: padding is required, white space is skipped between groups of four characters, and
    /// the bits that padding leaves over are not looked at.
    ///
    /// - Parameter output: room for `text.count / 4 * 3 + 3` bytes.
    /// - Returns: the number of bytes written, or nil if the text is not base 64.
    public static func decode(_ text: UnsafeRawBufferPointer, into output: UnsafeMutableRawPointer) -> Int? {
        var position = 0
        var written = 0
        while true {
            while position < text.count, text[position] <= UInt8(ascii: " ") { position += 1 }
            if position == text.count { return written }
            guard text.count - position >= 4, let first = value(text[position]), let second = value(text[position + 1])
            else { return nil }
            let third = text[position + 2]
            let fourth = text[position + 3]
            position += 4
            output.storeBytes(of: first << 2 | second >> 4, toByteOffset: written, as: UInt8.self)
            written += 1
            guard let thirdValue = value(third) else {
                guard third == UInt8(ascii: "="), fourth == UInt8(ascii: "=") else { return nil }
                continue
            }
            output.storeBytes(of: second << 4 | thirdValue >> 2, toByteOffset: written, as: UInt8.self)
            written += 1
            guard let fourthValue = value(fourth) else {
                guard fourth == UInt8(ascii: "=") else { return nil }
                continue
            }
            output.storeBytes(of: thirdValue << 6 | fourthValue, toByteOffset: written, as: UInt8.self)
            written += 1
        }
    }

    @inline(__always)
    private static func character(_ bits: UInt32) -> UInt8 {
        let bits = UInt8(truncatingIfNeeded: bits)
        switch bits {
        case 0..<26: return bits &+ UInt8(ascii: "A")
        case 26..<52: return bits &- 26 &+ UInt8(ascii: "a")
        case 52..<62: return bits &- 52 &+ UInt8(ascii: "0")
        case 62: return UInt8(ascii: "+")
        default: return UInt8(ascii: "/")
        }
    }

    @inline(__always)
    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
