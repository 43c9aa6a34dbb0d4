public import ConnectConfig
public import TaskProtocol

extension PluginConfigKey {
    /// What of a key's definition crosses a process border; validator and recommender stay.
    public init(_ key: ConfigDef.Key) {
        let fallback: String? = if case .value(let value) = key.defaultValue { value.text } else { nil }
        self.init(
            name: key.name, type: key.type.rawValue, importance: key.importance.rawValue, width: key.width.rawValue,
            isRequired: key.isRequired, isInternal: key.isInternal, defaultValue: fallback,
            documentation: key.documentation, group: key.group, displayName: key.displayName,
            orderInGroup: Int32(clamping: key.orderInGroup), dependents: key.dependents)
    }
}

extension ValidatedValue {
    /// What was found out about a key, with its secrets hidden.
    public init(_ value: ConfigValue) {
        self.init(
            name: value.name, value: value.value.text, recommendedValues: value.recommendedValues.compactMap(\.text),
            errors: value.errors, isVisible: value.isVisible)
    }
}
