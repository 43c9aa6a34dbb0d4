internal import ConnectData

/// One group of a connector's `topic.creation.*` settings.
struct TopicCreationGroup {
    let name: String
    let partitions: Int32
    let replicationFactor: Int32
    let configs: [String: String]
    private let include: [TopicPattern]
    private let exclude: [TopicPattern]

    /// The groups of a connector, `default` last; none if there are none or the worker does not create topics.
    static func groups(connector: [String: String], worker: [String: String]) throws(ConnectError) -> [Self] {
        let settings = connector.under("topic.creation.")
        guard worker.boolean("topic.creation.enable", default: true), !settings.isEmpty else { return [] }
        var groups: [Self] = []
        for name in settings.list("groups") + ["default"] {
            groups.append(try Self(name: name, settings: settings.under("\(name)."), defaults: settings))
        }
        return groups
    }

    private init(name: String, settings: [String: String], defaults: [String: String]) throws(ConnectError) {
        var configs = settings
        func number(_ key: String) throws(ConnectError) -> Int64 {
            let own = configs.removeValue(forKey: key)
            let number = (own == nil ? defaults : settings).integer(own == nil ? "default.\(key)" : key, default: 0)
            guard number == -1 || number > 0 else {
                throw ConnectError(
                    .badConfig,
                    "topic.creation.\(own == nil ? "default" : name).\(key) is "
                        + "\(own ?? defaults["default.\(key)"] ?? "not set"): it must be a positive number, or -1 for "
                        + "the broker's default")
            }
            return number
        }
        self.name = name
        partitions = Int32(clamping: try number("partitions"))
        replicationFactor = Int32(clamping: try number("replication.factor"))
        let included = name == "default" ? [".*"] : settings.list("include")
        let excluded = settings.list("exclude")
        if name != "default" { configs["include"] = nil }
        configs["exclude"] = nil
        self.configs = configs
        include = try included.map { pattern throws(ConnectError) in
            try TopicPattern(pattern, key: "topic.creation.\(name).include")
        }
        exclude = try excluded.map { pattern throws(ConnectError) in
            try TopicPattern(pattern, key: "topic.creation.\(name).exclude")
        }
    }

    func matches(_ topic: String) -> Bool {
        include.contains { $0.matches(topic) } && !exclude.contains { $0.matches(topic) }
    }
}
