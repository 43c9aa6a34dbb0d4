extension PatternNode {
    /// How much it takes to write it: its ranges of characters, assertions, references and groups.
    var size: Int {
        switch self {
        case .character(let set): set.size
        case .sequence(let nodes), .alternation(let nodes): nodes.reduce(nodes.count) { $0 + $1.size }
        case .group(let content, _), .repetition(let content, _): content.size + 1
        case .backReference, .assertion, .grapheme: 1
        }
    }

    /// Whether there are capturing groups in it.
    var capturesGroups: Bool {
        switch self {
        case .sequence(let nodes), .alternation(let nodes): nodes.contains(where: \.capturesGroups)
        case .group(let content, let kind): kind == .capturing || content.capturesGroups
        case .repetition(let content, _): content.capturesGroups
        case .character, .assertion, .backReference, .grapheme: false
        }
    }
}

extension CharacterSet {
    fileprivate var size: Int {
        switch self {
        case .ranges(let ranges), .caseless(let ranges): max(ranges.count, 1)
        case .property: 1
        case .complement(let set): set.size + 1
        case .union(let sets): sets.reduce(1) { $0 + $1.size }
        case .intersection(let left, let right): left.size + right.size + 1
        }
    }
}
