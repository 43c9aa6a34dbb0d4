/// What validation found out about one key: the counterpart of Kafka's `ConfigValue`.
public struct ConfigValue: Sendable, Equatable {
    /// The key.
    public let name: String
    /// Its value, or `.null` if it has none or none that can be read.
    public var value: ConfigDef.Value = .null
    /// The values to choose from.
    public var recommendedValues: [ConfigDef.Value] = []
    /// What is wrong, in sentences; empty if nothing is.
    public var errors: [String] = []
    /// Whether tools show the key.
    public var isVisible = true

    /// A key without value and without errors.
    public init(
        name: String, value: ConfigDef.Value = .null, recommendedValues: [ConfigDef.Value] = [], errors: [String] = [],
        isVisible: Bool = true
    ) {
        self.name = name
        self.value = value
        self.recommendedValues = recommendedValues
        self.errors = errors
        self.isVisible = isVisible
    }
}
