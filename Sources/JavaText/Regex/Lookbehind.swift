/// Makes of what is looked for behind a place what PCRE2 takes: alternatives that are of one width each.
///
/// Java takes any content with a greatest length, and by oversight some without, of which those that begin with the
/// repetition of a character are taken here. Repetitions and alternatives of several widths are written out.
struct Lookbehind {
    let parser: PatternParser

    /// So many alternatives at most are written out.
    private static let limit = 256

    /// What matches the same, as an alternation of contents of one width each.
    func boundedAlternatives(of node: PatternNode) throws(JavaRegexError) -> PatternNode {
        let node = withLeastStart(node)
        let all = try alternatives(of: node)
        guard all.count > 1 else { return node }
        guard !capturesGroups(node) else {
            throw unsupported("capturing groups in a look-behind group of variable length")
        }
        return .alternation(all.sorted { $0.width < $1.width }.map(\.node))
    }

    /// What stands at the beginning need not be repeated more often than it has to: what lies before it does not matter.
    private func withLeastStart(_ node: PatternNode) -> PatternNode {
        switch node {
        case .alternation(let branches): return .alternation(branches.map(withLeastStart))
        case .group(let content, .plain): return .group(withLeastStart(content), .plain)
        case .repetition(.character(let set), var repetition)
        where repetition.maximum == nil && repetition.mode != .possessive:
            guard repetition.minimum > 0 else { return .empty }
            repetition.maximum = repetition.minimum
            return .repetition(.character(set), repetition)
        case .sequence(let nodes):
            guard let first = nodes.first else { return node }
            let start = withLeastStart(first)
            let rest = PatternNode.sequence(Array(nodes.dropFirst()))
            if case .sequence(let nodes) = start, nodes.isEmpty { return withLeastStart(rest) }
            return .sequence([start, rest])
        default: return node
        }
    }

    private typealias Alternative = (node: PatternNode, width: Int)

    /// One for content of one width.
    private func alternatives(of node: PatternNode) throws(JavaRegexError) -> [Alternative] {
        switch node {
        case .character: return [(node, 1)]
        case .assertion: return [(node, 0)]
        case .sequence(let nodes):
            var all: [Alternative] = [(.empty, 0)]
            for node in nodes { all = try followed(all, by: try alternatives(of: node)) }
            return all.count == 1 ? [(node, all[0].width)] : all
        case .alternation(let branches):
            var all: [Alternative] = []
            for branch in branches { all += try alternatives(of: branch) }
            return try limited(merged(all, node))
        case .group(let content, let kind): return try alternatives(of: content, in: kind, node)
        case .repetition(let content, let repetition): return try alternatives(of: content, repetition, node)
        case .backReference: throw unbounded
        case .grapheme: throw unsupported("\\X in a look-behind group")
        }
    }

    private func alternatives(
        of content: PatternNode, in kind: PatternNode.Group, _ node: PatternNode
    ) throws(JavaRegexError) -> [Alternative] {
        switch kind {
        case .lookahead, .lookbehind: return [(node, 0)]
        case .capturing, .plain, .atomic:
            let all = try alternatives(of: content)
            if all.count == 1 { return [(node, all[0].width)] }
            guard kind != .atomic else { throw unsupported("atomic groups of variable length in a look-behind group") }
            return all
        }
    }

    private func alternatives(
        of content: PatternNode, _ repetition: PatternNode.Repetition, _ node: PatternNode
    ) throws(JavaRegexError) -> [Alternative] {
        guard let maximum = repetition.maximum else { throw unbounded }
        let once = try alternatives(of: content)
        if once.count == 1, once[0].width == 0 || repetition.minimum == maximum {
            return [(node, once[0].width * maximum)]
        }
        guard repetition.mode != .possessive else {
            throw unsupported("possessive quantifiers of variable length in a look-behind group")
        }
        var all: [Alternative] = []
        var repeated: [Alternative] = [(.empty, 0)]
        for count in 0...maximum {
            if count > 0 { repeated = try followed(repeated, by: once) }
            if count >= repetition.minimum { all = try limited(all + repeated) }
        }
        return all
    }

    private func followed(_ left: [Alternative], by right: [Alternative]) throws(JavaRegexError) -> [Alternative] {
        try limited(left.flatMap { first in right.map { (.sequence([first.node, $0.node]), first.width + $0.width) } })
    }

    /// Alternatives of one width need not be written out.
    private func merged(_ all: [Alternative], _ node: PatternNode) -> [Alternative] {
        guard let first = all.first, all.allSatisfy({ $0.width == first.width }) else { return all }
        return [(node, first.width)]
    }

    private func limited(_ all: [Alternative]) throws(JavaRegexError) -> [Alternative] {
        guard all.count <= Self.limit else {
            throw unsupported("look-behind groups of more than \(Self.limit) lengths and alternatives")
        }
        return all
    }

    private func capturesGroups(_ node: PatternNode) -> Bool {
        switch node {
        case .sequence(let nodes), .alternation(let nodes): nodes.contains(where: capturesGroups)
        case .group(let content, let kind): kind == .capturing || capturesGroups(content)
        case .repetition(let content, _): capturesGroups(content)
        case .character, .assertion, .backReference, .grapheme: false
        }
    }

    private var unbounded: JavaRegexError {
        parser.error("Look-behind group does not have an obvious maximum length")
    }

    private func unsupported(_ what: String) -> JavaRegexError { parser.error("Not supported: \(what)") }
}
