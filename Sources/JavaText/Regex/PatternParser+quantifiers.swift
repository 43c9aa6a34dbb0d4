extension PatternParser {
    mutating func quantified(_ node: PatternNode) throws(JavaRegexError) -> PatternNode {
        var bounds: (minimum: Int, maximum: Int?)
        let index = cursor
        let isLineBreak = index >= 2 && character(at: index - 1) == "R" && character(at: index - 2) == "\\"
        switch peek() {
        case "?": bounds = (0, 1)
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "{":
            let first = skip()
            guard isDigit(first) else { throw error("Illegal repetition") }
            bounds = try counts(beginning: first)
        default: return node
        }
        var mode = PatternNode.Repetition.Mode.greedy
        switch next() {
        case "?":
            mode = .lazy
            _ = next()
        case "+":
            mode = .possessive
            _ = next()
        default: break
        }
        guard max(bounds.minimum, bounds.maximum ?? 0) <= 65535 else {
            cursor = index + 1
            throw error("Repetitions above 65535 are not supported")
        }
        let repetition = PatternNode.Repetition(minimum: bounds.minimum, maximum: bounds.maximum, mode: mode)
        // A repeated `\R` does not give back half of a line terminator in Java.
        if isLineBreak { return .repetition(.group(node, .atomic), repetition) }
        return .repetition(node, repetition)
    }

    /// What `{n,m}` says; the cursor is left at the brace that ends it.
    private mutating func counts(beginning first: UInt32) throws(JavaRegexError) -> (Int, Int?) {
        var (minimum, end) = try number(beginning: first)
        var maximum: Int? = minimum
        if end == "," {
            end = read()
            maximum = nil
            if end != "}" {
                let (number, next) = try number(beginning: end)
                (maximum, end) = (number, next)
            }
        }
        guard end == "}" else { throw error("Unclosed counted closure") }
        if let maximum, maximum < minimum { throw error("Illegal repetition range") }
        unread()
        return (minimum, maximum)
    }

    private mutating func number(beginning first: UInt32) throws(JavaRegexError) -> (number: Int, next: UInt32) {
        var number = 0
        var character = first
        while isDigit(character) {
            number = number * 10 + Int(character - 48)
            guard number <= Int(Int32.max) else { throw error("Illegal repetition range") }
            character = read()
        }
        return (number, character)
    }
}
