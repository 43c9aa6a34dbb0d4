extension PatternParser {
    /// Reads `[…]`; the cursor is left behind it.
    mutating func characterClass() throws(JavaRegexError) -> CharacterSet {
        _ = next()
        var isNegated = false
        if character(at: cursor) == "^", character(at: cursor - 1) == "[" {
            isNegated = true
            _ = next()
        }
        let set = try classContent()
        _ = next()
        return set.negated(if: isNegated)
    }

    /// What stands before the bracket that ends a class, where the cursor is left.
    private mutating func classContent() throws(JavaRegexError) -> CharacterSet {
        classDepth += 1
        defer { classDepth -= 1 }
        guard classDepth <= 100 else {
            throw error("Character classes and their intersections are nested more than 100 deep")
        }
        var sets: [CharacterSet] = []
        while true {
            switch peek() {
            case "[":
                sets.append(try characterClass())
                continue
            case "&":
                // With `(?x)` there may be blanks between the two.
                let first = cursor
                guard next() == "&" else {
                    cursor = first
                    break
                }
                _ = next()
                sets = [try intersection(of: sets.isEmpty ? nil : .union(of: sets))]
                continue
            case 0 where atEnd: throw error("Unclosed character class")
            case "]":
                if !sets.isEmpty { return .union(of: sets) }
            default: break
            }
            sets.append(try classItem())
        }
    }

    /// What follows `&&` up to the next one or the end of the class, in common with what stood before.
    private mutating func intersection(of left: CharacterSet?) throws(JavaRegexError) -> CharacterSet {
        var right: [CharacterSet] = []
        while peek() != "]", peek() != "&" {
            right.append(peek() == "[" ? try characterClass() : try classContent())
        }
        guard !right.isEmpty else {
            guard let left else { throw error("Bad class syntax") }
            return left
        }
        guard let left else { return .union(of: right) }
        return .intersection(left, .union(of: right))
    }

    /// A character, a range, a property or a predefined class.
    private mutating func classItem() throws(JavaRegexError) -> CharacterSet {
        let first: UInt32
        if peek() == "\\" {
            if let property = try property() { return property }
            let isRange = character(at: cursor + 2) == "-"
            switch try escape(inClass: true, inRange: isRange) {
            case .character(let character): first = character
            case .set(let set): return set
            case .node: throw error("Illegal/unsupported escape sequence")
            }
        } else {
            first = peek() & ~Self.quoted
            _ = next()
        }
        guard peek() == "-", character(at: cursor + 1) != "[", character(at: cursor + 1) != "]" else {
            return .range(first...first, flags)
        }
        let last = try rangeEnd()
        guard first <= last else { throw error("Illegal character range") }
        return .range(first...last, flags)
    }

    private mutating func rangeEnd() throws(JavaRegexError) -> UInt32 {
        guard next() == "\\" else {
            let last = peek() & ~Self.quoted
            _ = next()
            return last
        }
        switch try escape(inClass: true, inRange: true) {
        case .character(let character): return character
        case .set, .node: throw error("Illegal character range")
        }
    }
}
