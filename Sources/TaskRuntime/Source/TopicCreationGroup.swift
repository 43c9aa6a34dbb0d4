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
        guard worker["topic.creation.enable"]?.lowercased() != "false", !settings.isEmpty else { return [] }
        var groups: [Self] = []
        for name in commaSeparated(settings["groups"]) + ["default"] {
            groups.append(try Self(name: name, settings: settings.under("\(name)."), defaults: settings))
        }
        return groups
    }

    private init(name: String, settings: [String: String], defaults: [String: String]) throws(ConnectError) {
        var configs = settings
        func number(_ key: String) throws(ConnectError) -> Int64 {
            let own = configs.removeValue(forKey: key)
            let text = own ?? defaults["default.\(key)"]
            guard let text, let number = Int64(text), number == -1 || number > 0 else {
                throw ConnectError(
                    .badConfig,
                    "topic.creation.\(own == nil ? "default" : name).\(key) is \(text ?? "not set"): it must be a positive number, or -1 for "
                        + "the broker's default")
            }
            return number
        }
        self.name = name
        partitions = Int32(clamping: try number("partitions"))
        replicationFactor = Int32(clamping: try number("replication.factor"))
        let included = name == "default" ? [".*"] : commaSeparated(configs.removeValue(forKey: "include"))
        let excluded = commaSeparated(configs.removeValue(forKey: "exclude"))
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

/// The elements of a LIST setting.
func commaSeparated(_ list: String?) -> [String] {
    (list ?? "").split(separator: ",").map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
}

extension Substring {
    fileprivate func trimmingSpaces() -> String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
