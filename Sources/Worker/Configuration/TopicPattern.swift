import ConnectConfig
import JavaText

/// Regular expressions in Java's dialect for the names of topics.
enum TopicPattern {
    /// An empty text, or a regular expression.
    static let validator = ConfigDef.Validator("valid regex") { key, value throws(ConfigError) in
        guard let pattern = value.string, let reason = fault(in: pattern) else { return }
        throw ConfigError(value: pattern, key: key, reason: "Invalid regex: \(reason)")
    }

    /// A list of regular expressions.
    static let listValidator = ConfigDef.Validator("valid regexes") {
        key, value throws(ConfigError) in
        for pattern in value.list ?? [] {
            guard let reason = fault(in: pattern) else { continue }
            throw ConfigError(value: "\(value)", key: key, reason: "Syntax error in regular expression: \(reason)")
        }
    }

    /// What is wrong with a pattern, if something is.
    static func fault(in pattern: String) -> String? {
        do {
            _ = try JavaRegex(pattern)
            return nil
        } catch {
            return error.description
        }
    }

    /// Whether a pattern matches the whole name; a faulty pattern matches nothing.
    static func matches(_ pattern: String, _ topic: String) -> Bool {
        (try? JavaRegex(pattern).wholeMatch(topic)) ?? false
    }
}
