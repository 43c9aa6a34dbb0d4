extension PatternParser {
    /// A group, or nil for flags that hold from there on.
    mutating func group() throws(JavaRegexError) -> PatternNode? {
        let outerFlags = flags
        var kind = PatternNode.Group.capturing
        if next() == "?" {
            switch skip() {
            case ":": kind = .plain
            case "=": kind = .lookahead(negative: false)
            case "!": kind = .lookahead(negative: true)
            case ">": kind = .atomic
            case "<":
                let character = read()
                switch character {
                case "=": kind = .lookbehind(negative: false)
                case "!": kind = .lookbehind(negative: true)
                default: try nameGroup(beginning: character)
                }
            case "$", "@": throw error("Unknown group type")
            default:
                unread()
                try readFlags()
                let end = read()
                if end == ")" { return nil }
                guard end == ":" else { throw error("Unknown inline modifier") }
                kind = .plain
            }
        }
        if kind == .capturing { groupCount += 1 }
        var content = try alternation()
        try expect(")", else: "Unclosed group")
        if case .lookbehind = kind {
            var lookbehind = Lookbehind(parser: self)
            content = try lookbehind.boundedAlternatives(of: content)
            lookbehindRoom = lookbehind.room
        }
        flags = outerFlags
        return .group(content, kind)
    }

    private mutating func nameGroup(beginning first: UInt32) throws(JavaRegexError) {
        let name = try groupName(beginning: first)
        guard groupNames[name] == nil else { throw error("Named capturing group <\(name)> is already defined") }
        groupNames[name] = groupCount + 1
    }

    mutating func groupName(beginning first: UInt32) throws(JavaRegexError) -> String {
        guard isLetter(first) else { throw error("capturing group name does not start with a Latin letter") }
        var name = ""
        var character = first
        while isLetter(character) || isDigit(character), let scalar = Unicode.Scalar(character) {
            name.unicodeScalars.append(scalar)
            character = read()
        }
        guard character == ">" else { throw error("named capturing group is missing trailing '>'") }
        return name
    }

    private mutating func readFlags() throws(JavaRegexError) {
        var isOn = true
        while true {
            let flag: PatternFlags
            switch peek() {
            case "i": flag = .caseInsensitive
            case "m": flag = .multiline
            case "s": flag = .dotAll
            case "d": flag = .unixLines
            case "u": flag = .unicodeCase
            case "x": flag = .comments
            case "U": flag = [.unicodeClasses, .unicodeCase]
            case "c": throw error("The flag c (canonical equivalence) is not supported")
            case "-" where isOn:
                isOn = false
                _ = next()
                continue
            default: return
            }
            if isOn { flags.formUnion(flag) } else { flags.subtract(flag) }
            _ = next()
        }
    }
}
