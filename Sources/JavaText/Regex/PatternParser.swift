/// Reads a pattern in the dialect of `java.util.regex.Pattern` of Java 17. It takes and refuses what Java does, for the
/// reasons that Java gives.
struct PatternParser {
    let pattern: String
    /// The pattern's code points without `\Q` and `\E`; what stood between them is `quoted`. Zero ends it.
    private let characters: [UInt32]
    var cursor = 0
    var flags: PatternFlags = []
    /// The groups that were opened, without the whole match.
    var groupCount = 0
    var groupNames: [String: Int] = [:]
    private var depth = 0
    var classDepth = 0
    /// What the alternatives of look-behind groups may still take to write out.
    var lookbehindRoom = Self.longest

    /// Set on a character that stands for itself.
    static let quoted: UInt32 = 1 << 31

    /// So many characters of UTF-16 a pattern has at most: hardly any longer one fits into what PCRE2 compiles.
    static let longest = 65536

    /// As deep as PCRE2 nests groups.
    private static let deepest = 250

    init(_ pattern: String) throws(JavaRegexError) {
        let length = pattern.utf16.count
        guard length <= Self.longest else {
            throw JavaRegexError(
                "Not supported: patterns of more than \(Self.longest) characters of UTF-16; this one has \(length)")
        }
        self.pattern = pattern
        characters = Self.unquoted(pattern)
    }

    /// The whole pattern.
    mutating func parse() throws(JavaRegexError) -> PatternNode {
        let node = try alternation()
        guard atEnd else { throw error(peek() == ")" ? "Unmatched closing ')'" : "Unexpected internal error") }
        return node
    }

    private static func unquoted(_ pattern: String) -> [UInt32] {
        let source = pattern.unicodeScalars.map { $0.value == 0 ? quoted : $0.value }
        var result: [UInt32] = []
        var isQuoted = false
        var position = 0
        while position < source.count {
            let character = source[position]
            let next = position + 1 < source.count ? source[position + 1] : 0
            position += 1
            if isQuoted {
                if character == "\\", next == "E" {
                    isQuoted = false
                    position += 1
                } else {
                    result.append(character | quoted)
                }
            } else if character == "\\", next == "Q" {
                isQuoted = true
                position += 1
            } else {
                result.append(character)
                if character == "\\", next != 0 {
                    result.append(next)
                    position += 1
                }
            }
        }
        return result
    }

    // MARK: - Where the parser stands

    var atEnd: Bool { cursor >= characters.count }

    func character(at index: Int) -> UInt32 { index < characters.count ? characters[index] : 0 }

    /// The character at the cursor, which moves over what `(?x)` makes blank.
    mutating func peek() -> UInt32 {
        if flags.contains(.comments) { cursor = blankEnd(from: cursor) }
        return character(at: cursor)
    }

    /// Moves over the character at the cursor.
    mutating func next() -> UInt32 {
        cursor += 1
        return peek()
    }

    /// Takes the next character.
    mutating func read() -> UInt32 {
        let character = peek()
        cursor += 1
        return character
    }

    /// Takes the character after the one at the cursor, blank or not.
    mutating func skip() -> UInt32 {
        cursor += 2
        return character(at: cursor - 1)
    }

    mutating func unread() { cursor -= 1 }

    mutating func expect(_ expected: Unicode.Scalar, else reason: String) throws(JavaRegexError) {
        guard read() == expected else { throw error(reason) }
    }

    private func blankEnd(from start: Int) -> Int {
        var position = start
        while true {
            let character = character(at: position)
            if character == " " || (9...13).contains(character) {
                position += 1
            } else if character == "#" {
                while self.character(at: position) != 0, !isLineEnd(self.character(at: position)) { position += 1 }
            } else {
                return position
            }
        }
    }

    private func isLineEnd(_ character: UInt32) -> Bool {
        if flags.contains(.unixLines) { return character == "\n" }
        return [10, 13, 0x85, 0x2028, 0x2029].contains(character)
    }

    /// An error at the character before the cursor.
    func error(_ reason: String) -> JavaRegexError {
        let before = characters.prefix(max(cursor - 1, 0))
        let index = before.reduce(0) { $0 + ($1 & ~Self.quoted > 0xFFFF ? 2 : 1) } + (cursor < 1 ? -1 : 0)
        return JavaRegexError(reason, pattern: pattern, index: index + max(cursor - 1 - characters.count, 0))
    }

    // MARK: - What a pattern is made of

    mutating func alternation() throws(JavaRegexError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw error("Groups are nested more than \(Self.deepest) deep") }
        var branches = [try sequence()]
        while peek() == "|" {
            _ = next()
            branches.append(try sequence())
        }
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func sequence() throws(JavaRegexError) -> PatternNode {
        var nodes: [PatternNode] = []
        while true {
            let character = peek()
            switch character {
            case "(":
                guard let group = try group() else { continue }
                nodes.append(try quantified(group))
                continue
            case "|", ")": return nodes.count == 1 ? nodes[0] : .sequence(nodes)
            case "?", "*", "+":
                _ = next()
                throw error("Dangling meta character '\(Unicode.Scalar(character) ?? "?")'")
            case 0: return nodes.count == 1 ? nodes[0] : .sequence(nodes)
            default: nodes.append(try quantified(try atom(character)))
            }
        }
    }

    private mutating func atom(_ character: UInt32) throws(JavaRegexError) -> PatternNode {
        let unixLines = flags.contains(.unixLines)
        switch character {
        case "[": return .character(try characterClass())
        case "\\": return try escapedAtom()
        case "{": return .empty
        case "^":
            _ = next()
            return .assertion(flags.contains(.multiline) ? .lineBegin(unixLines: unixLines) : .begin)
        case "$":
            _ = next()
            return .assertion(
                flags.contains(.multiline)
                    ? .lineEnd(unixLines: unixLines) : .endOrLastTerminator(unixLines: unixLines))
        case ".":
            _ = next()
            if flags.contains(.dotAll) { return .character(.anything) }
            return .character(unixLines ? CharacterSet.one(10).negated : CharacterSet.lineTerminators.negated)
        default:
            _ = next()
            let plain = character & ~Self.quoted
            return .character(.range(plain...plain, flags))
        }
    }

    private mutating func escapedAtom() throws(JavaRegexError) -> PatternNode {
        if let property = try property() { return .character(property) }
        switch try escape(inClass: false) {
        case .character(let character): return .character(.range(character...character, flags))
        case .set(let set): return .character(set)
        case .node(let node): return node
        }
    }
}

func isDigit(_ character: UInt32) -> Bool { (48...57).contains(character) }
func isLetter(_ character: UInt32) -> Bool { (65...90).contains(character) || (97...122).contains(character) }

/// Code points are compared with the characters of the syntax.
func == (code: UInt32, character: Unicode.Scalar) -> Bool { code == character.value }
func != (code: UInt32, character: Unicode.Scalar) -> Bool { code != character.value }
func ~= (character: Unicode.Scalar, code: UInt32) -> Bool { code == character.value }
