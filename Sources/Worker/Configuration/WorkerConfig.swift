public import ConnectConfig

/// The configuration of a standalone worker.
public struct WorkerConfig: Sendable {
    /// The brokers to begin with, as `host:port`.
    public private(set) var bootstrapServers: [String]
    /// The directory of the embedded broker that `bootstrap.servers` names in place of brokers.
    public let embeddedBroker: String?
    /// The class that translates keys where a connector does not name its own.
    public let keyConverter: String
    /// The class that translates values where a connector does not name its own.
    public let valueConverter: String
    /// The class that translates headers where a connector does not name its own.
    public let headerConverter: String
    /// The directories with plugins.
    public let pluginPath: [String]
    /// How long one file may take to be scanned.
    public let pluginScanTimeout: Duration
    /// Where the REST API listens.
    public let listeners: [Listener]
    /// Where the admin REST API listens; `nil` means on `listeners`, and none means nowhere.
    public let adminListeners: [Listener]?
    /// Headers that every REST response gets.
    public let responseHeaders: [HTTPHeaderRule]
    /// The file with the offsets of source connectors.
    public let offsetStorageFile: String
    /// How often offsets are committed.
    public let offsetFlushInterval: Duration
    /// How long all tasks together may take to stop.
    public let taskShutdownGracefulTimeout: Duration
    /// Whether topics of source connectors are created as their `topic.creation` settings say.
    public let createsTopics: Bool
    /// Whether the topics that connectors use are tracked, and whether a request may reset them.
    public let topicTracking: (isEnabled: Bool, allowsReset: Bool)
    /// Which client settings connectors may override.
    public let overridePolicy: ClientOverridePolicy
    /// How tasks are watched, limited and restarted where a connector does not say otherwise.
    public let supervision: TaskSupervision
    /// The typed value of every key, and the file with the values that config providers gave.
    public let values: ParsedConfig
    /// Replaces the variables in connectors' configurations.
    public let transformer: ConfigTransformer
    /// What config providers gave for the variables in the file.
    public let secrets: ConfigSecrets
    /// What an operator should know and the worker can live with.
    public let warnings: [String]
    /// Where each key stands: the file, and the line if it is there.
    private let place: @Sendable (_ key: String) -> String

    /// Reads a worker's `.properties` file and asks its config providers for what the variables in it stand for.
    ///
    /// - Parameter launcher: is asked for if there is a config provider of a plugin.
    /// - Throws: every problem, each with its file and line.
    public static func standalone(
        file path: String, launcher: () throws -> any PluginLauncher
    ) async throws(InvalidConfiguration) -> WorkerConfig {
        let properties: JavaProperties
        do {
            properties = try JavaProperties(parsing: try FileContents.read(path))
        } catch let error as JavaProperties.SyntaxError {
            throw InvalidConfiguration(["\(path):\(error.line): \(error.reason)"])
        } catch {
            throw InvalidConfiguration(["\(error)"])
        }
        let place = place(properties, path)
        let transformer = try await WorkerProviders(properties.dictionary, place: place).load(launcher)
        let resolved: TransformedConfig
        do throws(ConfigError) {
            resolved = try await transformer.transform(properties.dictionary)
        } catch {
            throw InvalidConfiguration(["\(path): \(error)"])
        }
        return try WorkerConfig(standalone: properties, file: path, resolved: resolved, transformer: transformer)
    }

    private static func place(_ properties: JavaProperties, _ file: String) -> @Sendable (String) -> String {
        { key in properties.line(of: key).map { "\(file):\($0)" } ?? file }
    }

