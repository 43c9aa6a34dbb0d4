internal import ConnectConfig

extension ConnectorConfig {
    /// What every connector of a type can be configured with: the keys of Kafka Connect 4.3, in its order.
    ///
    /// - Parameters:
    ///   - type: sources and sinks have keys of their own after the common ones; nil is for the common ones alone.
    ///   - names: the names and versions of classes, as far as they are known.
    static func definition(_ type: ConnectorType?, names: ClassNames = ClassNames()) -> ConfigDef {
        let own =
            switch type {
            case .source: sourceKeys
            case .sink: sinkKeys
            case nil: [ConfigDef.Key]()
            }
        return ConfigDef(identityKeys(names) + converterKeys(names) + aliasKeys + errorKeys + own)
    }

    private static func identityKeys(_ names: ClassNames) -> [ConfigDef.Key] {
        [
            key(
                "name", .string, .required, .nonEmptyWithoutControlCharacters, .high,
                common(1, .medium, "Connector name"),
                "The name of the connector, unique in its cluster."),
            key(
                "connector.class", .string, .required, nil, .high, common(2, .long, "Connector class"),
                "The class of the connector: its full name, its simple name, or that without Connector at its end."),
            key(
                "connector.plugin.version", .string, .version(names.connectorVersions), nil, .medium,
                common(3, .medium, "Connector version"),
                "The version of the connector, or a range of versions such as [1.0,2.0); the latest if not set.",
                recommender: .versions(names.connectorVersions)),
            key(
                "tasks.max", .int, 1, .atLeast(1), .high, common(4, .short, "Tasks max"),
                "The most tasks that the connector may use."),
            key(
                "tasks.max.enforce", .boolean, true, nil, .low, common(5, .short, "Enforce tasks max"),
                "Whether a connector fails that asks for more tasks than tasks.max."),
        ]
    }

    private static func converterKeys(_ names: ClassNames) -> [ConfigDef.Key] {
        [("key", "Key", 6), ("value", "Value", 8), ("header", "Header", 10)].flatMap { part, title, order in
            let converter = names.converters[part] ?? ClassNames.Converter()
            return [
                key(
                    "\(part).converter", .class, converter.workers.map { .value(.class($0)) } ?? .null, nil, .low,
                    common(order, .short, "\(title) converter class"),
                    "The class that translates the \(part)s of records; the worker's if not set.",
                    recommender: .values(converter.choices.map(ConfigDef.Value.class))),
                key(
                    "\(part).converter.plugin.version", .string, .version(converter.defaultVersions), nil, .low,
                    common(order + 1, .short, "\(title) converter version"),
                    "The version, or range of versions, of the \(part) converter.",
                    recommender: .versions(converter.versions, isVisible: converter.isFound)),
            ]
        }
    }

    private static let aliasKeys: [ConfigDef.Key] = [
        key(
            "transforms", .list, [], aliases("transformation aliases"), .low,
            Place(group: "Transforms", order: 12, width: .long, title: "Transforms"),
            "The aliases of the transformations that records go through, in this order."),
        key(
            "predicates", .list, [], aliases("predicate aliases"), .low,
            Place(group: "Predicates", order: 13, width: .long, title: "Predicates"),
            "The aliases of the predicates that transformations use."),
        key(
            "config.action.reload", .string, "restart", .oneOf(["none", "restart"]), .low,
            common(14, .medium, "Reload Action"),
            "What happens when a config provider has new values: restart the connector, or none."),
    ]

    private static let errorKeys: [ConfigDef.Key] = [
        key(
            "errors.retry.timeout", .long, 0, nil, .medium, errors(1, .medium, "Retry Timeout for Errors"),
            "How long a failed operation is tried again, in milliseconds; 0 is not at all, -1 is for ever."),
        key(
            "errors.retry.delay.max.ms", .long, 60000, nil, .medium,
            errors(2, .medium, "Maximum Delay Between Retries for Errors"),
            "The longest delay between two tries."),
        key(
            "errors.tolerance", .string, "none", .oneOf(["none", "all"]), .medium,
            errors(3, .short, "Error Tolerance"),
            "none lets a task fail at the first error; all skips the records that cause errors."),
        key(
            "errors.log.enable", .boolean, false, nil, .medium, errors(4, .short, "Log Errors"),
            "Whether errors that are tolerated are logged too."),
        key(
            "errors.log.include.messages", .boolean, false, nil, .medium, errors(5, .short, "Log Error Details"),
            "Whether the log of an error shows the record: its key, value and headers."),
    ]

