extension PatternParser {
    /// What a backslash and the characters after it say.
    enum Escape {
        case character(UInt32)
        case set(CharacterSet)
        case node(PatternNode)
    }

    /// Reads `\p…`, if it stands at the cursor.
    mutating func property() throws(JavaRegexError) -> CharacterSet? {
        let letter = character(at: cursor + 1)
        guard letter == "p" || letter == "P" else { return nil }
        cursor += 1
        let name: String
        if next() == "{" {
            name = try bracedName()
        } else {
            name = Unicode.Scalar(peek() & ~Self.quoted).map { String($0) } ?? ""
            _ = read()
        }
        return try propertySet(name).negated(if: letter == "P")
    }

    /// What stands between the braces; the cursor is left behind them.
    private mutating func bracedName() throws(JavaRegexError) -> String {
        var name = ""
        cursor += 1
        while !atEnd, character(at: cursor) != "}" {
            name.unicodeScalars.append(Unicode.Scalar(character(at: cursor) & ~Self.quoted) ?? "\u{FFFD}")
            cursor += 1
        }
        cursor += 1
        guard character(at: cursor - 1) == "}" else { throw error("Unclosed character family") }
        guard !name.isEmpty else { throw error("Empty character family") }
        return name
    }

    private func propertySet(_ name: String) throws(JavaRegexError) -> CharacterSet {
        let caseless = flags.contains(.caseInsensitive)
        if let equals = name.firstIndex(of: "=") {
            let value = String(name[name.index(after: equals)...])
            let key = name[..<equals].lowercased()
            let set: CharacterSet? =
                switch key {
                case "sc", "script": script(value)
                case "blk", "block": UnicodeBlocks.block(value)
                case "gc", "general_category": CharacterProperties.category(value, caseless: caseless)
                default: nil
                }
            if let set { return set }
            throw error("Unknown Unicode property {name=<\(name[..<equals])>, value=<\(value)>}")
        }
        let rest = String(name.dropFirst(2))
        if name.hasPrefix("In") {
            if let set = UnicodeBlocks.block(rest) { return set }
            throw error("Unknown character property name {\(name)}")
        }
        if name.hasPrefix("Is") {
            let set =
                CharacterProperties.binary(rest, caseless: caseless)
                ?? CharacterProperties.category(rest, caseless: caseless) ?? script(rest)
            if let set { return set }
            throw error("Unknown character property name {\(name)}")
        }
        if flags.contains(.unicodeClasses), let set = CharacterProperties.posix(name, caseless: caseless) { return set }
        if let set = CharacterProperties.category(name, caseless: caseless) { return set }
        throw error("Unknown character property name {\(name)}")
    }

    /// A script by its name or its four letters.
    private func script(_ name: String) -> CharacterSet? {
        guard name.utf8.allSatisfy({ isLetter(UInt32($0)) || $0 == UInt8(ascii: "_") }) else { return nil }
        let property = "sc:\(name)"
        return CompiledPattern.compiles("\\p{\(property)}") ? .property(property) : nil
    }

    /// Reads a backslash and what belongs to it; the cursor is left behind.
    mutating func escape(inClass: Bool, inRange: Bool = false) throws(JavaRegexError) -> Escape {
        let letter = skip()
        switch letter {
        case "0": return .character(try octal())
        case "a": return .character(7)
        case "e": return .character(27)
        case "f": return .character(12)
        case "n": return .character(10)
        case "r": return .character(13)
        case "t": return .character(9)
        case "c": return .character(try control())
        case "u": return .character(try utf16())
        case "x": return .character(try hexadecimal())
        case "v" where inRange: return .character(11)
        default: break
        }
        if let set = predefined(letter) { return .set(set) }
        if !inClass, let node = try escapedNode(letter) { return .node(node) }
        guard letter != 0 else { throw error(inClass ? "Unclosed character class" : "Unescaped trailing backslash") }
        if isLetter(letter) || (inClass && isDigit(letter)) {
            throw error("Illegal/unsupported escape sequence")
        }
        return .character(letter & ~Self.quoted)
    }

    private func predefined(_ letter: UInt32) -> CharacterSet? {
        let unicode = flags.contains(.unicodeClasses)
        switch letter {
        case "d", "D": return (unicode ? .property("Nd") : CharacterSet.digits).negated(if: letter == "D")
        case "s", "S": return (unicode ? .property("White_Space") : CharacterSet.space).negated(if: letter == "S")
        case "w", "W": return (unicode ? CharacterProperties.word : CharacterSet.word).negated(if: letter == "W")
        case "h", "H": return CharacterSet.horizontalSpace.negated(if: letter == "H")
        case "v", "V": return CharacterSet.verticalSpace.negated(if: letter == "V")
        default: return nil
        }
    }

