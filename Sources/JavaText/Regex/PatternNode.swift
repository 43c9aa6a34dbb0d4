/// What a Java pattern says, independent of how it was written: flags, quotations and comments are resolved.
indirect enum PatternNode: Sendable {
    /// One character of a set.
    case character(CharacterSet)
    case sequence([PatternNode])
    case alternation([PatternNode])
    case group(PatternNode, Group)
    case repetition(PatternNode, Repetition)
    /// What a group matched; groups that the pattern lacks never match.
    case backReference(Int, caseless: Bool)
    case assertion(Assertion)
    /// An extended grapheme cluster.
    case grapheme

    /// The node that matches the empty text.
    static let empty = PatternNode.sequence([])

    enum Group: Equatable, Sendable {
        case capturing
        case plain
        case atomic
        case lookahead(negative: Bool)
        case lookbehind(negative: Bool)
    }

    struct Repetition: Sendable {
        var minimum: Int
        /// Nil for no limit.
        var maximum: Int?
        var mode: Mode

        enum Mode: Sendable { case greedy, lazy, possessive }
    }

    /// What matches a place.
    enum Assertion: Sendable {
        /// The beginning of the text, which is also where the last match ended: a text is matched once.
        case begin
        case end
        /// The end, or before the line terminator that ends the text.
        case endOrLastTerminator(unixLines: Bool)
        case lineBegin(unixLines: Bool)
        case lineEnd(unixLines: Bool)
        case wordBoundary(negative: Bool, unicode: Bool)
    }
}
