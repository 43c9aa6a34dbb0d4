/// One line of the table of Java client properties.
struct ClientProperty: Sendable {
    /// What becomes of a property.
    enum Rule: Sendable {
        /// librdkafka has it under this name, within these bounds; a value outside is brought inside with a warning.
        case translated(String, ClosedRange<Int64>? = nil)
        /// Becomes librdkafka's property by a function of its own, mostly together with others.
        case derived(String)
        /// Kept by this library or by the loop that uses it.
        case ours(String)
        /// Has no meaning here. Values in `silently` say what is true anyway and get no warning.
        case ignored(String, silently: [String] = [])
        /// Would promise what cannot be kept. Values in `except` say what is true anyway.
        case refused(String, except: [String] = [])
    }

    let name: String
    let kinds: Set<ClientKind>
    let values: AllowedValues
    let rule: Rule
    var isSecret = false

    init(_ name: String, _ kinds: Set<ClientKind>, _ values: AllowedValues, _ rule: Rule, secret: Bool = false) {
        self.name = name
        self.kinds = kinds
        self.values = values
        self.rule = rule
        isSecret = secret
    }
}

extension Set<ClientKind> {
    static let all: Set<ClientKind> = [.producer, .consumer, .admin]
    static let producer: Set<ClientKind> = [.producer]
    static let consumer: Set<ClientKind> = [.consumer]
    static let admin: Set<ClientKind> = [.admin]
}

/// What Kafka 4.3 accepts as a property's value.
enum AllowedValues: Sendable {
    case text
    case nonEmptyText
    case boolean
    case integer(ClosedRange<Int64>)
    case decimal
    case oneOf([String])
    case oneOfIgnoringCase([String])

    static let count = AllowedValues.integer(0...Int64(Int32.max))
    static let positive = AllowedValues.integer(1...Int64(Int32.max))
    static let long = AllowedValues.integer(0...Int64.max)

    /// Nil if the value is allowed, otherwise what is.
    func complaint(about value: String) -> String? {
        switch self {
        case .text:
            return nil
        case .nonEmptyText:
            return value.isEmpty ? "must not be empty" : nil
        case .boolean:
            return ["true", "false"].contains(value.lowercased()) ? nil : "must be true or false"
        case .integer(let range):
            if let number = Int64(value), range.contains(number) { return nil }
            return Self.text(of: range)
        case .decimal:
            return Double(value) == nil ? "must be a number" : nil
        case .oneOf(let allowed):
            return allowed.contains(value) ? nil : "must be one of \(allowed.joined(separator: ", "))"
        case .oneOfIgnoringCase(let allowed):
            let lowered = value.lowercased()
            if allowed.contains(where: { $0.lowercased() == lowered }) { return nil }
            return "must be one of \(allowed.joined(separator: ", "))"
        }
    }

    private static func text(of range: ClosedRange<Int64>) -> String {
        switch (range.lowerBound, range.upperBound) {
        case (let low, Int64.max): "must be a whole number, at least \(low)"
        case (let low, let high): "must be a whole number from \(low) to \(high)"
        }
    }
}
