import ConnectConfig

extension ParsedConfig {
    /// A text as Debezium reads it: with the white space at its ends that Connect takes away.
    func written(_ key: String) -> String? {
        if let text = originals[key] { return text }
        return self[key].string
    }

    /// A setting that no definition lists, as Debezium reads it: nil where it is neither true nor false.
    func truth(_ key: String) -> Bool? {
        guard let text = originals[key] else { return nil }
        return text.flatMap { Bool($0.javaTrimmed.lowercased()) }
    }
}

extension ConfigDef.Validator {
    /// One of Debezium's options, in any case and with white space around it.
    ///
    /// - Parameters:
    ///   - listed: the options in the order in which Debezium's message lists them.
    ///   - isNamed: whether the message names the setting once more, as where the class itself checks it.
    static func debeziumOption(_ listed: [String], isNamed: Bool = false) -> Self {
        let list = listed.joined(separator: ", ")
        return Self("[\(list)]") { key, value throws(ConfigError) in
            guard let text = value.string, !listed.contains(text.javaTrimmed.lowercased()) else { return }
            let reason = "Value must be one of \(list)"
            throw ConfigError(value: text, key: key, reason: isNamed ? named(key, reason) : reason)
        }
    }

    /// A rule of Debezium's: gives the reason why a value is not allowed.
    static func debeziumRule(
        _ description: String, _ problem: @escaping @Sendable (ConfigDef.Value) -> String?
    ) -> Self {
        Self(description) { key, value throws(ConfigError) in
            guard let reason = problem(value) else { return }
            let text = value.list?.joined(separator: ",") ?? value.description
            throw ConfigError(value: text, key: key, reason: named(key, reason))
        }
    }

    private static func named(_ key: String, _ reason: String) -> String {
        "The '\(key)' value is invalid: \(reason)"
    }
}
