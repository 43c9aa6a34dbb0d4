extension ConfigDef {
    /// The typed value of a key.
    public enum Value: Sendable, Hashable {
        /// No value.
        case null
        /// Of type BOOLEAN.
        case boolean(Bool)
        /// Of type STRING.
        case string(String)
        /// Of type INT.
        case int(Int32)
        /// Of type SHORT.
        case short(Int16)
        /// Of type LONG.
        case long(Int64)
        /// Of type DOUBLE.
        case double(Double)
        /// Of type LIST.
        case list([String])
        /// Of type CLASS: the name as it was written; whether it exists is for whoever knows the plugins.
        case `class`(String)
        /// Of type PASSWORD.
        case password(Password)
    }
}

extension ConfigDef.Value {
    /// Reads a text as a value of a type, by the rules of Kafka's `ConfigDef.parseType`.
    ///
    /// - Parameters:
    ///   - text: what the configuration has; `nil` is a null there and gives `.null`.
    ///   - type: the type to read.
    ///   - key: the key, for the error.
    public init(parsing text: String?, as type: ConfigDef.ValueType, key: String) throws(ConfigError) {
        guard let text else {
            self = .null
            return
        }
        let trimmed = text.javaTrimmed
        switch type {
        case .string: self = .string(trimmed)
        case .password: self = .password(Password(trimmed))
        case .class: self = .class(trimmed)
        case .list: self = .list(text.listElements)
        case .boolean:
            switch trimmed.lowercased() {
            case "true": self = .boolean(true)
            case "false": self = .boolean(false)
            default: throw ConfigError(value: text, key: key, reason: "Expected value to be either true or false")
            }
        case .int, .short, .long, .double:
            guard let number = Self.number(trimmed, type) else {
                throw ConfigError(value: text, key: key, reason: "Not a number of type \(type.rawValue)")
            }
            self = number
        }
    }

    private static func number(_ text: String, _ type: ConfigDef.ValueType) -> Self? {
        switch type {
        case .short: JavaNumber.integer(text, as: Int16.self).map(Self.short)
        case .int: JavaNumber.integer(text, as: Int32.self).map(Self.int)
        case .long: JavaNumber.integer(text, as: Int64.self).map(Self.long)
        default: JavaNumber.double(text).map(Self.double)
        }
    }

    /// The same value as another type: a text is read, an integer changes its width.
    func converted(to type: ConfigDef.ValueType, key: String) throws(ConfigError) -> Self {
        switch (self, type) {
        case (.null, _), (.boolean, .boolean), (.int, .int), (.short, .short), (.long, .long), (.double, .double),
            (.list, .list), (.class, .class), (.password, .password):
            return self
        case (.long(let value), .double):
            return .double(Double(value))
        case (.string(let text), _):
            return try Self(parsing: text, as: type, key: key)
        case (.long(let value), .int), (.long(let value), .short):
            return try Self(parsing: String(value), as: type, key: key)
        default:
            throw ConfigError(value: description, key: key, reason: "Not a value of type \(type.rawValue)")
        }
    }

    /// A list without the elements that it has already; any other value as it is.
    var withUniqueElements: Self {
        if case .list(let elements) = self { .list(elements.exactlyUnique) } else { self }
    }

    /// The value as a configuration writes it, with secrets hidden: Kafka's `ConfigDef.convertToString`.
    public var text: String? {
        switch self {
        case .null: nil
        case .list(let elements): elements.joined(separator: ",")
        default: description
        }
    }

    /// The boolean, if the value is one.
    public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

    /// The text of a STRING or CLASS.
    public var string: String? {
        switch self {
        case .string(let value), .class(let value): value
        default: nil
        }
    }

    /// The integer of an INT, SHORT or LONG.
    public var integer: Int? {
        switch self {
        case .int(let value): Int(value)
        case .short(let value): Int(value)
        case .long(let value): Int(value)
        default: nil
        }
    }

    /// The number of a DOUBLE.
    public var double: Double? { if case .double(let value) = self { value } else { nil } }

    /// The elements of a LIST.
    public var list: [String]? { if case .list(let value) = self { value } else { nil } }

    /// The secret of a PASSWORD.
    public var password: Password? { if case .password(let value) = self { value } else { nil } }
}

extension ConfigDef.Value: CustomStringConvertible {
    /// The value as error messages show it, with secrets hidden.
    public var description: String {
        switch self {
        case .null: "null"
        case .boolean(let value): String(value)
        case .string(let value), .class(let value): value
        case .int(let value): String(value)
        case .short(let value): String(value)
        case .long(let value): String(value)
        case .double(let value): JavaNumber.text(value)
        case .list(let elements): "[\(elements.joined(separator: ", "))]"
        case .password: Password.hidden
        }
    }
}

extension [String] {
    /// Each text once. Two are one only if they have the same code points, as in Java.
    var exactlyUnique: Self {
        var seen: Set<[UInt8]> = []
        return filter { seen.insert([UInt8]($0.utf8)).inserted }
    }
}
