import Glibc

/// Kafka's `EnvVarConfigProvider`: `${env:PASSWORD}` is a variable of the environment that the worker was started with.
struct EnvVarConfigProvider: ConfigProvider {
    static let allowlistKey = ConfigDef.Key(
        "allowlist.pattern", .string, default: ".*", importance: .medium,
        documentation: "A regular expression for the whole names of the variables that this provider may read.")

    private let variables: [String: String]

    /// Throws for a pattern that is no regular expression.
    init(
        _ settings: [String: String], environment: [String: String] = Self.environment,
        names: BuiltinConfigProviders.NamePattern
    ) throws(ConfigError) {
        guard let pattern = settings[Self.allowlistKey.name] else {
            variables = environment
            return
        }
        do {
            let isAllowed = try names(pattern)
            variables = try environment.filter { try isAllowed($0.key) }
        } catch {
            throw ConfigError(value: pattern, key: Self.allowlistKey.name, reason: "Invalid regex: \(error)")
        }
    }

    func get(path: String, keys: Set<String>) async throws(ConfigError) -> ConfigData {
        guard path.isEmpty else {
            throw ConfigError("Path is not supported for EnvVarConfigProvider, invalid value '\(path)'")
        }
        return ConfigData(variables.filter { keys.contains($0.key) })
    }

    private static var environment: [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let sides = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if sides.count == 2 { variables[String(sides[0])] = String(sides[1]) }
            next += 1
        }
        return variables
    }
}