    private static let sinkKeys: [ConfigDef.Key] = [
        key(
            "topics", .list, [], .uniqueElements(), .high, common(4, .long, "Topics"),
            "The topics to consume."),
        key(
            "topics.regex", .string, "", TopicPattern.validator, .high, common(4, .long, "Topics regex"),
            "A regular expression for the topics to consume; it must match the whole name."),
        key(
            "errors.deadletterqueue.topic.name", .string, "", nil, .medium,
            errors(6, .medium, "Dead Letter Queue Topic Name"),
            "The topic for records that cause errors; none if empty."),
        key(
            "errors.deadletterqueue.topic.replication.factor", .short, 3, nil, .medium,
            errors(7, .medium, "Dead Letter Queue Topic Replication Factor"),
            "The replication factor of the dead letter topic if it has to be created."),
        key(
            "errors.deadletterqueue.context.headers.enable", .boolean, false, nil, .medium,
            errors(8, .medium, "Enable Error Context Headers"),
            "Whether dead letters get headers that tell of the error."),
    ]

    private static let sourceKeys: [ConfigDef.Key] = [
        key(
            "topic.creation.groups", .list, [], aliases("topic creation groups"), .low,
            Place(group: "Topic Creation", order: 1, width: .long, title: "Topic Creation Groups"),
            "The groups of topics that are created with settings of their own."),
        key(
            "exactly.once.support", .string, "requested", .oneOf(ignoringCase: ["required", "requested"]), .medium,
            exactlyOnce(2, "Exactly once support"),
            "required refuses a connector that cannot promise exactly-once; requested does not check."),
        key(
            "transaction.boundary", .string, "poll", .oneOf(ignoringCase: ["interval", "poll", "connector"]), .medium,
            exactlyOnce(3, "Transaction Boundary"),
            "When a transaction ends: after each poll, after an interval, or when the connector says so."),
        key(
            "transaction.boundary.interval.ms", .long, .null, intervalOrNull, .low,
            exactlyOnce(4, "Transaction boundary interval"),
            "The interval for transaction.boundary=interval; the worker's offset.flush.interval.ms if not set."),
        key(
            "offsets.storage.topic", .string, .null, .nonEmpty, .low,
            Place(group: "offsets.topic", order: 1, width: .long, title: "Offsets topic"),
            "A topic of the connector's own for its offsets."),
    ]

    private static let intervalOrNull = ConfigDef.Validator("[0,...]") { key, value throws(ConfigError) in
        if value != .null { try ConfigDef.Validator.atLeast(0).check(value, of: key) }
    }

    private static func aliases(_ kind: String) -> ConfigDef.Validator {
        let unique = ConfigDef.Validator("unique \(kind)") { key, value throws(ConfigError) in
            let aliases = value.list ?? []
            if Set(aliases).count < aliases.count {
                throw ConfigError(value: "\(value)", key: key, reason: "Duplicate alias provided.")
            }
        }
        return .all([.nonNull, unique])
    }

    /// Where tools show a key.
    struct Place {
        let group: String
        let order: Int
        let width: ConfigDef.Width
        let title: String
    }

    private static func common(_ order: Int, _ width: ConfigDef.Width, _ title: String) -> Place {
        Place(group: "Common", order: order, width: width, title: title)
    }

    private static func errors(_ order: Int, _ width: ConfigDef.Width, _ title: String) -> Place {
        Place(group: "Error Handling", order: order, width: width, title: title)
    }

    private static func exactlyOnce(_ order: Int, _ title: String) -> Place {
        Place(group: "Exactly Once Support", order: order, width: .short, title: title)
    }

    static func key(
        _ name: String, _ type: ConfigDef.ValueType, _ value: ConfigDef.Default, _ validator: ConfigDef.Validator?,
        _ importance: ConfigDef.Importance, _ place: Place, _ documentation: String,
        recommender: ConfigDef.Recommender? = nil
    ) -> ConfigDef.Key {
        ConfigDef.Key(
            name, type, default: value, validator: validator, importance: importance, documentation: documentation,
            group: place.group, order: place.order, width: place.width, displayName: place.title,
            recommender: recommender)
    }
}

extension ConfigDef.Default {
    /// The newest of these versions.
    static func version(_ versions: [String]) -> Self {
        versions.first.map { .value(.string($0)) } ?? .null
    }
}

extension ConfigDef.Recommender {
    /// Each of these versions once.
    static func versions(_ versions: [String], isVisible: Bool = true) -> Self {
        let choices = versions.reduce(into: [String]()) { seen, version in
            if !seen.contains(version) { seen.append(version) }
        }
        return Self(
            validValues: { _, _ in choices.map(ConfigDef.Value.string) },
            isVisible: { _, _ in isVisible })
    }
}
