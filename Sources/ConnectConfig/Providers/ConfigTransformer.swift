/// Replaces the variables in configurations by what config providers know: the counterpart of Kafka's `ConfigTransformer`.
///
/// A value that a provider gives is taken as it is: variables in it stay. So do variables whose provider is not known, or
/// whose key the provider does not have.
public struct ConfigTransformer: Sendable {
    /// The providers by the names that variables have for them.
    public let providers: [String: any ConfigProvider]

    /// Asks these providers.
    public init(providers: [String: any ConfigProvider] = [:]) {
        self.providers = providers
    }

    /// Replaces the variables of a configuration; a value of `nil` is a null that was written there.
    ///
    /// - Throws: the error of a provider, with its name.
    public func transform(_ config: [String: String?]) async throws(ConfigError) -> TransformedConfig {
        let written = config.compactMapValues { $0 }
        let variables = written.mapValues(ConfigVariable.all).filter { !$0.value.isEmpty }
        guard !providers.isEmpty, !variables.isEmpty else { return TransformedConfig(values: config) }
        var places: [ConfigPlace: Set<String>] = [:]
        for variable in variables.values.joined() {
            places[ConfigPlace(provider: variable.provider, path: variable.path), default: []].insert(variable.key)
        }
        var found: [ConfigPlace: ConfigData] = [:]
        for (place, keys) in places {
            guard let provider = providers[place.provider] else { continue }
            do throws(ConfigError) {
                found[place] = try await provider.get(path: place.path, keys: keys)
            } catch {
                throw ConfigError("\(error.message) (config provider '\(place.provider)')")
            }
        }
        return replace(variables, in: config, by: found)
    }

    private func replace(
        _ variables: [String: [ConfigVariable]], in config: [String: String?], by found: [ConfigPlace: ConfigData]
    ) -> TransformedConfig {
        var result = TransformedConfig(values: config)
        for (place, data) in found {
            if let lifetime = data.lifetime, lifetime >= 0 { result.lifetimes[place] = lifetime }
        }
        for (key, variables) in variables {
            guard let text = config[key] ?? nil else { continue }
            var replaced = ""
            var position = text.startIndex
            for variable in variables {
                let place = ConfigPlace(provider: variable.provider, path: variable.path)
                guard let value = found[place]?.values[variable.key] else { continue }
                replaced += text[position..<variable.range.lowerBound] + value
                position = variable.range.upperBound
                result.secrets.add(value, writtenAs: String(text[variable.range]))
                result.secrets.add(key: key, writtenAs: text)
            }
            result.values.updateValue(replaced + text[position...], forKey: key)
        }
        return result
    }
}

/// A configuration whose variables are replaced. It holds secrets.
public struct TransformedConfig: Sendable {
    /// The configuration; a value of `nil` is a null that was written there.
    public internal(set) var values: [String: String?]
    /// What was put in place of variables.
    public internal(set) var secrets = ConfigSecrets()
    /// After how many milliseconds the values of a place should be read again.
    public internal(set) var lifetimes: [ConfigPlace: Int64] = [:]

    /// A configuration without variables.
    public init(values: [String: String?]) {
        self.values = values
    }
}

/// Where values come from: what a config provider has under a path.
public struct ConfigPlace: Sendable, Hashable {
    /// The name that variables have for the provider.
    public let provider: String
    /// The path; empty in variables without one.
    public let path: String
}