    private mutating func escapedNode(_ letter: UInt32) throws(JavaRegexError) -> PatternNode? {
        let unicode = flags.contains(.unicodeClasses)
        switch letter {
        case "A", "G": return .assertion(.begin)
        case "z": return .assertion(.end)
        case "Z": return .assertion(.endOrLastTerminator(unixLines: flags.contains(.unixLines)))
        case "b":
            guard peek() == "{", character(at: cursor + 1) == "g" else {
                return .assertion(.wordBoundary(negative: false, unicode: unicode))
            }
            throw error("\\b{g} is not supported: the boundaries of grapheme clusters have no counterpart in PCRE2")
        case "B": return .assertion(.wordBoundary(negative: true, unicode: unicode))
        case "R":
            let pair = PatternNode.sequence([.character(.one(13)), .character(.one(10))])
            return .group(.alternation([pair, .character(.verticalSpace)]), .plain)
        case "X": return .grapheme
        case "N": throw error("\\N{…} is not supported: write the character as \\x{h…h}")
        case "k": return try namedReference()
        default: return isDigit(letter) ? reference(beginning: letter) : nil
        }
    }

    private mutating func namedReference() throws(JavaRegexError) -> PatternNode {
        guard read() == "<" else {
            throw error("\\k is not followed by '<' for named capturing group")
        }
        let name = try groupName(beginning: read())
        guard let group = groupNames[name] else { throw error("named capturing group <\(name)> does not exist") }
        return .backReference(group, caseless: flags.contains(.caseInsensitive))
    }

    /// Another digit belongs to the number while that many groups have been opened.
    private mutating func reference(beginning digit: UInt32) -> PatternNode {
        var number = Int(digit - 48)
        while isDigit(peek()) {
            let longer = number * 10 + Int(peek() - 48)
            guard longer <= groupCount else { break }
            number = longer
            cursor += 1
        }
        return .backReference(number, caseless: flags.contains(.caseInsensitive))
    }

    // MARK: - Characters by their numbers

    private mutating func octal() throws(JavaRegexError) -> UInt32 {
        func isOctal(_ character: UInt32) -> Bool { (48...55).contains(character) }
        let first = read()
        guard isOctal(first) else { throw error("Illegal octal escape sequence") }
        var value = first - 48
        let longest = first <= 51 ? 3 : 2
        for _ in 1..<longest {
            guard isOctal(peek()) else { break }
            value = value * 8 + read() - 48
        }
        return value
    }

    private mutating func control() throws(JavaRegexError) -> UInt32 {
        guard !atEnd else { throw error("Illegal control escape sequence") }
        return (read() & ~Self.quoted) ^ 64
    }

    private mutating func hexadecimal() throws(JavaRegexError) -> UInt32 {
        let first = read()
        if let high = hexValue(first) {
            guard let low = hexValue(read()) else { throw error("Illegal hexadecimal escape sequence") }
            return high * 16 + low
        }
        guard first == "{", hexValue(peek()) != nil else { throw error("Illegal hexadecimal escape sequence") }
        var value: UInt32 = 0
        var character = read()
        while let digit = hexValue(character) {
            value = value * 16 + digit
            guard value <= 0x10FFFF else { throw error("Hexadecimal codepoint is too big") }
            character = read()
        }
        guard character == "}" else { throw error("Unclosed hexadecimal escape sequence") }
        return value
    }

    /// Two escapes that are a pair of surrogates are one character.
    private mutating func utf16() throws(JavaRegexError) -> UInt32 {
        let high = try utf16Unit()
        guard (0xD800...0xDBFF).contains(high), character(at: cursor) == "\\", character(at: cursor + 1) == "u" else {
            return high
        }
        let afterHigh = cursor
        cursor += 2
        let low = try utf16Unit()
        guard (0xDC00...0xDFFF).contains(low) else {
            cursor = afterHigh
            return high
        }
        return 0x10000 + (high - 0xD800) << 10 + low - 0xDC00
    }

    private mutating func utf16Unit() throws(JavaRegexError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = hexValue(read()) else { throw error("Illegal Unicode escape sequence") }
            unit = unit * 16 + digit
        }
        return unit
    }
}

private func hexValue(_ character: UInt32) -> UInt32? {
    switch character {
    case 48...57: character - 48
    case 65...70: character - 55
    case 97...102: character - 87
    default: nil
    }
}
