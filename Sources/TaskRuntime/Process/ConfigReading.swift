internal import ConnectConfig

/// Settings read as validation reads them, by the rules of Kafka's `ConfigDef.parseType`: white space around a value means
/// nothing, and a boolean may be in any case. The daemon has validated them, so what cannot be read counts as not set.
extension [String: String] {
    /// The text of a STRING or CLASS without the white space around it; nil if it is not set or empty.
    func text(_ key: String) -> String? {
        guard let text = value(key, .string).string, !text.isEmpty else { return nil }
        return text
    }

    /// Whether a BOOLEAN is true.
    func boolean(_ key: String, default standard: Bool = false) -> Bool {
        value(key, .boolean).boolean ?? standard
    }

    /// An INT, SHORT or LONG.
    func integer(_ key: String, default standard: Int64) -> Int64 {
        value(key, .long).integer.map(Int64.init) ?? standard
    }

    /// The elements of a LIST, without empty ones.
    func list(_ key: String) -> [String] {
        (value(key, .list).list ?? []).filter { !$0.isEmpty }
    }

    /// The entries whose keys begin with the prefix, without it.
    func under(_ prefix: String) -> [String: String] {
        var found: [String: String] = [:]
        for (key, value) in self where key.hasPrefix(prefix) { found[String(key.dropFirst(prefix.count))] = value }
        return found
    }

    private func value(_ key: String, _ type: ConfigDef.ValueType) -> ConfigDef.Value {
        (try? ConfigDef.Value(parsing: self[key], as: type, key: key)) ?? .null
    }
}
