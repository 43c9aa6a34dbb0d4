/// A set of characters: explicit ranges, the properties of Unicode that PCRE2 knows by name, and what is made of them.
indirect enum CharacterSet: Sendable {
    /// Characters one by one, in ranges that may overlap.
    case ranges([ClosedRange<UInt32>])
    /// Characters and their other cases anywhere in Unicode.
    case caseless([ClosedRange<UInt32>])
    /// A property by the name that PCRE2 has for it.
    case property(String)
    case complement(CharacterSet)
    case union([CharacterSet])
    case intersection(CharacterSet, CharacterSet)

    static let anything = CharacterSet.ranges([0...0x10FFFF])
    static let lineTerminators = CharacterSet.ranges([10...10, 13...13, 0x85...0x85, 0x2028...0x2029])
    static let digits = CharacterSet.ranges([48...57])
    static let space = CharacterSet.ranges([9...13, 32...32])
    static let word = CharacterSet.ranges([48...57, 65...90, 95...95, 97...122])
    static let verticalSpace = CharacterSet.ranges([10...13, 0x85...0x85, 0x2028...0x2029])
    static let horizontalSpace = CharacterSet.ranges([
        9...9, 32...32, 0xA0...0xA0, 0x1680...0x1680, 0x180E...0x180E, 0x2000...0x200A, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000,
    ])

    static func properties(_ names: String...) -> CharacterSet { .union(names.map { .property($0) }) }

    static func one(_ character: UInt32) -> CharacterSet { .ranges([character...character]) }

    var negated: CharacterSet {
        switch self {
        case .complement(let set): set
        case .ranges(let ranges): .ranges(Self.inverted(ranges))
        default: .complement(self)
        }
    }

    func negated(if condition: Bool) -> CharacterSet { condition ? negated : self }

    func union(_ other: CharacterSet) -> CharacterSet { .union(of: [self, other]) }

    /// What is in one of the sets: of each kind that can be joined there is one in the result.
    static func union(of sets: [CharacterSet]) -> CharacterSet {
        var plain: [ClosedRange<UInt32>] = []
        var caseless: [ClosedRange<UInt32>] = []
        var others: [CharacterSet] = []
        for set in sets.flatMap(\.parts) {
            switch set {
            case .ranges(let ranges): plain += ranges
            case .caseless(let ranges): caseless += ranges
            default: others.append(set)
            }
        }
        if !caseless.isEmpty { others.insert(.caseless(caseless), at: 0) }
        if !plain.isEmpty || others.isEmpty { others.insert(.ranges(plain), at: 0) }
        return others.count == 1 ? others[0] : .union(others)
    }

    private var parts: [CharacterSet] { if case .union(let sets) = self { sets } else { [self] } }

    /// The characters of a range as the flags of the pattern see them: those of the other case too, of ASCII's letters
    /// or of all.
    static func range(_ range: ClosedRange<UInt32>, _ flags: PatternFlags) -> CharacterSet {
        guard flags.contains(.caseInsensitive) else { return .ranges([range]) }
        guard flags.contains(.unicodeCase) else { return .ranges([range] + otherCaseOfASCII(range)) }
        // Java compares with the lower case of the upper case, by which the i's with and without dot are i's too.
        var ranges = [range]
        let i: UInt32 = 0x69
        if range.count == 1, [i, 0x49, 0x130, 0x131].contains(range.lowerBound) {
            ranges += [i...i, 0x130...0x131]
        } else {
            if range.contains(0x49) { ranges.append(0x131...0x131) }
            if range.contains(i) { ranges.append(0x130...0x131) }
        }
        return .caseless(ranges)
    }

    private static func otherCaseOfASCII(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
        let capitals: ClosedRange<UInt32> = 65...90
        let smalls: ClosedRange<UInt32> = 97...122
        var ranges: [ClosedRange<UInt32>] = []
        if range.overlaps(capitals) {
            let part = range.clamped(to: capitals)
            ranges.append(part.lowerBound + 32...part.upperBound + 32)
        }
        if range.overlaps(smalls) {
            let part = range.clamped(to: smalls)
            ranges.append(part.lowerBound - 32...part.upperBound - 32)
        }
        return ranges
    }

    private static func inverted(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var rest: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { rest.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { rest.append(next...0x10FFFF) }
        return rest
    }
}
