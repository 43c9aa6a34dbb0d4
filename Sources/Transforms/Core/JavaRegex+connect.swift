import ConnectConfig
import ConnectData
import JavaText

extension ConfigDef.Validator {
    /// Connect's RegexValidator: a regular expression in Java's dialect.
    static let javaRegex = ConfigDef.Validator("valid regex") { key, value throws(ConfigError) in
        guard let pattern = value.string else {
            throw ConfigError(value: "null", key: key, reason: "Invalid regex: there is none")
        }
        do {
            _ = try JavaRegex(pattern)
        } catch {
            throw ConfigError(value: pattern, key: key, reason: "Invalid regex: \(error)")
        }
    }
}

extension JavaRegexError {
    /// What is wrong with a replacement is an error of the record in Connect too.
    var asBadData: ConnectError {
        ConnectError(.badData, description, as: isMissingGroup ? .indexOutOfBounds : .illegalArgument)
    }
}

extension JavaRegex {
    /// The expression in a setting. Throws `.badConfig` that names the setting if it is none.
    convenience init(_ config: ParsedConfig, _ key: String) throws(ConnectError) {
        let pattern = config[key].string ?? ""
        do {
            try self.init(pattern)
        } catch {
            throw ConnectError(.badConfig, "Invalid value \(pattern) for configuration \(key): Invalid regex: \(error)")
        }
    }

    /// Whether the whole name of a topic matches.
    func matches(_ topic: Text) throws(ConnectError) -> Bool {
        do {
            return try wholeMatch(topic.bytes)
        } catch {
            throw ConnectError(.badData, "The topic '\(topic.string)': \(error)")
        }
    }
}
