internal import ConnectConfig
internal import ConnectData
internal import PluginHost
internal import TaskProtocol

/// Checks the parts of configurations that classes define, built-in ones and those of plugins: by the definition of their
/// keys with its validators and recommenders, and a connector's also by the connector itself.
struct ValidationRunner {
    private let environment: TaskEnvironment

    init(_ environment: TaskEnvironment) {
        self.environment = environment
    }

    /// Serves requests until the daemon asks for the end.
    func run() throws(TaskFailure) {
        let channel = environment.process.control
        while case .frame(let frame) = try? channel.receive(), let message = try? ToProcess(frame: frame) {
            guard case .validate(let request, let targets) = message else { return }
            var results: [ValidationResult] = []
            for target in targets {
                do throws(ConnectError) {
                    results.append(try environment.call(.validate) { () throws(ConnectError) in try validate(target) })
                } catch {
                    results.append(ValidationResult(failure: error.message))
                }
            }
            do {
                try channel.send(FromProcess.validated(request: request, results: results).frame)
            } catch {
                endNow()
            }
        }
    }

    private func validate(_ target: ValidationTarget) throws(ConnectError) -> ValidationResult {
        if target.kind == .source || target.kind == .sink { return try validateConnector(target.config) }
        let definition = try definition(of: target)
        var checked = definition
        if !target.prefix.isEmpty {
            // Errors name keys as Connect's do: some with the prefix, those of validators without.
            checked = ConfigDef()
            do throws(ConfigError) {
                try checked.embed(definition, prefix: target.prefix, group: "")
            } catch {
                throw ConnectError(.badConfig, error.message)
            }
        }
        var values = checked.validate(target.config)
        Self.checkTogether(&values, target)
        return ValidationResult(
            keys: definition.keys.map(PluginConfigKey.init), values: values.map(ValidatedValue.init))
    }

    /// What no key's own rule sees: whether a foreign function's settings fit each other.
    private static func checkTogether(_ values: inout [ConfigValue], _ target: ValidationTarget) {
        let config = target.config.compactMapValues(\.self).under(target.prefix)
        guard values.allSatisfy(\.errors.isEmpty),
            let mistake = ForeignFunctions.mistake(target.className, config),
            let place = values.firstIndex(where: { $0.name == target.prefix + mistake.key })
        else { return }
        let value = values[place].value.description
        let error = ConfigError(value: value, key: target.prefix + mistake.key, reason: mistake.reason)
        values[place].errors.append(error.message)
    }

    private func validateConnector(_ config: [String: String?]) throws(ConnectError) -> ValidationResult {
        let plugin = try environment.loadPlugin([.source, .sink])
        let connector = try HostedConnector(plugin, services: NoServices())
        return ValidationResult(
            keys: plugin.configDef.keys.map(PluginConfigKey.init),
            values: try connector.validate(config).map(ValidatedValue.init))
    }

    private func definition(of target: ValidationTarget) throws(ConnectError) -> ConfigDef {
        if let definition = BuiltInClasses.configDef(target.className, target.kind) { return definition }
        let classes = PluginClasses(files: environment.start.otherPlugins)
        return try classes.find(target.className, target.kind, what: target.key).configDef
    }
}

/// A connector that is only validated has no one to ask.
private final class NoServices: ConnectorServices {
    func requestTaskReconfiguration() {}
    func raiseError(_ message: String) {}

    func readOffsets(
        of partitions: UnsafeBufferPointer<Value>, into offsets: UnsafeMutableBufferPointer<Value>, memory: Batch
    ) throws(ConnectError) {
        throw ConnectError(.fatal, "Offsets cannot be read while a configuration is validated")
    }
}
