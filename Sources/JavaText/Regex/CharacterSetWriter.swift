/// Writes sets of characters for PCRE2.
enum CharacterSetWriter {
    /// What matches one character of the set.
    static func text(of set: CharacterSet) -> String {
        switch set {
        case .ranges(let ranges):
            let ranges = ranges.compactMap(encodable)
            if ranges.isEmpty { return "(?!)" }
            if ranges == [0...0x10FFFF] { return "." }
            if ranges.count == 1, ranges[0].count == 1 { return literal(ranges[0].lowerBound) }
            return "[\(items(ranges))]"
        case .caseless(let ranges):
            let ranges = ranges.compactMap(encodable)
            return ranges.isEmpty ? "(?!)" : "(?i:[\(items(ranges))])"
        case .property(let name): return "\\p{\(name)}"
        case .complement(.caseless(let ranges)):
            let ranges = ranges.compactMap(encodable)
            return ranges.isEmpty ? "." : "(?i:[^\(items(ranges))])"
        case .complement(let set):
            if let items = classItems(set) { return items.isEmpty ? "." : "[^\(items)]" }
            return "(?:(?!\(text(of: set))).)"
        case .union(let sets): return union(sets)
        case .intersection(let left, let right): return "(?:(?=\(text(of: left)))\(text(of: right)))"
        }
    }

    private static func union(_ sets: [CharacterSet]) -> String {
        var items = ""
        var others: [String] = []
        for set in sets {
            if let some = classItems(set) { items += some } else { others.append(text(of: set)) }
        }
        let all = (items.isEmpty ? [] : ["[\(items)]"]) + others
        return all.count == 1 ? all[0] : all.isEmpty ? "(?!)" : "(?:\(all.joined(separator: "|")))"
    }

    /// What stands between brackets, for what can stand there.
    private static func classItems(_ set: CharacterSet) -> String? {
        switch set {
        case .ranges(let ranges): return items(ranges.compactMap(encodable))
        case .property(let name): return "\\p{\(name)}"
        case .complement(.property(let name)): return "\\P{\(name)}"
        case .union(let sets):
            var all = ""
            for set in sets {
                guard let items = classItems(set) else { return nil }
                all += items
            }
            return all
        case .caseless, .complement, .intersection: return nil
        }
    }

    private static func items(_ ranges: [ClosedRange<UInt32>]) -> String {
        ranges.map { range in
            range.count == 1 ? literal(range.lowerBound) : "\(literal(range.lowerBound))-\(literal(range.upperBound))"
        }.joined()
    }

    /// A range without the surrogates at its ends, which no text has.
    private static func encodable(_ range: ClosedRange<UInt32>) -> ClosedRange<UInt32>? {
        let surrogates: ClosedRange<UInt32> = 0xD800...0xDFFF
        let first = surrogates.contains(range.lowerBound) ? 0xE000 : range.lowerBound
        let last = surrogates.contains(range.upperBound) ? 0xD7FF : range.upperBound
        return first <= last ? first...last : nil
    }

    private static func literal(_ character: UInt32) -> String {
        if isLetter(character) || isDigit(character), let scalar = Unicode.Scalar(character) { return String(scalar) }
        return "\\x{\(String(character, radix: 16))}"
    }
}
