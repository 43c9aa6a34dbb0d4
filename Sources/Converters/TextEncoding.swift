import ConnectData

/// The character sets of StringConverter, with Java's rules for what they cannot hold.
enum TextEncoding {
    case utf8
    case latin1
    case ascii
    /// Big-endian with a byte order mark when written; either order when read.
    case utf16
    case utf16BigEndian
    case utf16LittleEndian
    /// One of the C library's.
    case system(SystemCharset)

    /// The character set of that name, by any of the names that Java gives it.
    init?(_ name: String) {
        switch name.uppercased() {
        case "UTF-8", "UTF8": self = .utf8
        case "ISO-8859-1", "ISO8859_1", "ISO8859-1", "LATIN1", "L1", "ISO_8859-1": self = .latin1
        case "US-ASCII", "ASCII", "ASCII7", "ISO646-US": self = .ascii
        case "UTF-16", "UTF16", "UTF_16", "UNICODE": self = .utf16
        case "UTF-16BE", "UTF_16BE", "UNICODEBIGUNMARKED": self = .utf16BigEndian
        case "UTF-16LE", "UTF_16LE", "UNICODELITTLEUNMARKED": self = .utf16LittleEndian
        default:
            guard let charset = SystemCharset(name) else { return nil }
            self = .system(charset)
        }
    }

    /// The most bytes that so many bytes of UTF-8 can become.
    func encodedCapacity(_ utf8Count: Int) -> Int {
        if case .system = self { SystemCharset.capacity(utf8Count) } else { 2 * utf8Count + 2 }
    }

    /// The most bytes of UTF-8 that so many bytes can become.
    func decodedCapacity(_ count: Int) -> Int {
        if case .system = self { SystemCharset.capacity(count) } else { 3 * count + 3 }
    }

    /// Whether bytes are text as they are.
    var isUTF8: Bool {
        if case .utf8 = self { true } else { false }
    }

    /// Writes well-formed UTF-8 in this character set; what it cannot hold becomes `?`.
    ///
    /// - Returns: the number of bytes written.
    func encode(_ utf8: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
        if case .system(let charset) = self { return charset.encode(utf8, into: output) }
        var written = 0
        func put(_ byte: UInt32) {
            output[written] = UInt8(truncatingIfNeeded: byte)
            written += 1
        }
        if case .utf16 = self, !utf8.isEmpty {
            put(0xFE)
            put(0xFF)
        }
        for scalar in String(decoding: utf8, as: UTF8.self).unicodeScalars {
            switch self {
            case .utf8, .system: for unit in UTF8.encode(scalar) ?? UTF8.EncodedScalar() { put(UInt32(unit)) }
            case .latin1: put(scalar.value < 0x100 ? scalar.value : 0x3F)
            case .ascii: put(scalar.value < 0x80 ? scalar.value : 0x3F)
            case .utf16, .utf16BigEndian:
                for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() {
                    put(UInt32(unit >> 8))
                    put(UInt32(unit))
                }
            case .utf16LittleEndian:
                for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() {
                    put(UInt32(unit))
                    put(UInt32(unit >> 8))
                }
            }
        }
        return written
    }

    /// Reads bytes of this character set as UTF-8; what is malformed becomes U+FFFD.
    ///
    /// - Returns: the number of bytes written.
    func decode(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
        switch self {
        case .utf8: return replaceInvalidUTF8(bytes, into: output)
        case .latin1: return store(bytes.lazy.map { UInt32($0) }, output)
        case .ascii: return store(bytes.lazy.map { $0 < 0x80 ? UInt32($0) : 0xFFFD }, output)
        case .utf16: return decodeUTF16(bytes, output, isLittle: nil)
        case .utf16BigEndian: return decodeUTF16(bytes, output, isLittle: false)
        case .utf16LittleEndian: return decodeUTF16(bytes, output, isLittle: true)
        case .system(let charset): return charset.decode(bytes, into: output)
        }
    }

    private func decodeUTF16(
        _ bytes: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer, isLittle stated: Bool?
    ) -> Int {
        var bytes = bytes
        var isLittle = stated ?? false
        if bytes.count >= 2 {
            let isLittleMark = (bytes[0], bytes[1]) == (0xFF, 0xFE)
            let isBigMark = (bytes[0], bytes[1]) == (0xFE, 0xFF)
            // A mark decides the order where none is stated, and is no part of the text where it agrees.
            if stated == nil, isLittleMark { isLittle = true }
            if isLittle ? isLittleMark : isBigMark { bytes = UnsafeRawBufferPointer(rebasing: bytes[2...]) }
        }
        let units = (0..<(bytes.count / 2)).map { place -> UInt16 in
            let (first, second) = (UInt16(bytes[2 * place]), UInt16(bytes[2 * place + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        var scalars = String(decoding: units, as: UTF16.self).unicodeScalars.map(\.value)
        if bytes.count % 2 == 1 { scalars.append(0xFFFD) }
        return store(scalars, output)
    }

    private func store(_ scalars: some Sequence<UInt32>, _ output: UnsafeMutableRawBufferPointer) -> Int {
        var written = 0
        for value in scalars {
            let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
            for unit in UTF8.encode(scalar) ?? UTF8.EncodedScalar() {
                output[written] = unit
                written += 1
            }
        }
        return written
    }
}
