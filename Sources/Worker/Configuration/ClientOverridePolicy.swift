import ConnectConfig

/// Which client settings a connector may override with `producer.override.` and its siblings (KIP-458, KIP-1188).
public struct ClientOverridePolicy: Sendable, Equatable {
    /// The policy's name: All, None, Principal or Allowlist.
    public let name: String
    /// The settings that it allows, or `nil` for all.
    private let allowed: Set<String>?

    /// The policy that a worker's configuration names, by its short name or its class.
    init(_ config: ParsedConfig) throws(ConfigError) {
        name = ClientOverridePolicy.shortName(try config.string("connector.client.config.override.policy"))
        switch name {
        case "None": allowed = []
        case "Principal": allowed = ["sasl.jaas.config", "sasl.mechanism", "security.protocol"]
        case "Allowlist": allowed = Set(try config.list("connector.client.config.override.allowlist"))
        default: allowed = nil
        }
    }

    static let validator = ConfigDef.Validator("[All, None, Principal, Allowlist]") { key, value throws(ConfigError) in
        guard ["All", "None", "Principal", "Allowlist"].contains(shortName(value.string ?? "")) else {
            throw ConfigError(
                value: "\(value)", key: key, reason: "Policy must be one of: All, None, Principal, Allowlist")
        }
    }

    private static func shortName(_ written: String) -> String {
        let suffix = "ConnectorClientConfigOverridePolicy"
        let name = written.split(separator: ".").last.map(String.init) ?? written
        return name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
    }

    /// Why a setting may not be overridden, or `nil` if it may.
    public func objection(to setting: String) -> String? {
        guard let allowed, !allowed.contains(setting) else { return nil }
        return "The '\(name)' policy does not allow '\(setting)' to be overridden in the connector configuration."
    }
}
