/// Writes a pattern for PCRE2 with the options UTF and DOTALL, with nothing in it whose meaning other options change.
struct PatternWriter {
    /// How many groups the whole pattern has.
    let groupCount: Int

    func text(of node: PatternNode) -> String {
        switch node {
        case .character(let set): CharacterSetWriter.text(of: set)
        case .sequence(let nodes): nodes.map { text(of: $0, within: true) }.joined()
        case .alternation(let branches): branches.map { text(of: $0) }.joined(separator: "|")
        case .group(let content, let kind): opening(kind) + text(of: content) + ")"
        case .repetition(let content, let repetition): atom(content) + quantifier(repetition)
        case .backReference(let group, let caseless): reference(group, caseless: caseless)
        case .assertion(let assertion): text(of: assertion)
        case .grapheme: "\\X"
        }
    }

    private func text(of node: PatternNode, within sequence: Bool) -> String {
        if case .alternation = node { return "(?:\(text(of: node)))" }
        return text(of: node)
    }

    /// What a quantifier can stand behind.
    private func atom(_ node: PatternNode) -> String {
        switch node {
        case .character, .group(_, .capturing), .group(_, .plain), .group(_, .atomic), .grapheme: text(of: node)
        default: "(?:\(text(of: node)))"
        }
    }

    private func opening(_ kind: PatternNode.Group) -> String {
        switch kind {
        case .capturing: "("
        case .plain: "(?:"
        case .atomic: "(?>"
        case .lookahead(let negative): negative ? "(?!" : "(?="
        case .lookbehind(let negative): negative ? "(?<!" : "(?<="
        }
    }

    private func quantifier(_ repetition: PatternNode.Repetition) -> String {
        let mode =
            switch repetition.mode {
            case .greedy: ""
            case .lazy: "?"
            case .possessive: "+"
            }
        return "{\(repetition.minimum),\(repetition.maximum.map(String.init) ?? "")}\(mode)"
    }

    private func reference(_ group: Int, caseless: Bool) -> String {
        guard (1...max(groupCount, 1)).contains(group), groupCount > 0 else { return "(?!)" }
        return caseless ? "(?i:\\g{\(group)})" : "\\g{\(group)}"
    }

    private func text(of assertion: PatternNode.Assertion) -> String {
        switch assertion {
        case .begin: #"\A"#
        case .end: #"\z"#
        case .endOrLastTerminator(let unixLines):
            unixLines ? #"(?=\x0A?\z)"# : #"(?=(?:\x0D\x0A?|(?<!\x0D)\x0A|[\x{85}\x{2028}\x{2029}])?\z)"#
        case .lineBegin(let unixLines):
            // Java sees no line after the last terminator.
            unixLines
                ? #"(?:(?!\z)(?:\A|(?<=\x0A)))"#
                : #"(?:(?!\z)(?:\A|(?<=[\x0A\x{85}\x{2028}\x{2029}])|(?<=\x0D)(?!\x0A)))"#
        case .lineEnd(let unixLines):
            unixLines ? #"(?=\x0A|\z)"# : #"(?=\z|[\x0D\x{85}\x{2028}\x{2029}]|(?<!\x0D)\x0A)"#
        case .wordBoundary(let negative, let unicode): wordBoundary(negative: negative, unicode: unicode)
        }
    }

    /// Java 17 takes all letters and digits for parts of words here, and up to three marks behind them, whatever `\w` is.
    private func wordBoundary(negative: Bool, unicode: Bool) -> String {
        let word = unicode ? CharacterSetWriter.text(of: CharacterProperties.word) : #"[_\p{L}\p{Nd}]"#
        let marks = (1...3).map { #"(?<=[\p{L}\p{Nd}]\#(String(repeating: #"\p{Mn}"#, count: $0)))"# }
        let behind = unicode ? "(?<=\(word))" : "(?:(?<=\(word))|\(marks.joined(separator: "|")))"
        let ahead = unicode ? "(?=\(word))" : #"(?=\#(word)|\p{Mn}(?:\#(marks.joined(separator: "|"))))"#
        let notBehind = "(?!\(behind))"
        let notAhead = "(?!\(ahead))"
        return negative
            ? "(?:\(behind)\(ahead)|\(notBehind)\(notAhead))" : "(?:\(behind)\(notAhead)|\(notBehind)\(ahead))"
    }
}
