internal import KafkaProtocol

/// What the broker is configured with: by its file, and while it runs, for all brokers of the cluster or for this one.
/// Each place goes before those above it.
struct BrokerSettings: Equatable {
    /// As the resource is called in requests.
    static let cluster = ""
    static let broker = "\(Broker.id)"

    /// What the file says.
    let fixed: [String: String]
    /// What was changed while the broker ran, by the name of the resource.
    private(set) var dynamic: [String: [String: String]]

    init(fixed: [String: String] = [:], dynamic: [String: [String: String]] = [:]) {
        self.fixed = fixed
        self.dynamic = dynamic
    }

    /// Puts other values in place of all that were changed for a resource.
    mutating func replace(_ values: [String: String], of resource: String) {
        dynamic[resource] = values
    }

    /// The values of all places, the strongest first.
    private var levels: [(source: ConfigSource, values: [String: String])] {
        [
            (.dynamicBroker, dynamic[Self.broker] ?? [:]), (.dynamicDefaultBroker, dynamic[Self.cluster] ?? [:]),
            (.staticBroker, fixed),
        ]
    }

    /// The value that somebody set, and where.
    func value(_ name: String) -> (value: String, source: ConfigSource)? {
        for level in levels {
            if let value = level.values[name] { return (value, level.source) }
        }
        return nil
    }

    /// The value in force.
    func effectiveValue(_ definition: ConfigDefinition) -> String? {
        value(definition.name)?.value ?? definition.defaultValue
    }

    /// A place that sets a configuration.
    struct Synonym: Equatable {
        let name: String
        let value: String
        let source: ConfigSource
    }

    /// All that is set for a configuration, also by names in another unit, the strongest first, from the first that has
    /// the name itself on.
    func synonyms(of name: String) -> [Synonym] {
        let names = TopicConfig.brokerNames.values.first { $0.contains { $0.name == name } }?.map(\.name) ?? [name]
        var synonyms: [Synonym] = []
        for level in levels {
            for name in names {
                guard let value = level.values[name] else { continue }
                synonyms.append(Synonym(name: name, value: value, source: level.source))
            }
        }
        for name in names {
            guard let value = Self.byName[name]?.defaultValue else { continue }
            synonyms.append(Synonym(name: name, value: value, source: .default))
        }
        return Array(synonyms.drop { $0.name != name })
    }

    /// What a topic configuration is where nothing was set for the topic, and where that was said; nil if nowhere.
    func topicDefault(_ name: String) -> (value: String, source: ConfigSource)? {
        for (name, factor) in TopicConfig.brokerNames[name] ?? [] {
            guard let (value, source) = value(name) else { continue }
            return factor == 1 ? (value, source) : (String((Int64(value) ?? 0) * factor), source)
        }
        return nil
    }

    /// What topics have where nothing was set for them, by the names of topics' configurations.
    var topicDefaults: [String: String] {
        var defaults: [String: String] = [:]
        for definition in TopicConfig.definitions {
            defaults[definition.name] = topicDefault(definition.name)?.value
        }
        return defaults
    }

    /// Fails unless these may be set for a resource while the broker runs.
    ///
    /// - Returns: the settings with them.
    func changed(_ resource: String, to values: [String: String]) throws(Refusal) -> BrokerSettings {
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let definition = Self.byName[name] else {
                throw Refusal(.invalidConfig, "Unknown broker config name: \(name)")
            }
            guard Self.isDynamic(name) else {
                throw Refusal(.invalidRequest, "Cannot update these configs dynamically: Set(\(name))")
            }
            if let problem = definition.problem(with: value) { throw Refusal(.invalidRequest, problem) }
        }
        var settings = self
        settings.replace(values, of: resource)
        do throws(Refusal) {
            try TopicConfig.check([:], defaults: settings.topicDefaults)
        } catch {
            throw Refusal(.invalidRequest, error.message)
        }
        return settings
    }
}
