/// The entries of a `.properties` file, read by the rules of `java.util.Properties.load`.
///
/// Comments begin with `#` or `!`; a key ends at the first `=`, `:` or white space that no backslash precedes; a
/// backslash at the end of a line continues it; `\t`, `\n`, `\r`, `\f` and `\uXXXX` are escapes, and a backslash before
/// any other character goes away. Of two entries with one key the last one counts.
///
/// A file that is valid UTF-8 is read as UTF-8, and a byte order mark is skipped; any other is read as ISO-8859-1.
/// Java reads every file as ISO-8859-1, so that text beyond ASCII has to be escaped there; escapes work here too.
public struct JavaProperties: Sendable, Equatable {
    /// One entry of a file.
    public struct Entry: Sendable, Equatable {
        /// The key, without escapes.
        public let key: String
        /// The value, without escapes.
        public let value: String
        /// The line on which the entry begins, from 1.
        public let line: Int
    }

    /// A file that is not in this format.
    public struct SyntaxError: Error, Equatable, CustomStringConvertible {
        /// The line on which the faulty entry begins, from 1.
        public let line: Int
        /// What is wrong, and what to write instead.
        public let reason: String

        /// The line and the reason.
        public var description: String { "line \(line): \(reason)" }
    }

    /// The entries in the order of the file, duplicates included.
    public let entries: [Entry]

    /// The values by their keys; of duplicates, the last.
    public var dictionary: [String: String] {
        Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
    }

    /// The line of the entry that counts for a key, from 1.
    public func line(of key: String) -> Int? {
        entries.last { $0.key == key }?.line
    }

    /// Reads the content of a file.
    public init(parsing bytes: some Sequence<UInt8>) throws(SyntaxError) {
        var lines = LogicalLines(JavaProperties.decode(Array(bytes)))
        var entries: [Entry] = []
        while let line = lines.next() {
            entries.append(try JavaProperties.entry(of: line))
        }
        self.entries = entries
    }

    private static func decode(_ bytes: [UInt8]) -> [UInt16] {
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard let text = String(validating: bytes, as: UTF8.self) else { return bytes.map(UInt16.init) }
        return Array(text.utf16)
    }

    private static func entry(of line: LogicalLines.Line) throws(SyntaxError) -> Entry {
        let text = line.text
        var keyEnd = 0
        var isEscaped = false
        while keyEnd < text.count, isEscaped || !text[keyEnd].endsKey {
            isEscaped = text[keyEnd] == .backslash && !isEscaped
            keyEnd += 1
        }
        var valueStart = keyEnd
        var hasSeparator = false
        while valueStart < text.count {
            if text[valueStart].isSeparator, !hasSeparator {
                hasSeparator = true
            } else if !text[valueStart].isBlank {
                break
            }
            valueStart += 1
        }
        return Entry(
            key: try unescape(text[..<keyEnd], line: line.number),
            value: try unescape(text[valueStart...], line: line.number), line: line.number)
    }

    private static func unescape(_ text: ArraySlice<UInt16>, line: Int) throws(SyntaxError) -> String {
        var result: [UInt16] = []
        result.reserveCapacity(text.count)
        var rest = text
        while let unit = rest.popFirst() {
            guard unit == .backslash, let escaped = rest.popFirst() else {
                result.append(unit)
                continue
            }
            switch Unicode.Scalar(escaped) {
            case "t": result.append(0x09)
            case "n": result.append(0x0A)
            case "f": result.append(0x0C)
            case "r": result.append(0x0D)
            case "u":
                let digits = rest.prefix(4)
                guard let unit = hexadecimal(digits) else {
                    throw SyntaxError(
                        line: line,
                        reason: "Malformed \\uxxxx encoding: write \\u and four hexadecimal digits, "
                            + "or \\\\u for a backslash and a u.")
                }
                result.append(unit)
                rest = rest.dropFirst(4)
            default: result.append(escaped)
            }
        }
        return String(decoding: result, as: UTF16.self)
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt16>) -> UInt16? {
        guard digits.count == 4 else { return nil }
        var value: UInt16 = 0
        for digit in digits {
            guard let scalar = Unicode.Scalar(digit), scalar.isASCII, let nibble = Character(scalar).hexDigitValue
            else {
                return nil
            }
            value = value << 4 | UInt16(nibble)
        }
        return value
    }
}

extension UInt16 {
    fileprivate static let backslash: UInt16 = 0x5C
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0C }
    fileprivate var isSeparator: Bool { self == 0x3D || self == 0x3A }
    fileprivate var endsKey: Bool { isBlank || isSeparator }
    fileprivate var isNewline: Bool { self == 0x0A || self == 0x0D }
    fileprivate var beginsComment: Bool { self == 0x23 || self == 0x21 }
}

/// The lines of a file without comments and empty lines, and with continuation lines joined.
private struct LogicalLines {
    struct Line {
        let text: [UInt16]
        let number: Int
    }

    private let units: [UInt16]
    private var position = 0
    private var number = 1

    init(_ units: [UInt16]) {
        self.units = units
    }

    mutating func next() -> Line? {
        var text: [UInt16] = []
        var first = number
        var isContinuation = false
        while position < units.count {
            skipBlanks()
            if text.isEmpty {
                if !isContinuation { first = number }
                if position < units.count, units[position].beginsComment {
                    skipToNewline()
                    skipNewline()
                    isContinuation = false
                    continue
                }
            }
            let isContinued = appendRestOfLine(to: &text)
            let isLast = position == units.count
            skipNewline()
            if isContinued {
                isContinuation = true
                if isLast || position == units.count { return Line(text: text, number: first) }
            } else if !text.isEmpty {
                return Line(text: text, number: first)
            } else {
                isContinuation = false
            }
        }
        return text.isEmpty ? nil : Line(text: text, number: first)
    }

    private mutating func skipBlanks() {
        while position < units.count, units[position].isBlank { position += 1 }
    }

    private mutating func skipToNewline() {
        while position < units.count, !units[position].isNewline { position += 1 }
    }

    /// Skips one end of line, which may be CR, LF or both.
    private mutating func skipNewline() {
        guard position < units.count else { return }
        if units[position] == 0x0D, position + 1 < units.count, units[position + 1] == 0x0A { position += 1 }
        position += 1
        number += 1
    }

    /// Appends up to the end of the line, without a backslash that continues it; says whether there was one.
    private mutating func appendRestOfLine(to text: inout [UInt16]) -> Bool {
        var isEscaped = false
        while position < units.count, !units[position].isNewline {
            isEscaped = units[position] == .backslash && !isEscaped
            text.append(units[position])
            position += 1
        }
        if isEscaped { text.removeLast() }
        return isEscaped
    }
}
