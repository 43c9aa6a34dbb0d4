import ConnectConfig

/// How topics of a source connector are created (KIP-158): groups of topics with their settings.
public struct TopicCreation: Sendable, Equatable {
    /// Topics that are created with the same settings.
    public struct Group: Sendable, Equatable {
        /// The alias.
        public let name: String
        /// Expressions for the names of its topics.
        public let include: [String]
        /// Expressions for names that are not in it although `include` matches.
        public let exclude: [String]
        /// The replication factor; -1 is the broker's default.
        public let replicationFactor: Int
        /// The number of partitions; -1 is the broker's default.
        public let partitions: Int
        /// Other settings of the topics, such as `cleanup.policy`.
        public let settings: [String: String]

        /// Whether a topic of this name is in the group.
        public func contains(_ topic: String) -> Bool {
            include.contains { TopicPattern.matches($0, topic) }
                && !exclude.contains { TopicPattern.matches($0, topic) }
        }
    }

    /// The groups in the order of `topic.creation.groups`; the group `default`, which has every topic, is the last.
    public let groups: [Group]

    /// The group in which a topic is: the first that contains it.
    public func group(of topic: String) -> Group? {
        groups.first { $0.name == "default" || $0.contains(topic) }
    }
}

extension TopicCreation {
    static let prefix = "topic.creation."

    /// Whether a configuration has settings for the creation of topics.
    static func isUsed(in properties: [String: String?]) -> Bool {
        properties.keys.contains { $0.hasPrefix(prefix) }
    }

    /// The aliases of a configuration's groups, without `default`, which is always there.
    private static func aliases(_ properties: [String: String?]) -> [String] {
        let value = try? ConfigDef.Value(
            parsing: properties["topic.creation.groups"] ?? nil, as: .list, key: "topic.creation.groups")
        return (value?.list ?? []).filter { $0 != "default" && !$0.isEmpty }
    }

    /// Adds the keys of the groups that a configuration names.
    static func addGroups(to definition: inout ConfigDef, for properties: [String: String?]) throws(ConfigError) {
        let fallback = groupDefinition(isDefault: true)
        try definition.embed(fallback, prefix: prefix + "default.", group: "Topic Creation: default")
        for alias in aliases(properties) where definition[prefix + alias + ".include"] == nil {
            let group = groupDefinition(isDefault: false)
            try definition.embed(group, prefix: "\(prefix)\(alias).", group: "Topic Creation: \(alias)")
        }
    }

    private static func groupDefinition(isDefault: Bool) -> ConfigDef {
        let everything: ConfigDef.Default = isDefault ? [".*"] : []
        // Other groups take what they do not set from the default group.
        let number: ConfigDef.Default = isDefault ? .required : .null
        return ConfigDef([
            ConfigDef.Key(
                "include", .list, default: everything, validator: TopicPattern.listValidator, importance: .low,
                documentation: "Regular expressions for the names of the group's topics.", order: 1),
            ConfigDef.Key(
                "exclude", .list, default: [], validator: TopicPattern.listValidator, importance: .low,
                documentation: "Regular expressions for names that are not in the group.", order: 2),
            ConfigDef.Key(
                "replication.factor", .short, default: number,
                validator: positiveOrDefault(
                    "Replication factor must be positive and not larger than the number of brokers in the Kafka "
                        + "cluster, or -1 to use the broker's default"),
                importance: .low, documentation: "The replication factor of the group's topics.", order: 3),
            ConfigDef.Key(
                "partitions", .int, default: number,
                validator: positiveOrDefault(
                    "Number of partitions must be positive, or -1 to use the broker's default"),
                importance: .low, documentation: "The number of partitions of the group's topics.", order: 4),
        ])
    }

    private static func positiveOrDefault(_ reason: String) -> ConfigDef.Validator {
        ConfigDef.Validator("Positive number, or -1 to use the broker's default") { key, value throws(ConfigError) in
            guard let number = value.integer, number < 1, number != -1 else { return }
            throw ConfigError(value: "\(value)", key: key, reason: reason)
        }
    }

    /// Reads the groups of a configuration that was parsed with their keys.
    init(_ config: ParsedConfig) throws(ConfigError) {
        let prefix = TopicCreation.prefix
        let replicationFactor = try config.integer(prefix + "default.replication.factor")
        let partitions = try config.integer(prefix + "default.partitions")
        groups = (TopicCreation.aliases(config.originals) + ["default"]).map { name in
            let own = "\(prefix)\(name)."
            let settings = config.originals(withPrefix: own)
            return Group(
                name: name, include: config[own + "include"].list ?? [], exclude: config[own + "exclude"].list ?? [],
                replicationFactor: config[own + "replication.factor"].integer ?? replicationFactor,
                partitions: config[own + "partitions"].integer ?? partitions,
                settings: settings.filter { config.values[own + $0.key] == nil })
        }
    }
}
