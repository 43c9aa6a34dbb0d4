/// The tokens of Connect's `Values`: each of `: , { } [ ] "` is one unless a backslash stands before it, and so is what is
/// between them.
struct ValuesTokens {
    let text: UnsafeRawBufferPointer
    /// Where the next token begins.
    var position = 0

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    var isAtEnd: Bool { position >= text.count }

    /// Whether nothing but white space is left.
    var isBlankToTheEnd: Bool { text[position...].allSatisfy { $0 <= 0x20 } }

    /// The next token.
    mutating func next() -> Range<Int> {
        let start = position
        position = end(of: start)
        return start..<position
    }

    /// Goes behind a delimiter if it is next, white space before it aside. White space before any delimiter is then left
    /// behind.
    mutating func consume(_ delimiter: Unicode.Scalar) -> Bool {
        let place = afterBlanks(position)
        guard place < text.count, text[place].isDelimiter else { return false }
        position = place
        guard text[place] == UInt8(ascii: delimiter) else { return false }
        position += 1
        return true
    }

    /// Goes behind a word if it is the next token, white space around it aside.
    mutating func consume(word: StaticString) -> Bool {
        let place = afterBlanks(position)
        let length = word.utf8CodeUnitCount
        guard text.count - place >= length else { return false }
        for offset in 0..<length where text[place + offset] != word.utf8Start[offset] { return false }
        let end = afterBlanks(place + length)
        guard end == text.count || text[end].isDelimiter else { return false }
        position = end
        return true
    }

    private func afterBlanks(_ start: Int) -> Int {
        var place = start
        while place < text.count, text[place] <= 0x20 { place += 1 }
        return place
    }

    private func end(of start: Int) -> Int {
        var place = start
        var isEscaped = false
        while place < text.count {
            if text[place] == UInt8(ascii: "\\") {
                isEscaped.toggle()
            } else {
                if !isEscaped, text[place].isDelimiter { return place == start ? place + 1 : place }
                isEscaped = false
            }
            place += 1
        }
        return place
    }
}

extension UInt8 {
    fileprivate var isDelimiter: Bool {
        switch self {
        case UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "\""):
            true
        default: false
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Without the characters up to U+0020 at both ends, as Java's `String.trim`.
    var trimmed: UnsafeRawBufferPointer {
        var slice = self[...]
        while let first = slice.first, first <= 0x20 { slice.removeFirst() }
        while let last = slice.last, last <= 0x20 { slice.removeLast() }
        return UnsafeRawBufferPointer(rebasing: slice)
    }
}
