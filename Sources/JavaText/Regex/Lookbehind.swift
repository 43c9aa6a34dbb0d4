/// Makes of what is looked for behind a place what PCRE2 takes: alternatives that are of one width each.
///
/// Java takes any content with a greatest length, and by oversight some without, of which those that begin with the
/// repetition of a character are taken here. Repetitions and alternatives of several widths are written out.
struct Lookbehind {
    let parser: PatternParser
    /// How much may still be written out for the whole pattern; what PCRE2 compiles is bounded by as much.
    private(set) var room: Int

    /// So many alternatives at most are written out.
    private static let limit = 256
    /// PCRE2's own.
    private static let widest = 65535

    init(parser: PatternParser) {
        self.parser = parser
        room = parser.lookbehindRoom
    }

    /// What matches the same, as an alternation of contents of one width each.
    mutating func boundedAlternatives(of node: PatternNode) throws(JavaRegexError) -> PatternNode {
        let node = withLeastStart(node)
        let all = try alternatives(of: node)
        guard all.count > 1 else { return node }
        guard !node.capturesGroups else {
            throw unsupported("capturing groups in a look-behind group of variable length")
        }
        room -= all.reduce(0) { $0 + $1.size }
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
            for (index, first) in nodes.enumerated() {
                let start = withLeastStart(first)
                if case .sequence(let nodes) = start, nodes.isEmpty { continue }
                return .sequence([start] + nodes[(index + 1)...])
            }
            return .empty
        default: return node
        }
    }

    private struct Alternative {
        var nodes: [PatternNode] = []
        var width = 0
        /// Of what is written, see ``PatternNode/size``.
        var size = 0

        /// Sequences are flat: what is nested a thousand times could not be walked through.
        var node: PatternNode { nodes.count == 1 ? nodes[0] : .sequence(nodes) }

        mutating func append(_ other: Alternative) {
            nodes += other.nodes
            width += other.width
            size += other.size
        }
    }

    /// One for content of one width.
    private func alternatives(of node: PatternNode) throws(JavaRegexError) -> [Alternative] {
        switch node {
        case .character: return [Alternative(nodes: [node], width: 1, size: node.size)]
        case .assertion: return [Alternative(nodes: [node], width: 0, size: node.size)]
        case .sequence(let nodes):
            var all = [Alternative()]
            for node in nodes { try follow(&all, by: alternatives(of: node)) }
            return all
        case .alternation(let branches): return try alternatives(of: branches, node)
        case .group(let content, let kind): return try alternatives(of: content, in: kind, node)
        case .repetition(let content, let repetition): return try alternatives(of: content, repetition)
        case .backReference: throw unbounded
        case .grapheme: throw unsupported("\\X in a look-behind group")
        }
    }

    private func alternatives(
        of content: PatternNode, in kind: PatternNode.Group, _ node: PatternNode
    ) throws(JavaRegexError) -> [Alternative] {
        switch kind {
        case .lookahead, .lookbehind: return [Alternative(nodes: [node], width: 0, size: node.size)]
        case .capturing, .plain, .atomic:
            let all = try alternatives(of: content)
            if all.count == 1 { return [Alternative(nodes: [node], width: all[0].width, size: all[0].size + 1)] }
            guard kind != .atomic else { throw unsupported("atomic groups of variable length in a look-behind group") }
            return all
        }
    }

    private func alternatives(of branches: [PatternNode], _ node: PatternNode) throws(JavaRegexError) -> [Alternative] {
        var all: [Alternative] = []
        for branch in branches {
            let some = try alternatives(of: branch)
            all += some
            if some.count > 1 { try check(all) }
        }
        // Alternatives of one width need not be written out.
        if let width = all.first?.width, all.allSatisfy({ $0.width == width }) {
            return [Alternative(nodes: [node], width: width, size: all.reduce(all.count) { $0 + $1.size })]
        }
        try check(all)
        return all
    }

    private func alternatives(
        of content: PatternNode, _ repetition: PatternNode.Repetition
    ) throws(JavaRegexError) -> [Alternative] {
        guard let maximum = repetition.maximum else { throw unbounded }
        let once = try alternatives(of: content)
        if once.count == 1, once[0].width == 0 || repetition.minimum == maximum {
            return [try alternative(of: content, once[0], repetition)]
        }
        guard repetition.mode != .possessive else {
            throw unsupported("possessive quantifiers of variable length in a look-behind group")
        }
        var all: [Alternative] = []
        var repeated = [Alternative()]
        for count in (once.count == 1 ? repetition.minimum : 0)...maximum {
            if once.count == 1 {
                let exactly = PatternNode.Repetition(minimum: count, maximum: count, mode: .greedy)
                repeated = [try alternative(of: content, once[0], exactly)]
            } else if count > 0 {
                try follow(&repeated, by: once)
            }
            guard count >= repetition.minimum else { continue }
            all += repeated
            try check(all)
        }
        return all
    }

    /// Content of one width, repeated so often that it still has one.
    private func alternative(
        of content: PatternNode, _ once: Alternative, _ repetition: PatternNode.Repetition
    ) throws(JavaRegexError) -> Alternative {
        if repetition.maximum == 0 { return Alternative() }
        // Both are of 16 bits.
        let width = once.width * (repetition.maximum ?? 0)
        let all = Alternative(nodes: [.repetition(content, repetition)], width: width, size: once.size + 1)
        try check([all])
        return all
    }

    private func follow(_ all: inout [Alternative], by right: [Alternative]) throws(JavaRegexError) {
        if right.count == 1 {
            for index in all.indices { all[index].append(right[0]) }
        } else {
            try check(count: all.count * right.count)
            all = all.flatMap { first in
                right.map { second in
                    var both = first
                    both.append(second)
                    return both
                }
            }
        }
        try check(all)
    }

    private func check(_ all: [Alternative]) throws(JavaRegexError) {
        try check(count: all.count)
        guard all.allSatisfy({ $0.width <= Self.widest }) else {
            throw unsupported("look-behind groups of more than \(Self.widest) characters")
        }
        guard all.count == 1 || all.reduce(0, { $0 + $1.size }) <= room else {
            throw unsupported(
                "look-behind groups that take more than \(PatternParser.longest) characters and groups in all when their alternatives are written out"
            )
        }
    }

    private func check(count: Int) throws(JavaRegexError) {
        guard count <= Self.limit else {
            throw unsupported("look-behind groups of more than \(Self.limit) lengths and alternatives")
        }
    }

    private var unbounded: JavaRegexError {
        parser.error("Look-behind group does not have an obvious maximum length")
    }

    private func unsupported(_ what: String) -> JavaRegexError { parser.error("Not supported: \(what)") }
}
