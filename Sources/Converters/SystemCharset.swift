import ConnectData
import Glibc

/// A character set of the C library, for those that Millrace does not know itself: one text at a time, of one thread.
final class SystemCharset {
    private let encoder: iconv_t
    private let decoder: iconv_t

    /// The character set of that name; nil if the C library has none. Java's names are mostly the C library's too.
    init?(_ name: String) {
        // An empty name is the locale's to the C library, and what follows a slash is an option.
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            return nil
        }
        // Java's UTF-32 has no mark and is big-endian.
        let name = ["UTF-32", "UTF_32", "UTF32"].contains(name.uppercased()) ? "UTF-32BE" : name
        guard let encoder = Self.open(to: name, from: "UTF-8") else { return nil }
        guard let decoder = Self.open(to: "UTF-8", from: name) else {
            iconv_close(encoder)
            return nil
        }
        self.encoder = encoder
        self.decoder = decoder
    }

    deinit {
        iconv_close(encoder)
        iconv_close(decoder)
    }

    /// The most bytes that so many bytes become either way: stateful sets add escape sequences.
    static func capacity(_ count: Int) -> Int { 8 * count + 16 }

    private static func open(to: String, from: String) -> iconv_t? {
        let descriptor = iconv_open(to, from)
        return Int(bitPattern: descriptor) == -1 ? nil : descriptor
    }

    /// Writes well-formed UTF-8 in this character set; what it cannot hold becomes `?`, as in Java.
    ///
    /// - Returns: the number of bytes written.
    func encode(_ utf8: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
        convert(utf8, with: encoder, into: output, replacement: "?") { rest in
            // The whole code point goes.
            1 + rest.dropFirst().prefix { $0 & 0xC0 == 0x80 }.count
        }
    }

    /// Reads bytes of this character set as UTF-8; each byte that is malformed becomes U+FFFD.
    ///
    /// - Returns: the number of bytes written.
    func decode(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
        convert(bytes, with: decoder, into: output, replacement: nil) { _ in 1 }
    }

    private func convert(
        _ input: UnsafeRawBufferPointer, with descriptor: iconv_t, into output: UnsafeMutableRawBufferPointer,
        replacement: String?, lengthOfFault: (UnsafeRawBufferPointer) -> Int
    ) -> Int {
        guard let start = output.baseAddress?.assumingMemoryBound(to: CChar.self) else { return 0 }
        iconv(descriptor, nil, nil, nil, nil)
        var target: UnsafeMutablePointer<CChar>? = start
        var room = output.count
        var source = UnsafeMutableRawPointer(mutating: input.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var left = input.count
        while left > 0, iconv(descriptor, &source, &left, &target, &room) == -1 {
            let isCutOff = errno == EINVAL
            guard isCutOff || errno == EILSEQ else { break }
            let fault = isCutOff ? left : lengthOfFault(UnsafeRawBufferPointer(start: source, count: left))
            put(replacement, descriptor, &target, &room)
            source = source.map { $0 + fault }
            left -= fault
        }
        iconv(descriptor, nil, nil, &target, &room)
        return output.count - room
    }

    /// Writes what stands for a fault: a text in the character set, or U+FFFD in UTF-8.
    private func put(
        _ replacement: String?, _ descriptor: iconv_t, _ target: inout UnsafeMutablePointer<CChar>?, _ room: inout Int
    ) {
        var text = Array((replacement ?? "\u{FFFD}").utf8CString.dropLast())
        text.withUnsafeMutableBufferPointer { buffer in
            var source = buffer.baseAddress
            var left = buffer.count
            if replacement != nil {
                iconv(descriptor, &source, &left, &target, &room)
            } else if let source, room >= left {
                target?.update(from: source, count: left)
                target = target.map { $0 + left }
                room -= left
            }
        }
    }
}
