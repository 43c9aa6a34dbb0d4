/// A configuration whose defined keys have typed values: the counterpart of Kafka's `AbstractConfig`.
public struct ParsedConfig: Sendable {
    /// The value of every defined key.
    public let values: [String: ConfigDef.Value]

    /// The configuration as it was written, with the keys that no definition knows.
    public let originals: [String: String?]

    init(values: [String: ConfigDef.Value], originals: [String: String?]) {
        self.values = values
        self.originals = originals
    }

    /// The value of a key, or `.null` if it has none. `config["file"].string` reads an optional text.
    public subscript(key: String) -> ConfigDef.Value {
        values[key] ?? .null
    }

    /// The value of a BOOLEAN key that has one.
    public func boolean(_ key: String) throws(ConfigError) -> Bool { try value(of: key, self[key].boolean) }

    /// The value of a STRING or CLASS key that has one.
    public func string(_ key: String) throws(ConfigError) -> String { try value(of: key, self[key].string) }

    /// The value of an INT, SHORT or LONG key that has one.
    public func integer(_ key: String) throws(ConfigError) -> Int { try value(of: key, self[key].integer) }

    /// The value of a DOUBLE key that has one.
    public func double(_ key: String) throws(ConfigError) -> Double { try value(of: key, self[key].double) }

    /// The value of a LIST key that has one.
    public func list(_ key: String) throws(ConfigError) -> [String] { try value(of: key, self[key].list) }

    /// The value of a PASSWORD key that has one.
    public func password(_ key: String) throws(ConfigError) -> Password { try value(of: key, self[key].password) }

    private func value<Value>(of key: String, _ value: Value?) throws(ConfigError) -> Value {
        if let value { return value }
        switch values[key] {
        case nil: throw ConfigError("Unknown configuration '\(key)'")
        case .null: throw ConfigError("Missing required configuration \"\(key)\" which has no default value.")
        case .some: throw ConfigError("Configuration '\(key)' is not of type \(Value.self)")
        }
    }

    /// The entries as they were written whose keys begin with a prefix, without it. Nulls are left out.
    public func originals(withPrefix prefix: String) -> [String: String] {
        var matches: [String: String] = [:]
        for case (let key, let value?) in originals where key.hasPrefix(prefix) && key != prefix {
            matches[String(key.dropFirst(prefix.count))] = value
        }
        return matches
    }
}
