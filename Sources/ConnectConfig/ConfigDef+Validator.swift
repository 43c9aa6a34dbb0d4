extension ConfigDef {
    /// A rule for the values of a key beyond their type, applied to defaults too.
    public struct Validator: Sendable {
        /// What the rule allows, as documentation shows it.
        public let description: String

        /// Whether a list loses the elements that it has twice before the rule looks at it (KIP-1161).
        let wantsUniqueElements: Bool
        private let rule: @Sendable (_ key: String, _ value: Value) throws(ConfigError) -> Void

        /// A rule of one's own.
        ///
        /// - Parameters:
        ///   - description: what it allows.
        ///   - rule: throws a `ConfigError` if the value of the key is not allowed; called from any thread.
        public init(
            _ description: String,
            rule: @escaping @Sendable (_ key: String, _ value: Value) throws(ConfigError) -> Void
        ) {
            self.init(description, wantsUniqueElements: false, rule: rule)
        }

        fileprivate init(
            _ description: String, wantsUniqueElements: Bool,
            rule: @escaping @Sendable (_ key: String, _ value: Value) throws(ConfigError) -> Void
        ) {
            self.description = description
            self.wantsUniqueElements = wantsUniqueElements
            self.rule = rule
        }

        /// Throws if the key may not have this value.
        public func check(_ value: Value, of key: String) throws(ConfigError) {
            try rule(key, value)
        }
    }
}

extension ConfigDef.Validator {
    /// A rule that says in one sentence what is expected when a value does not pass.
    private init(
        _ description: String, expecting reason: String, where passes: @escaping @Sendable (ConfigDef.Value) -> Bool
    ) {
        self.init(description) { key, value throws(ConfigError) in
            if !passes(value) { throw ConfigError(value: value.description, key: key, reason: reason) }
        }
    }

    // MARK: - Numbers

    /// An integer of at least `minimum`; null is not allowed.
    public static func atLeast(_ minimum: Int) -> Self {
        range(.long(Int64(minimum)), nil)
    }

    /// An integer from `minimum` to `maximum`, both included; null is not allowed.
    public static func between(_ minimum: Int, _ maximum: Int) -> Self {
        range(.long(Int64(minimum)), .long(Int64(maximum)))
    }

    /// A number from `minimum` to `maximum`, both included; null is not allowed.
    public static func between(_ minimum: Double, _ maximum: Double) -> Self {
        range(.double(minimum), .double(maximum))
    }

    private static func range(_ minimum: ConfigDef.Value, _ maximum: ConfigDef.Value?) -> Self {
        Self("[\(minimum),...\(maximum.map { ",\($0)" } ?? "")]") { key, value throws(ConfigError) in
            guard let number = Self.magnitude(value) else {
                throw ConfigError(value: value.description, key: key, reason: "Value must be non-null")
            }
            if let limit = Self.magnitude(minimum), number < limit {
                throw ConfigError(value: value.description, key: key, reason: "Value must be at least \(minimum)")
            }
            if let maximum, let limit = Self.magnitude(maximum), number > limit {
                throw ConfigError(value: value.description, key: key, reason: "Value must be no more than \(maximum)")
            }
        }
    }

    private static func magnitude(_ value: ConfigDef.Value) -> Double? {
        value.double ?? value.integer.map(Double.init)
    }

    // MARK: - Texts

    /// One of these texts.
    public static func oneOf(_ texts: [String]) -> Self {
        let list = texts.joined(separator: ", ")
        return Self("[\(list)]", expecting: "String must be one of: \(list)") { value in
            value.string.map(texts.contains) ?? false
        }
    }

    /// One of these texts, in any case.
    public static func oneOf(ignoringCase texts: [String]) -> Self {
        let texts = texts.map { $0.uppercased() }
        let list = texts.joined(separator: ", ")
        return Self("(case insensitive) [\(list)]", expecting: "String must be one of (case insensitive): \(list)") {
            $0.string.map { texts.contains($0.uppercased()) } ?? false
        }
    }

    /// A text that is not empty; null is allowed.
    public static let nonEmpty = Self("non-empty string", expecting: "String must be non-empty") { value in
        value.string != ""
    }

    /// A text that is not empty and has no control characters; null is allowed.
    public static let nonEmptyWithoutControlCharacters = Self(
        "non-empty string without ISO control characters"
    ) { key, value throws(ConfigError) in
        guard let text = value.string else { return }
        if text.isEmpty { throw ConfigError(value: text, key: key, reason: "String may not be empty") }
        let codes = text.unicodeScalars.filter { $0.properties.generalCategory == .control }.map { String($0.value) }
        if !codes.isEmpty {
            let reason = "String may not contain control sequences but had the following ASCII chars: "
            throw ConfigError(value: text, key: key, reason: reason + codes.joined(separator: ", "))
        }
    }

    /// Any value but null.
    public static let nonNull = Self("non-null string", expecting: "entry must be non null") { $0 != .null }

    // MARK: - Lists

    /// A list of at most `count` elements.
    public static func atMost(elements count: Int) -> Self {
        Self("List containing maximum of \(count) elements", expecting: "exceeds maximum list size of [\(count)].") {
            ($0.list ?? []).count <= count
        }
    }

    /// A list of some of these texts, each once and none empty.
    public static func someOf(_ texts: [String], allowsEmpty: Bool = true) -> Self {
        let list = texts.joined(separator: ", ")
        return Self("[\(list)]", wantsUniqueElements: true) { key, value throws(ConfigError) in
            if value.list == [], !allowsEmpty {
                throw ConfigError("Configuration '\(key)' must not be empty. Valid values include: [\(list)]")
            }
            for element in value.list ?? [] where !element.isEmpty && !texts.contains(element) {
                throw ConfigError(value: element, key: key, reason: "String must be one of: \(list)")
            }
            try Self.uniqueElements(allowsEmpty: allowsEmpty).check(value, of: key)
        }
    }

    /// A list in which no element is empty and none is there twice.
    ///
    /// - Parameters:
    ///   - allowsEmpty: whether a list without elements is allowed.
    ///   - allowsNull: whether null is allowed.
    public static func uniqueElements(allowsEmpty: Bool = true, allowsNull: Bool = false) -> Self {
        Self("", wantsUniqueElements: true) { key, value throws(ConfigError) in
            guard let elements = value.list else {
                if allowsNull { return }
                throw ConfigError("Configuration '\(key)' values must not be null.")
            }
            if elements.isEmpty, !allowsEmpty {
                throw ConfigError(
                    "Configuration '\(key)' must not be empty. Valid values include: any non-empty value")
            }
            if elements.exactlyUnique.count < elements.count {
                throw ConfigError("Configuration '\(key)' values must not be duplicated.")
            }
            if elements.contains("") { throw ConfigError("Configuration '\(key)' values must not be empty.") }
        }
    }

    // MARK: - Several rules

    /// Every one of these rules, in this order.
    public static func all(_ validators: [Self]) -> Self {
        Self(validators.map(\.description).joined(separator: ", ")) { key, value throws(ConfigError) in
            for validator in validators { try validator.check(value, of: key) }
        }
    }
}
