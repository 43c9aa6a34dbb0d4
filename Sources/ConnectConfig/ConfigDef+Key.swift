extension ConfigDef {
    /// One key of a definition.
    public struct Key: Sendable {
        /// The name, as it is written in a configuration.
        public let name: String
        /// The type of its values.
        public let type: ValueType
        /// Its value where the configuration does not have it, or that it must be there.
        public internal(set) var defaultValue: Default
        /// The rule for its values beyond their type.
        public let validator: Validator?
        /// How much a user should care.
        public let importance: Importance
        /// What it does, in a sentence or two.
        public let documentation: String
        /// The group under which tools show it.
        public let group: String?
        /// Its place in the group, from 1; -1 if it has none.
        public let orderInGroup: Int
        /// How wide tools should show its field.
        public let width: Width
        /// The name that tools show.
        public let displayName: String
        /// The keys whose valid values or visibility depend on this one.
        public let dependents: [String]
        /// Suggests values, and decides whether the key is shown.
        public let recommender: Recommender?
        /// Whether tools and documentation leave it out.
        public let isInternal: Bool

        /// Describes a key; without a default it is required.
        public init(
            _ name: String, _ type: ValueType, default defaultValue: Default = .required, validator: Validator? = nil,
            importance: Importance, documentation: String, group: String? = nil, order: Int = -1, width: Width = .none,
            displayName: String? = nil, dependents: [String] = [], recommender: Recommender? = nil,
            isInternal: Bool = false
        ) {
            self.name = name
            self.type = type
            self.defaultValue = defaultValue
            self.validator = validator
            self.importance = importance
            self.documentation = documentation
            self.group = group
            self.orderInGroup = order
            self.width = width
            self.displayName = displayName ?? name
            self.dependents = dependents
            self.recommender = recommender
            self.isInternal = isInternal
        }

        /// Whether a configuration without this key is in error.
        public var isRequired: Bool {
            if case .required = defaultValue { true } else { false }
        }
    }

    /// The types of values, named as Kafka's REST API names them.
    public enum ValueType: String, Sendable, CaseIterable {
        /// `true` or `false`, in any case.
        case boolean = "BOOLEAN"
        /// Text, without white space at its ends.
        case string = "STRING"
        /// A 32-bit integer.
        case int = "INT"
        /// A 16-bit integer.
        case short = "SHORT"
        /// A 64-bit integer.
        case long = "LONG"
        /// A 64-bit floating-point number.
        case double = "DOUBLE"
        /// Texts, separated by commas.
        case list = "LIST"
        /// The name of a plugin's class.
        case `class` = "CLASS"
        /// A secret.
        case password = "PASSWORD"
    }

    /// How much a user should care for a key.
    public enum Importance: String, Sendable {
        /// Nearly everyone sets it.
        case high = "HIGH"
        /// Many set it.
        case medium = "MEDIUM"
        /// Few set it.
        case low = "LOW"
    }

    /// How wide a tool should show a key's field.
    public enum Width: String, Sendable {
        /// Not stated.
        case none = "NONE"
        /// A few characters.
        case short = "SHORT"
        /// A word or two.
        case medium = "MEDIUM"
        /// A line.
        case long = "LONG"
    }

    /// What a key is worth where the configuration does not have it.
    public enum Default: Sendable, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
        ExpressibleByStringLiteral, ExpressibleByArrayLiteral
    {
        /// The configuration must have it.
        case required
        /// This value, possibly `.null`.
        case value(Value)

        /// No value, and that is no error.
        public static let null = Default.value(.null)

        /// A default of type BOOLEAN.
        public init(booleanLiteral value: Bool) { self = .value(.boolean(value)) }
        /// A default of one of the integer types.
        public init(integerLiteral value: Int64) { self = .value(.long(value)) }
        /// A default of type DOUBLE.
        public init(floatLiteral value: Double) { self = .value(.double(value)) }
        /// A default of any type, written as in a configuration.
        public init(stringLiteral value: String) { self = .value(.string(value)) }
        /// A default of type LIST.
        public init(arrayLiteral elements: String...) { self = .value(.list(elements)) }
    }
}
