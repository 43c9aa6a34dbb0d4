internal import ConnectConfig
internal import JavaText

extension ConnectorConfig {
    /// The client settings of a configuration, for the clients that its connector uses, in Connect's order: each with its
    /// definition, if Kafka's client has one.
    static func overrides(
        of properties: [String: String?], type: ConnectorType, policy: ClientOverridePolicy
    ) -> [(definition: ConfigDef.Key?, value: ConfigValue)] {
        usedClients(in: properties, type: type).flatMap { client in
            let prefix = client.overridePrefix
            let settings = properties.keys.filter { $0.hasPrefix(prefix) && $0 != prefix }.sorted()
            return JavaHashTable().ordered(settings.map { String($0.dropFirst(prefix.count)) }).map { setting in
                let definition = client.definition.keys[setting]
                let value = validate(
                    properties[prefix + setting] ?? nil, of: setting, key: prefix + setting, definition, policy)
                return (definition, value)
            }
        }
    }

    private static func validate(
        _ text: String?, of setting: String, key: String, _ definition: ConfigDef.Key?, _ policy: ClientOverridePolicy
    ) -> ConfigValue {
        var result = ConfigValue(name: key)
        if let definition {
            do throws(ConfigError) {
                result.value = try ConfigDef.Value(parsing: text, as: definition.type, key: key)
            } catch {
                result.errors.append(error.message)
            }
        } else if let text {
            result.value = isSecret(setting) ? .password(Password(text)) : .string(text)
        }
        if setting == "bootstrap.servers", let error = BootstrapServers.objection(to: text, in: key) {
            result.errors.append(error)
        }
        if let objection = policy.objection(to: setting) { result.errors.append(objection) }
        return result
    }

    /// A source writes, and creates topics if it says how; a sink reads, and needs the others for its dead letters.
    private static func usedClients(in properties: [String: String?], type: ConnectorType) -> [Client] {
        switch type {
        case .source: TopicCreation.isUsed(in: properties) ? [.producer, .admin] : [.producer]
        case .sink:
            (properties["errors.deadletterqueue.topic.name"] ?? nil)?.isEmpty == false
                ? [.producer, .consumer, .admin] : [.consumer]
        }
    }

    /// Whether the name of a setting that Kafka's clients do not define says that it is a secret.
    private static func isSecret(_ setting: String) -> Bool {
        ["password", "secret", "passphrase", "jaas.config"].contains(where: setting.hasSuffix)
    }
}

extension ConnectorConfig.Client {
    fileprivate var definition: ClientDefinition {
        switch self {
        case .producer: .producer
        case .consumer: .consumer
        case .admin: .admin
        }
    }
}