    /// Reads a standalone worker's properties.
    ///
    /// - Parameters:
    ///   - properties: the entries, which know their lines.
    ///   - file: the name of the file, for errors and warnings.
    ///   - resolved: the entries with what config providers gave; nil if they have no variables.
    ///   - transformer: replaces the variables in connectors' configurations.
    /// - Throws: every problem, each with its file and line, and without what config providers gave.
    public init(
        standalone properties: JavaProperties, file: String, resolved: TransformedConfig? = nil,
        transformer: ConfigTransformer = ConfigTransformer()
    ) throws(InvalidConfiguration) {
        let definition = WorkerConfig.standaloneDefinition
        let dictionary = resolved?.values ?? properties.dictionary
        let secrets = resolved?.secrets ?? ConfigSecrets()
        let place = WorkerConfig.place(properties, file)

        let results = definition.validate(dictionary)
        var problems = results.flatMap { result in
            // A null after a missing key says nothing new.
            (dictionary[result.name] == nil ? result.errors.prefix(1) : result.errors[...]).map {
                "\(place(result.name)): \(secrets.hide(inError: $0, of: result.name))"
            }
        }
        problems += Listener.unsupported(in: results).map { "\(place("listeners")): \($0)" }
        problems += ConnectorConfig.Client.allCases.compactMap { client in
            let key = client.workerPrefix + "bootstrap.servers"
            return BootstrapServers.objection(to: dictionary[key] ?? nil, in: key).map { "\(place(key)): \($0)" }
        }
        let servers = results.first { $0.name == "bootstrap.servers" }?.value.list ?? []
        do throws(ConfigError) {
            _ = try BootstrapServers.embeddedDirectory(servers)
        } catch {
            problems.append("\(place("bootstrap.servers")): \(error)")
        }
        guard problems.isEmpty else { throw InvalidConfiguration(problems.map(secrets.hide)) }
        var warnings = WorkerConfig.warnings(about: properties, place: place)
        if dictionary["listeners"] == nil {
            warnings.append(
                "\(file): 'listeners' is not set, so the REST API listens on \(Listener.loopback) only. "
                    + "Kafka Connect would listen on all interfaces; set listeners=http://:8083 for that.")
        }
        do throws(ConfigError) {
            try self.init(
                values: try definition.parse(dictionary), warnings: warnings, place: place, transformer: transformer,
                secrets: secrets)
        } catch {
            throw InvalidConfiguration(["\(file): \(secrets.hide(in: error.message))"])
        }
    }

    private init(
        values: ParsedConfig, warnings: [String], place: @escaping @Sendable (String) -> String,
        transformer: ConfigTransformer, secrets: ConfigSecrets
    ) throws(ConfigError) {
        func duration(_ key: String) throws(ConfigError) -> Duration {
            .milliseconds(try values.integer(key))
        }
        func listeners(_ key: String) throws(ConfigError) -> [Listener] {
            try values.list(key).map { url throws(ConfigError) in try Listener(url, key: key) }
        }
        bootstrapServers = try values.list("bootstrap.servers")
        embeddedBroker = try BootstrapServers.embeddedDirectory(bootstrapServers)
        keyConverter = try values.string("key.converter")
        valueConverter = try values.string("value.converter")
        headerConverter = try values.string("header.converter")
        pluginPath = values["plugin.path"].list ?? []
        pluginScanTimeout = try duration("plugin.scan.timeout.ms")
        self.listeners = values.originals["listeners"] == nil ? [.loopback] : try listeners("listeners")
        adminListeners = values["admin.listeners"] == .null ? nil : try listeners("admin.listeners")
        responseHeaders = try HTTPHeaderRule.rules(try values.string("response.http.headers.config"))
        offsetStorageFile = try values.string("offset.storage.file.filename")
        offsetFlushInterval = try duration("offset.flush.interval.ms")
        taskShutdownGracefulTimeout = try duration("task.shutdown.graceful.timeout.ms")
        createsTopics = try values.boolean("topic.creation.enable")
        topicTracking = (
            isEnabled: try values.boolean("topic.tracking.enable"),
            allowsReset: try values.boolean("topic.tracking.allow.reset")
        )
        overridePolicy = try ClientOverridePolicy(values)
        supervision = try TaskSupervision(values)
        self.values = values
        self.transformer = transformer
        self.secrets = secrets
        self.warnings = warnings
        self.place = place
    }

    /// This configuration with the address of the embedded broker, `host:port`, which all clients are given.
    public func connected(to address: String) -> WorkerConfig {
        var config = self
        config.bootstrapServers = [address]
        return config
    }

    /// What is wrong with a key, as a problem of the file that it stands in.
    func problem(of key: String, _ reason: String) -> String {
        "\(place(key)): \(reason)"
    }

    /// The settings under a prefix such as `producer.` or `key.converter.`, without it.
    public func settings(withPrefix prefix: String) -> [String: String] {
        values.originals(withPrefix: prefix)
    }
}
