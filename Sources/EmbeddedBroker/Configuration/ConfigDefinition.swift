/// A configuration that a topic or the broker knows: what values it takes, and what it is when nobody sets it.
struct ConfigDefinition: Sendable {
    /// What a value must be.
    enum Kind: Sendable {
        case boolean
        case int(ClosedRange<Int32>)
        case long(ClosedRange<Int64>)
        case double(ClosedRange<Int>)
        case string
        /// One of these.
        case choice([String])
        /// Some of these, with commas between.
        case list([String])
        /// gzip's levels, or -1 for its own default.
        case gzipLevel
        /// `PARTITION:BROKER`, with commas between, or `*`.
        case throttledReplicas
    }

    let name: String
    let kind: Kind
    /// nil where there is none.
    let defaultValue: String?

    init(_ name: String, _ kind: Kind, _ defaultValue: String?) {
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
    }

    /// What is wrong with a value, in Kafka's words; nil if it is right.
    func problem(with value: String) -> String? {
        let text = value.trimmingSpaces()
        switch kind {
        case .boolean:
            let isRight = ["true", "false"].contains(text.lowercased())
            return isRight ? nil : problem(value, "Expected value to be either true or false")
        case .int(let range): return problem(value, Int32(text), in: range, "INT")
        case .long(let range): return problem(value, Int64(text), in: range, "LONG")
        case .double(let range):
            return problem(value, Double(text), in: Double(range.lowerBound)...Double(range.upperBound), "DOUBLE")
        case .string: return nil
        case .choice(let choices): return choices.contains(text) ? nil : problem(value, choices)
        case .list(let choices):
            let items = Self.items(of: value)
            guard !items.contains("") else { return "Configuration '\(name)' values must not be empty." }
            return items.first { !choices.contains($0) }.flatMap { problem($0, choices) }
        case .gzipLevel:
            guard let level = Int32(text) else { return problem(value, "Not a number of type INT") }
            let isRight = level == -1 || 1...9 ~= level
            return isRight ? nil : problem(text, "Value must be between 1 and 9 or equal to -1")
        case .throttledReplicas:
            let isRight = Self.items(of: value) == ["*"] || Self.items(of: value).allSatisfy(Self.isReplica)
            return isRight
                ? nil
                : problem(
                    value,
                    "\(name) must be the literal '*' or a list of replicas in the following format: "
                        + "[partitionId]:[brokerId],[partitionId]:[brokerId],...")
        }
    }

    /// A checked value as DescribeConfigs writes it.
    func normalized(_ value: String) -> String {
        let text = value.trimmingSpaces()
        switch kind {
        case .boolean: return text.lowercased()
        case .int, .long, .gzipLevel: return Int64(text).map(String.init) ?? text
        case .double: return Double(text).map { "\($0)" } ?? text
        case .string, .choice: return text
        case .list, .throttledReplicas: return Self.items(of: value).joined(separator: ",")
        }
    }

    /// The items of a list, each once.
    static func items(of value: String) -> [String] {
        var items: [String] = []
        guard !value.trimmingSpaces().isEmpty else { return [] }
        for item in value.split(separator: ",", omittingEmptySubsequences: false) {
            let item = String(item).trimmingSpaces()
            if !items.contains(item) { items.append(item) }
        }
        return items
    }

    private static func isReplica(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { UInt32($0) != nil }
    }

    private func problem(_ value: String, _ why: String) -> String {
        "Invalid value \(value) for configuration \(name): \(why)"
    }

    private func problem(_ value: String, _ choices: [String]) -> String {
        problem(value, "String must be one of: \(choices.joined(separator: ", "))")
    }

    private func problem<Number: Comparable>(
        _ value: String, _ number: Number?, in range: ClosedRange<Number>, _ type: String
    ) -> String? {
        guard let number else { return problem(value, "Not a number of type \(type)") }
        if number < range.lowerBound { return problem("\(number)", "Value must be at least \(text(range.lowerBound))") }
        if number > range.upperBound {
            return problem("\(number)", "Value must be no more than \(text(range.upperBound))")
        }
        return nil
    }

    private func text(_ bound: some Comparable) -> String {
        (bound as? Double).map { "\(Int($0))" } ?? "\(bound)"
    }

    /// Whether values can be appended and taken away.
    var isList: Bool {
        switch kind {
        case .list, .throttledReplicas: true
        default: false
        }
    }

    /// The number that stands for the kind in DescribeConfigs.
    var wireType: Int8 {
        switch kind {
        case .boolean: 1
        case .string, .choice: 2
        case .int, .gzipLevel: 3
        case .long: 5
        case .double: 6
        case .list, .throttledReplicas: 7
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
