public import ConnectConfig
internal import TaskProtocol

extension ConnectorConfig {
    /// Checks what the worker knows of a connector's configuration and collects every error of every key.
    ///
    /// The connector's own keys, and those of its transformations, predicates and converters, are for the process that
    /// has their classes; they are defined here as far as `classes` has their definitions, and not checked.
    ///
    /// - Parameters:
    ///   - properties: the configuration; a value of `nil` is a null that was written there.
    ///   - type: the type of the connector.
    ///   - worker: the worker's configuration, for its converters and its policy on client overrides.
    ///   - classes: the classes that the worker's plugins provide.
    /// - Returns: a result for each key of the definition in its order, then for each override and each setting of our
    ///   own that the configuration has.
    public static func validate(
        _ properties: [String: String?], type: ConnectorType, worker: WorkerConfig, classes: PluginClasses = .unchecked
    ) -> [ConfigValue] {
        let names = ClassNames(properties, type: type, worker: worker, classes: classes)
        let definition = fullDefinition(type, for: properties, names: names, classes: classes)
        return validate(properties, type: type, definition: definition, classes: classes)
            + overrides(of: properties, type: type, policy: worker.overridePolicy).map(\.value)
            + ownDefinition(type, for: properties, worker: worker).validate(properties)
    }

    /// Checks the keys that Connect knows of every connector, and those of aliases.
    static func validate(
        _ properties: [String: String?], type: ConnectorType, definition: ConfigDef, classes: PluginClasses
    ) -> [ConfigValue] {
        var results = definition.validate(properties)
        for place in classPlaces(in: properties) { check(place, in: properties, classes, &results) }
        if type == .sink { checkTopics(of: properties, in: &results) }
        checkPredicates(of: properties, in: &results)
        for index in results.indices where properties[results[index].name] == .some(.none) {
            results[index].errors.append(nullError)
        }
        return results
    }

    /// What Connect says of every key that is null.
    static let nullError = "Null value can not be supplied as the configuration value."

    /// The message with which Connect refuses a configuration, or `nil` if no key has an error.
    public static func errorMessage(for results: [ConfigValue]) -> String? {
        let errors = results.flatMap(\.errors)
        guard !errors.isEmpty else { return nil }
        return "Connector configuration is invalid and contains the following \(errors.count) error(s):\n"
            + errors.joined(separator: "\n")
    }

    /// The definition with the keys that a configuration's own aliases bring.
    ///
    /// - Parameter names: what is known of classes; with it, what the connector does not say has the worker's value.
    static func fullDefinition(
        _ type: ConnectorType, for properties: [String: String?], names: ClassNames = ClassNames(),
        classes: PluginClasses = .unchecked
    ) -> ConfigDef {
        var definition = definition(type, names: names)
        do throws(ConfigError) {
            for alias in aliases("transforms", properties) {
                try definition.addPlugin(.transformation, alias, prefix: "transforms.\(alias).", properties, classes)
            }
            for alias in aliases("predicates", properties) {
                try definition.addPlugin(.predicate, alias, prefix: "predicates.\(alias).", properties, classes)
            }
        } catch {
            // Aliases are unique here, but two of them may still spell one key ("a" and "a.type"): the first one has it.
        }
        return definition
    }

    /// The definition of the keys that Connect does not define here: the groups of topics that a source creates, which
    /// Connect looks at when the connector starts, and settings of our own. Only keys that the configuration uses.
    static func ownDefinition(
        _ type: ConnectorType, for properties: [String: String?], worker: WorkerConfig
    ) -> ConfigDef {
        var definition = ConfigDef()
        do throws(ConfigError) {
            if type == .source, TopicCreation.isUsed(in: properties) {
                try TopicCreation.addGroups(to: &definition, for: properties)
            }
            for key in supervisionDefinition(worker).keys where properties.keys.contains(key.name) {
                try definition.add(key)
            }
        } catch {
            // A group may be called so that its key is one that is there: the first one has it.
        }
        return definition
    }

    static func aliases(_ key: String, _ properties: [String: String?]) -> [String] {
        let value = try? ConfigDef.Value(parsing: properties[key] ?? nil, as: .list, key: key)
        var seen: Set<String> = []
        return (value?.list ?? []).filter { seen.insert($0).inserted }
    }

