/// A configuration that a topic or the broker knows: what values it takes, and what it is when nobody sets it.
struct ConfigDefinition: Sendable {
    /// What a value must be. The kinds and their numbers are those of DescribeConfigs.
    enum Kind: Sendable {
        case boolean
        case int(ClosedRange<Int32>)
        case long(ClosedRange<Int64>)
        case double(ClosedRange<Double>)
        case string
        /// One of these.
        case choice([String])
        /// Some of these, with commas between.
        case list([String])
        /// Any texts, with commas between.
        case texts
    }

    let name: String
    let kind: Kind
    let defaultValue: String

    init(_ name: String, _ kind: Kind, _ defaultValue: String) {
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
    }

    /// What is wrong with a value, as an operator should read it; nil if it is right.
    func problem(with value: String) -> String? {
        let trimmed = value.trimmingSpaces()
        switch kind {
        case .boolean:
            return ["true", "false"].contains(trimmed.lowercased()) ? nil : expected("true or false", value)
        case .int(let range): return Int32(trimmed).map(range.contains) == true ? nil : expected(text(range), value)
        case .long(let range): return Int64(trimmed).map(range.contains) == true ? nil : expected(text(range), value)
        case .double(let range): return Double(trimmed).map(range.contains) == true ? nil : expected(text(range), value)
        case .string, .texts: return nil
        case .choice(let choices):
            return choices.contains(trimmed) ? nil : expected("one of " + choices.joined(separator: ", "), value)
        case .list(let choices):
            let isKnown = value.split(separator: ",").allSatisfy { choices.contains(String($0).trimmingSpaces()) }
            return isKnown ? nil : expected("some of " + choices.joined(separator: ", "), value)
        }
    }

    private func expected(_ what: String, _ value: String) -> String {
        "Invalid value \(value) for configuration \(name): expected \(what)"
    }

    private func text<Bound>(_ range: ClosedRange<Bound>) -> String {
        "a number from \(range.lowerBound) to \(range.upperBound)"
    }

    /// The number that stands for the kind in DescribeConfigs.
    var wireType: Int8 {
        switch kind {
        case .boolean: 1
        case .string, .choice: 2
        case .int: 3
        case .long: 5
        case .double: 6
        case .list, .texts: 7
        }
    }
}

extension String {
    /// Without spaces at both ends.
    func trimmingSpaces() -> String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
