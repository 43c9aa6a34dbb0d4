public import ConnectConfig

extension ConnectorConfig {
    /// Checks what the worker knows of a connector's configuration and collects every error of every key.
    ///
    /// The connector's own keys, and those of its transformations, predicates and converters, are for their plugins to
    /// check.
    ///
    /// - Parameters:
    ///   - properties: the configuration; a value of `nil` is a null that was written there.
    ///   - type: the type of the connector.
    ///   - worker: the worker's configuration, for the policy on client overrides.
    ///   - classes: the classes that the worker's plugins provide.
    /// - Returns: a result for each key of the definition in its order, then for each override and each setting of our
    ///   own that the configuration has.
    public static func validate(
        _ properties: [String: String?], type: ConnectorType, worker: WorkerConfig, classes: PluginClasses = .unchecked
    ) -> [ConfigValue] {
        let definition = fullDefinition(type, for: properties, classes: classes)
        var results = definition.validate(properties)
        if type == .sink { checkTopics(of: properties, in: &results) }
        checkPredicates(of: properties, in: &results)
        results += overrides(of: properties, type: type, policy: worker.overridePolicy)
        results += supervisionDefinition(worker).validate(properties).filter { properties.keys.contains($0.name) }
        return results
    }

    /// The message with which Connect refuses a configuration, or `nil` if no key has an error. Connect's last sentence is
    /// left out: it leads to the endpoint `…/config/validate`, which this API does not have.
    public static func errorMessage(for results: [ConfigValue]) -> String? {
        let errors = results.flatMap(\.errors)
        guard !errors.isEmpty else { return nil }
        return "Connector configuration is invalid and contains the following \(errors.count) error(s):\n"
            + errors.joined(separator: "\n")
    }

    /// The definition with the keys that a configuration's own aliases bring.
    static func fullDefinition(
        _ type: ConnectorType, for properties: [String: String?], classes: PluginClasses = .unchecked
    ) -> ConfigDef {
        var definition = definition(type, classes: classes)
        do throws(ConfigError) {
            if type == .source, TopicCreation.isUsed(in: properties) {
                try TopicCreation.addGroups(to: &definition, for: properties)
            }
            for alias in aliases("transforms", properties) {
                try definition.addPlugin(
                    .transformation, alias, prefix: "transforms.\(alias).", for: properties, classes: classes)
            }
            for alias in aliases("predicates", properties) {
                try definition.addPlugin(
                    .predicate, alias, prefix: "predicates.\(alias).", for: properties, classes: classes)
            }
        } catch {
            // Aliases are unique here, but two of them may still spell one key ("a" and "a.type"): the first one has it.
        }
        return definition
    }

    static func aliases(_ key: String, _ properties: [String: String?]) -> [String] {
        let value = try? ConfigDef.Value(parsing: properties[key] ?? nil, as: .list, key: key)
        var seen: Set<String> = []
        return (value?.list ?? []).filter { !$0.isEmpty && seen.insert($0).inserted }
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
                        + "negated.", to: negate, &results)
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

    private static func add(_ error: String, to key: String, _ results: inout [ConfigValue]) {
        guard let index = results.firstIndex(where: { $0.name == key }) else { return }
        results[index].errors.append(error)
    }

    private static func overrides(
        of properties: [String: String?], type: ConnectorType, policy: ClientOverridePolicy
    ) -> [ConfigValue] {
        properties.keys.sorted().compactMap { key in
            guard let client = Client.allCases.first(where: { key.hasPrefix($0.overridePrefix) }) else { return nil }
            let setting = String(key.dropFirst(client.overridePrefix.count))
            let text = properties[key] ?? nil
            let value = text.map { isSecret(setting) ? .password(Password($0)) : .string($0) } ?? ConfigDef.Value.null
            let servers = setting == "bootstrap.servers" ? BootstrapServers.objection(to: text, in: key) : nil
            let errors = [policy.objection(to: setting), servers].compactMap { $0 }
            return ConfigValue(name: key, value: value, errors: errors)
        }
    }

    /// Whether Kafka's clients have a setting as a PASSWORD.
    private static func isSecret(_ setting: String) -> Bool {
        let secrets = [
            "sasl.jaas.config", "ssl.keystore.key", "ssl.keystore.certificate.chain", "ssl.truststore.certificates",
        ]
        return secrets.contains(setting) || ["password", "secret", "passphrase"].contains(where: setting.hasSuffix)
    }
}

extension ConfigDef {
    /// Adds the keys of a transformation or predicate: its class first, and once that is known the others.
    fileprivate mutating func addPlugin(
        _ kind: PluginClasses.Kind, _ alias: String, prefix: String, for properties: [String: String?],
        classes: PluginClasses
    ) throws(ConfigError) {
        let title = kind == .transformation ? "Transformation" : "Predicate"
        let group = (kind == .transformation ? "Transforms: " : "Predicates: ") + alias
        let identity = ConfigDef([
            Key(
                "type", .class, validator: classes.validator(of: kind), importance: .high,
                documentation: "The class of the \(kind.rawValue) '\(alias)'.", order: 0, width: .long,
                displayName: "\(title) type for \(alias)", recommender: classes.recommender(of: kind)),
            Key(
                "plugin.version", .string, default: .null, importance: .high,
                documentation: "The version, or range of versions, of the \(kind.rawValue) '\(alias)'.", order: 1,
                width: .long, displayName: "\(title) version for \(alias)"),
        ])
        try embed(identity, prefix: prefix, group: group, startingOrder: 0)
        guard let name = (properties[prefix + "type"] ?? nil)?.trimmingBlanks(), classes.contains(name, kind) else {
            return
        }
        var own = classes.definition(name, kind) ?? ConfigDef()
        if kind == .transformation {
            try own.add(
                Key(
                    "negate", .boolean, default: false, importance: .medium,
                    documentation: "Whether the transformation applies where its predicate does not."))
            try own.add(
                Key(
                    "predicate", .string, default: .null, importance: .medium,
                    documentation: "The alias of the predicate that decides where the transformation applies."))
        }
        try embed(own, prefix: prefix, group: group, startingOrder: 2)
    }
}
