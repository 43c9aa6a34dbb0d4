public import ConnectConfig
public import TaskProtocol

/// What validation of a configuration found out: Kafka Connect's `ConfigInfos`. Secrets are hidden in it.
public struct ConfigInfos: Sendable {
    /// One key: how it is defined, if anybody defines it, and what was found out.
    public struct Entry: Sendable {
        /// The definition; nil for a key that nobody defines.
        public var definition: ConfigDef.Key?
        /// The value and what is wrong with it.
        public var value: ValidatedValue
    }

    /// The connector's class, as it was written.
    public var name: String
    /// How many errors there are; of a converter's keys and of client settings each counts once.
    public var errorCount = 0
    /// The groups of the keys, in order.
    public private(set) var groups: [String] = []
    /// The keys, in Connect's order.
    public var entries: [Entry] = []

    /// No keys yet.
    init(name: String) {
        self.name = name
    }

    /// The message with which Connect refuses a configuration, or nil if nothing is wrong.
    public var errorMessage: String? {
        guard errorCount > 0 else { return nil }
        return "Connector configuration is invalid and contains the following \(errorCount) error(s):\n"
            + entries.flatMap(\.value.errors).joined(separator: "\n")
            + "\nYou can also find the above list of errors at the endpoint "
            + "`/connector-plugins/{connectorType}/config/validate`"
    }

    mutating func addGroup(_ group: String?) {
        if let group, !groups.contains(group) { groups.append(group) }
    }

    /// Puts the variables in place of what config providers gave for them.
    mutating func hide(_ secrets: ConfigSecrets) {
        guard !secrets.isEmpty else { return }
        for index in entries.indices {
            let name = entries[index].value.name
            if let written = secrets.writtenValues[name], let value = entries[index].value.value,
                value != Password.hidden
            {
                entries[index].value.value = written
            }
            entries[index].value.errors = entries[index].value.errors.map { secrets.hide(inError: $0, of: name) }
            entries[index].value.recommendedValues = entries[index].value.recommendedValues.map(secrets.hide)
            // An alias may come from a provider, and then it stands in the names of keys and groups.
            entries[index].value.name = secrets.hide(in: name)
            entries[index].definition = entries[index].definition?.hiding(secrets)
        }
        groups = groups.map(secrets.hide)
    }
}

extension ValidatedValue {
    /// What was found out about a key, with its secrets hidden.
    init(_ value: ConfigValue) {
        self.init(
            name: value.name, value: value.value.text, recommendedValues: value.recommendedValues.compactMap(\.text),
            errors: value.errors, isVisible: value.isVisible)
    }
}

extension ConfigDef.Key {
    /// The definition that a plugin process sent; nil if it is not of this build.
    init?(_ key: PluginConfigKey) {
        guard let type = ConfigDef.ValueType(rawValue: key.type),
            let importance = ConfigDef.Importance(rawValue: key.importance),
            let width = ConfigDef.Width(rawValue: key.width)
        else { return nil }
        self.init(
            key.name, type, default: key.isRequired ? .required : .value(key.defaultValue.map { .string($0) } ?? .null),
            importance: importance, documentation: key.documentation, group: key.group, order: Int(key.orderInGroup),
            width: width, displayName: key.displayName, dependents: key.dependents, isInternal: key.isInternal)
    }
}

extension ConfigDef {
    /// A definition that a plugin process sent: validators and recommenders stayed there.
    init(_ keys: [PluginConfigKey]) throws(ConfigError) {
        self.init()
        for key in keys.compactMap(Key.init) { try add(key) }
    }
}