    /// A transformation may only name a predicate that the configuration has, and negate only what it names.
    private static func checkPredicates(of properties: [String: String?], in results: inout [ConfigValue]) {
        let predicates = aliases("predicates", properties)
        for alias in aliases("transforms", properties) {
            let key = "transforms.\(alias).predicate"
            let negate = "transforms.\(alias).negate"
            if let name = results.first(where: { $0.name == key })?.value.string {
                guard !predicates.contains(name) else { continue }
                add(ConfigError(value: name, key: key, reason: "It is not in predicates").message, to: key, &results)
            } else if properties.keys.contains(negate), !properties.keys.contains(key) {
                add(
                    "Config '\(negate)' was provided but there is no config '\(key)' defining a predicate to be "
                        + "negated.", to: "transforms.\(alias).type", &results)
            }
        }
    }

    /// A sink has either topics or a pattern, and does not consume its own dead letters.
    private static func checkTopics(of properties: [String: String?], in results: inout [ConfigValue]) {
        func text(_ key: String) -> String? {
            guard let text = properties[key] ?? nil, !text.trimmingBlanks().isEmpty else { return nil }
            return text
        }
        let topics = text("topics")
        let pattern = text("topics.regex")
        if (topics == nil) == (pattern == nil) {
            let reason =
                topics == nil
                ? "Must configure one of topics or topics.regex"
                : "topics and topics.regex are mutually exclusive options, but both are set."
            add(reason, to: "topics", &results)
            add(reason, to: "topics.regex", &results)
        }
        guard let deadLetters = text("errors.deadletterqueue.topic.name")?.trimmingBlanks() else { return }
        let list = aliases("topics", properties)
        if list.contains(deadLetters) {
            add(
                "The DLQ topic '\(deadLetters)' may not be included in the list of topics "
                    + "('topics=[\(list.joined(separator: ", "))]') consumed by the connector", to: "topics", &results)
        }
        if let pattern, TopicPattern.matches(pattern.trimmingBlanks(), deadLetters) {
            add(
                "The DLQ topic '\(deadLetters)' may not be matched by the regex for the topics "
                    + "('topics.regex=\(pattern)') consumed by the connector", to: "topics.regex", &results)
        }
    }

    static func add(_ error: String, to key: String, _ results: inout [ConfigValue]) {
        guard let index = results.firstIndex(where: { $0.name == key }) else { return }
        results[index].errors.append(error)
    }
}

extension ConfigDef {
    /// Adds the keys of a transformation or predicate: its class first, and once that is known the others.
    fileprivate mutating func addPlugin(
        _ kind: PluginClasses.Kind, _ alias: String, prefix: String, _ properties: [String: String?],
        _ classes: PluginClasses
    ) throws(ConfigError) {
        let title = kind == .transformation ? "Transformation" : "Predicate"
        let group = (kind == .transformation ? "Transforms: " : "Predicates: ") + alias
        let versions = classes.versions(properties[prefix + "type"] ?? nil, kind)
        let identity = ConfigDef([
            Key(
                "type", .class, importance: .high,
                documentation: "The class of the \(title.lowercased()) '\(alias)'.", order: 0, width: .long,
                displayName: "\(title) type for \(alias)", recommender: classes.recommender(of: kind)),
            Key(
                "plugin.version", .string, default: .version(versions ?? []), importance: .high,
                documentation: "The version, or range of versions, of the \(title.lowercased()) '\(alias)'.", order: 1,
                width: .long, displayName: "\(title) version for \(alias)", recommender: .versions(versions ?? [])),
        ])
        try embed(identity, prefix: prefix, group: group, startingOrder: 0)
        let place = ConnectorConfig.ClassPlace(key: prefix + "type", kind: kind, prefix: prefix)
        guard ConnectorConfig.className(place, in: properties, classes) != nil else { return }
        var own = classes.definition(prefix) ?? ConfigDef()
        if kind == .transformation {
            for key in ConnectorConfig.predicateKeys where own[key.name] == nil { try own.add(key) }
        }
        try embed(own, prefix: prefix, group: group, startingOrder: 2)
    }
}

extension ConnectorConfig {
    /// The keys that every transformation has.
    fileprivate static let predicateKeys = [
        ConfigDef.Key(
            "negate", .boolean, default: false, importance: .medium,
            documentation: "Whether the transformation applies where its predicate does not."),
        ConfigDef.Key(
            "predicate", .string, default: .null, importance: .medium,
            documentation: "The alias of the predicate that decides where the transformation applies."),
    ]
}
