internal import ConnectConfig
internal import JavaText
internal import Logging
internal import TaskProtocol

/// The config providers that a worker's file names.
struct WorkerProviders {
    /// `config.providers` and what belongs to it, as it was written: variables there are not replaced.
    private let properties: [String: String]
    private let place: (String) -> String
    private let logger = Logger(label: "millrace.config")

    /// Reads a worker's file.
    ///
    /// - Parameters:
    ///   - properties: its entries as they are written.
    ///   - place: where each key stands, for errors.
    init(_ properties: [String: String?], place: @escaping (String) -> String) {
        self.properties = properties.compactMapValues { $0 }
        self.place = place
    }

    /// Makes the providers: built-in ones here, those of plugins in processes of their own.
    ///
    /// - Parameter launcher: is asked for if there is a provider of a plugin.
    /// - Throws: every problem, each with its place.
    func load(_ launcher: () throws -> any PluginLauncher) async throws(InvalidConfiguration) -> ConfigTransformer {
        var providers: [String: any ConfigProvider] = [:]
        var problems: [String] = []
        for (alias, className) in classes {
            do {
                let settings = settings(of: alias)
                providers[alias] =
                    if let builtIn = try BuiltinConfigProviders.provider(
                        className, settings, warn: warn(alias), names: Self.names)
                    {
                        builtIn
                    } else {
                        try await plugin(className, alias, settings, launcher())
                    }
            } catch {
                problems.append("\(place(key(alias))): Config provider '\(alias)': \(error)")
            }
        }
        guard problems.isEmpty else { throw InvalidConfiguration(problems) }
        return ConfigTransformer(providers: providers)
    }

    /// Aliases that have a class; one without is nobody's, as in Connect.
    private var classes: [(alias: String, className: String)] {
        let aliases = try? ConfigDef.Value(
            parsing: properties["config.providers"], as: .list, key: "config.providers"
        ).list
        return (aliases ?? []).compactMap { alias in
            guard let name = properties[key(alias)] else {
                logger.warning("\(place("config.providers")): '\(alias)' has no '\(key(alias))' and is ignored.")
                return nil
            }
            return (alias, name.trimmingBlanks())
        }
    }

    private func key(_ alias: String) -> String { "config.providers.\(alias).class" }

    private func settings(of alias: String) -> [String: String] {
        let prefix = "config.providers.\(alias).param."
        var settings: [String: String] = [:]
        for (key, value) in properties where key.hasPrefix(prefix) && key != prefix {
            settings[String(key.dropFirst(prefix.count))] = value
        }
        return settings
    }

    private func warn(_ alias: String) -> BuiltinConfigProviders.Warning {
        { [logger] in logger.warning("Config provider '\(alias)': \($0)") }
    }

    private static func names(_ pattern: String) throws -> (String) throws -> Bool {
        let regex = try JavaRegex(pattern)
        return { try regex.wholeMatch($0) }
    }

    private func plugin(
        _ className: String, _ alias: String, _ settings: [String: String], _ launcher: any PluginLauncher
    ) async throws(ConfigError) -> any ConfigProvider {
        let definition = WorkerConfig.standaloneDefinition
        func value(_ key: String) throws(ConfigError) -> ConfigDef.Value {
            guard let definition = definition[key] else { return .null }
            return try ConfigDef([definition]).parse(properties.mapValues { $0 })[key]
        }
        let timeout = Duration.milliseconds(try value("plugin.scan.timeout.ms").integer ?? 10000)
        let catalog = PluginCatalog(
            directories: try value("plugin.path").list ?? [], launcher: launcher, scanTimeout: timeout)
        guard let plugin = await catalog.registry().plugin(named: className, kind: .configProvider),
            let file = plugin.file
        else {
            throw ConfigError(
                value: className, key: key(alias),
                reason: "Could not load config provider class or one of its dependencies")
        }
        let call = Duration.milliseconds(try value("connector.call.timeout.ms").integer ?? 60000)
        return PluginConfigProvider(
            alias: alias, className: plugin.className, file: file, settings: settings, launcher: launcher,
            deadline: call)
    }
}
