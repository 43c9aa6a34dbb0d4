import ConnectConfig

extension ParsedConfig {
    /// A text as Debezium reads it: with the white space at its ends that Connect takes away.
    func written(_ key: String) -> String? {
        if let text = originals[key] { return text }
        return self[key].string
    }
}

extension ConfigDef.Validator {
    /// One of Debezium's options, in any case and with white space around it.
    ///
    /// - Parameter listed: the options in the order in which Debezium's message lists them.
    static func debeziumOption(_ options: [String], listed: [String]) -> Self {
        let list = listed.joined(separator: ", ")
        return Self("[\(list)]") { key, value throws(ConfigError) in
            guard let text = value.string, !options.contains(text.javaTrimmed.lowercased()) else { return }
            throw ConfigError(value: text, key: key, reason: "Value must be one of \(list)")
        }
    }
}

extension String {
    /// Without the white space and control characters at its ends that Java's `trim` takes away.
    var javaTrimmed: String {
        let kept = unicodeScalars.drop { $0.value <= 0x20 }.reversed().drop { $0.value <= 0x20 }.reversed()
        return String(String.UnicodeScalarView(kept))
    }
}
