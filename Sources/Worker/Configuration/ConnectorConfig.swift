public import ConnectConfig

/// The configuration of a connector, as far as the worker reads it.
public struct ConnectorConfig: Sendable {
    /// A transformation or predicate of the connector.
    public struct Alias: Sendable, Equatable {
        /// Its name in the configuration.
        public let name: String
        /// Its class, by full name or alias.
        public let type: String
        /// The range of versions that is asked for.
        public let version: String?
        /// The predicate that decides where a transformation applies, and whether it is negated.
        public let predicate: (name: String, isNegated: Bool)?

        /// Compares all that is written.
        public static func == (left: Self, right: Self) -> Bool {
            left.name == right.name && left.type == right.type && left.version == right.version
                && left.predicate?.name == right.predicate?.name
                && left.predicate?.isNegated == right.predicate?.isNegated
        }
    }

    /// The topics that a sink consumes.
    public enum Topics: Sendable, Equatable {
        /// These.
        case names([String])
        /// Those whose whole name an expression matches.
        case pattern(String)
    }

    /// The configuration as it was written, without its nulls.
    public let properties: [String: String]
    /// The type of the connector.
    public let type: ConnectorType
    /// Its name.
    public let name: String
    /// Its class, by full name or alias.
    public let connectorClass: String
    /// The range of versions that is asked for.
    public let pluginVersion: String?
    /// The most tasks it may use, and whether more are an error.
    public let tasksMax: (count: Int, isEnforced: Bool)
    /// The transformations, in the order in which records go through them.
    public let transforms: [Alias]
    /// The predicates that transformations use.
    public let predicates: [Alias]
    /// Whether the connector is restarted when a config provider has new values.
    public let restartsOnReload: Bool
    /// The topics of a sink; `nil` for a source.
    public let topics: Topics?
    /// How topics of a source are created; `nil` if its configuration does not say.
    public let topicCreation: TopicCreation?
    /// How its tasks are watched, limited and restarted.
    public let supervision: TaskSupervision
    /// The typed value of every key that the worker knows.
    public let values: ParsedConfig

    /// Reads a configuration.
    ///
    /// - Throws: Connect's message with every error.
    public init(
        _ properties: [String: String?], type: ConnectorType, worker: WorkerConfig, classes: PluginClasses = .unchecked
    ) throws(ConfigError) {
        let results = ConnectorConfig.validate(properties, type: type, worker: worker, classes: classes)
        if let message = ConnectorConfig.errorMessage(for: results) { throw ConfigError(message) }
        var definition = ConnectorConfig.fullDefinition(type, for: properties)
        let own = ConnectorConfig.ownDefinition(type, for: properties, worker: worker)
        for key in own.keys where definition[key.name] == nil { try definition.add(key) }
        let values = try definition.parse(properties)
        self.values = values
        self.properties = properties.compactMapValues { $0 }
        self.type = type
        name = try values.string("name")
        connectorClass = try values.string("connector.class")
        pluginVersion = values["connector.plugin.version"].string
        tasksMax = (count: try values.integer("tasks.max"), isEnforced: try values.boolean("tasks.max.enforce"))
        transforms = try ConnectorConfig.aliases("transforms", values)
        predicates = try ConnectorConfig.aliases("predicates", values)
        restartsOnReload = try values.string("config.action.reload") == "restart"
        switch type {
        case .source:
            topics = nil
            topicCreation = TopicCreation.isUsed(in: properties) ? try TopicCreation(values) : nil
        case .sink:
            let names = try values.list("topics")
            topics = names.isEmpty ? .pattern(try values.string("topics.regex")) : .names(names)
            topicCreation = nil
        }
        supervision = try TaskSupervision(ConnectorConfig.supervisionDefinition(worker).parse(properties))
    }

    private static func aliases(_ key: String, _ values: ParsedConfig) throws(ConfigError) -> [Alias] {
        try aliases(key, values.originals).map { name throws(ConfigError) in
            let own = "\(key).\(name)."
            return Alias(
                name: name, type: try values.string(own + "type"), version: values[own + "plugin.version"].string,
                predicate: values[own + "predicate"].string.map {
                    (name: $0, isNegated: values[own + "negate"].boolean ?? false)
                })
        }
    }

    /// The keys of `TaskSupervision`, with the worker's values as their defaults.
    static func supervisionDefinition(_ worker: WorkerConfig) -> ConfigDef {
        ConfigDef(
            TaskSupervision.workerKeys.map { key in
                ConfigDef.Key(
                    key.name, key.type, default: .value(worker.values[key.name]), validator: key.validator,
                    importance: key.importance, documentation: key.documentation, group: key.group)
            })
    }

    /// The settings under a prefix such as `transforms.a.`, without it.
    public func settings(withPrefix prefix: String) -> [String: String] {
        values.originals(withPrefix: prefix)
    }

    /// The class of a converter and its settings: the connector's if it names a class, else the worker's.
    ///
    /// - Parameter part: `key`, `value` or `header`.
    public func converter(_ part: String, worker: WorkerConfig) -> (className: String, settings: [String: String]) {
        let prefix = "\(part).converter."
        if let own = values["\(part).converter"].string {
            return (own, settings(withPrefix: prefix))
        }
        return (worker.values["\(part).converter"].string ?? "", worker.settings(withPrefix: prefix))
    }
}
