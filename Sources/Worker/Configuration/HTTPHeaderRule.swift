import ConnectConfig

/// One header of REST responses, from `response.http.headers.config` (KIP-577).
public struct HTTPHeaderRule: Sendable, Equatable {
    /// What to do with the header; names are those of Jetty's header filter.
    public enum Action: String, Sendable, CaseIterable {
        /// Set the header, in place of one that is there.
        case set
        /// Add another header of this name.
        case add
        /// Set it to a date, now plus the value in milliseconds.
        case setDate
        /// Add a date, now plus the value in milliseconds.
        case addDate
    }

    /// What to do with the header.
    public let action: Action
    /// The header's name.
    public let name: String
    /// The header's value.
    public let value: String

    /// Reads one rule, `action name:value`.
    init(_ text: String) throws(ConfigError) {
        let parts = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard parts.count == 2 else {
            throw ConfigError(
                "Invalid format of header config '\(text)'. Expected: '[action] [header name]:[header value]'")
        }
        guard let action = Action(rawValue: String(parts[0])) else {
            let actions = Action.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigError("Invalid header config action: '\(parts[0])'. Expected one of [\(actions)]")
        }
        let header = parts[1].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard header.count == 2 else {
            throw ConfigError(
                "Invalid format of header name and header value pair '\(parts[1])'. "
                    + "Expected: '[header name]:[header value]'")
        }
        let name = header[0].trimmingBlanks()
        guard !name.isEmpty, !name.contains(where: \.isWhitespace) else {
            throw ConfigError(
                "Invalid header name '\(name)'. The '[header name]' cannot contain whitespace")
        }
        self.action = action
        self.name = name
        self.value = header[1].trimmingBlanks()
    }

    /// Reads the rules of a configuration: separated by commas, and in double quotes where they have commas.
    static func rules(_ text: String) throws(ConfigError) -> [HTTPHeaderRule] {
        var rules: [HTTPHeaderRule] = []
        for element in splitOutsideQuotes(text) {
            var rule = element.trimmingBlanks()[...]
            if rule.count > 1, rule.hasPrefix("\""), rule.hasSuffix("\"") { rule = rule.dropFirst().dropLast() }
            rules.append(try HTTPHeaderRule(String(rule)))
        }
        return rules
    }

    static let validator = ConfigDef.Validator(
        "Comma-separated header rules, where each header rule is of the form '[action] [header name]:[header value]' "
            + "and optionally surrounded by double quotes if any part of a header rule contains a comma"
    ) { _, value throws(ConfigError) in
        _ = try rules(value.string ?? "")
    }

    private static func splitOutsideQuotes(_ text: String) -> [Substring] {
        guard !text.isEmpty else { return [] }
        var isQuoted = false
        return text.split(omittingEmptySubsequences: false) { character in
            if character == "\"" { isQuoted.toggle() }
            return character == "," && !isQuoted
        }
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    func trimmingBlanks() -> String {
        let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex
        return String(self[..<end].drop(while: \.isWhitespace))
    }
}
