/// Whether `bytes` are well-formed UTF-8 as Unicode defines it (table 3-7): no overlong form, no surrogate, nothing over
/// U+10FFFF. Any thread; never allocates.
public func isValidUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    let count = bytes.count
    var position = 0
    while true {
        position = skipASCII(base, from: position, to: count)
        // What is not ASCII rarely stands alone.
        repeat {
            if position == count { return true }
            guard let length = wellFormedLength(base + position, available: count - position) else { return false }
            position += length
        } while position == count || byte(base, position) >= 0x80
    }
}

/// The length of the sequence that stands there, or nil if it is malformed.
@inline(__always)
private func wellFormedLength(_ start: UnsafeRawPointer, available: Int) -> Int? {
    if available >= 4 {
        let word = UInt32(littleEndian: start.loadUnaligned(as: UInt32.self))
        // 110xxxxx 10xxxxxx, and not overlong.
        if word & 0xC0E0 == 0x80C0, word & 0x1E != 0 { return 2 }
        // 1110xxxx 10xxxxxx 10xxxxxx, and neither overlong nor a surrogate.
        if word & 0xC0_C0F0 == 0x80_80E0, word & 0x200F != 0, word & 0x200F != 0x200D { return 3 }
    }
    let sequence = UTF8Sequence(at: start, available: available)
    return sequence.isWellFormed ? sequence.length : nil
}

/// Copies `bytes` to `output`, each malformed part replaced with U+FFFD exactly as Java's UTF-8 decoder replaces it
/// (`new String(bytes, UTF_8)`): one replacement for each maximal prefix of a well-formed sequence, where Java also
/// takes the three bytes of an encoded surrogate as one.
///
/// - Parameter output: room for at least `3 * bytes.count` bytes, the most that can be needed; must not overlap `bytes`.
/// - Returns: the number of bytes written.
public func replaceInvalidUTF8(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
    guard let base = bytes.baseAddress, let target = output.baseAddress else { return 0 }
    precondition(output.count >= 3 * bytes.count, "replacing invalid UTF-8 needs room for 3 bytes per byte")
    var written = 0
    var position = 0
    while position < bytes.count {
        let start = position
        var malformed = 0
        while position < bytes.count {
            position = skipASCII(base, from: position, to: bytes.count)
            if position == bytes.count { break }
            let sequence = UTF8Sequence(at: base + position, available: bytes.count - position)
            guard sequence.isWellFormed else {
                malformed = sequence.length
                break
            }
            position += sequence.length
        }
        (target + written).copyMemory(from: base + start, byteCount: position - start)
        written += position - start
        if malformed > 0 {
            target.storeBytes(of: 0xEF, toByteOffset: written, as: UInt8.self)
            target.storeBytes(of: 0xBF, toByteOffset: written + 1, as: UInt8.self)
            target.storeBytes(of: 0xBD, toByteOffset: written + 2, as: UInt8.self)
            written += 3
            position += malformed
        }
    }
    return written
}

/// The first position at or after `start` that holds a byte outside ASCII, or `end`.
@inline(__always)
func skipASCII(_ base: UnsafeRawPointer, from start: Int, to end: Int) -> Int {
    let high: UInt64 = 0x8080_8080_8080_8080
    var position = start
    while position &+ 32 <= end {
        let low = word(base, position) | word(base, position &+ 8)
        let rest = word(base, position &+ 16) | word(base, position &+ 24)
        if (low | rest) & high != 0 { break }
        position &+= 32
    }
    while position &+ 8 <= end {
        let outside = word(base, position) & high
        if outside != 0 { return position &+ outside.trailingZeroBitCount &>> 3 }
        position &+= 8
    }
    // The last eight bytes at once, some of them for the second time.
    if position < end, end &- start >= 8, word(base, end &- 8) & high == 0 { return end }
    while position < end, byte(base, position) < 0x80 { position &+= 1 }
    return position
}

/// The eight bytes at `offset`, the first in the lowest place on every machine.
@inline(__always)
func word(_ base: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
}

@inline(__always)
func byte(_ base: UnsafeRawPointer, _ offset: Int) -> UInt8 {
    base.load(fromByteOffset: offset, as: UInt8.self)
}

/// What stands at one position: a well-formed sequence, or the length of the malformed part as Java's decoder counts it.
struct UTF8Sequence {
    let length: Int
    let isWellFormed: Bool

    @inline(__always)
    init(length: Int, isWellFormed: Bool) {
        self.length = length
        self.isWellFormed = isWellFormed
    }

    @inline(__always)
    init(at start: UnsafeRawPointer, available: Int) {
        let first = byte(start, 0)
        switch first {
        case 0x00...0x7F: self.init(length: 1, isWellFormed: true)
        case 0xC2...0xDF:
            let complete = available > 1 && Self.continues(start, 1)
            self.init(length: complete ? 2 : 1, isWellFormed: complete)
        case 0xE0...0xEF: self.init(three: start, first, available)
        case 0xF0...0xF4: self.init(four: start, first, available)
        default: self.init(length: 1, isWellFormed: false)
        }
    }

    @inline(__always)
    private init(three start: UnsafeRawPointer, _ first: UInt8, _ available: Int) {
        guard available > 1, Self.continues(start, 1), first != 0xE0 || byte(start, 1) >= 0xA0 else {
            self.init(length: 1, isWellFormed: false)
            return
        }
        guard available > 2, Self.continues(start, 2) else {
            self.init(length: 2, isWellFormed: false)
            return
        }
        let isSurrogate = first == 0xED && byte(start, 1) >= 0xA0
        self.init(length: 3, isWellFormed: !isSurrogate)
    }

    @inline(__always)
    private init(four start: UnsafeRawPointer, _ first: UInt8, _ available: Int) {
        guard available > 1, Self.continues(start, 1),
            first != 0xF0 || byte(start, 1) >= 0x90, first != 0xF4 || byte(start, 1) < 0x90
        else {
            self.init(length: 1, isWellFormed: false)
            return
        }
        guard available > 2, Self.continues(start, 2) else {
            self.init(length: 2, isWellFormed: false)
            return
        }
        let complete = available > 3 && Self.continues(start, 3)
        self.init(length: complete ? 4 : 3, isWellFormed: complete)
    }

    @inline(__always)
    private static func continues(_ start: UnsafeRawPointer, _ offset: Int) -> Bool {
        byte(start, offset) & 0xC0 == 0x80
    }
}
