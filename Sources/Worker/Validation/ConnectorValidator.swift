internal import ConnectConfig
internal import Supervisor
internal import TaskProtocol

/// Checks configurations as Connect does: what the worker knows of them here, and what classes define in a process of its
/// own, because that is plugin code.
struct ConnectorValidator: Sendable {
    /// A configuration that was checked.
    struct Outcome: Sendable {
        /// What was found out, without secrets.
        var infos: ConfigInfos
        /// The configuration with the values that config providers gave.
        let resolved: TransformedConfig
        /// The connector; nil if it is not installed in a version that is asked for.
        var plugin: InstalledPlugin?
        let registry: PluginRegistry
    }

    let catalog: PluginCatalog
    let worker: WorkerContext

    /// Checks a configuration.
    ///
    /// - Throws: if it cannot be checked: its variables cannot be resolved, its class does not exist, or a plugin failed.
    func validate(_ properties: ConnectorProperties) async throws(HerderError) -> Outcome {
        let resolved = try await resolve(properties)
        do throws(HerderError) {
            return try await validate(properties, resolved)
        } catch {
            // A plugin that fails may say what it was given.
            throw error.hiding(worker.config.secrets.merging(resolved.secrets))
        }
    }

    private func validate(
        _ properties: ConnectorProperties, _ resolved: TransformedConfig
    ) async throws(HerderError) -> Outcome {
        guard let connectorClass = resolved.values["connector.class"] ?? nil else {
            let written = properties.keys.map { "\($0)=\(properties[$0] ?? "null")" }.joined(separator: ", ")
            throw .badRequest("Connector config {\(written)} contains no connector type")
        }
        let newest = try await catalog.connector(named: connectorClass)
        let wanted = resolved.values["connector.plugin.version"] ?? nil
        var registry = await catalog.registry()
        // The version may have been installed just now.
        if registry.connector(newest, wanted) == nil { registry = await catalog.refreshed() }
        var outcome = Outcome(
            infos: ConfigInfos(name: properties["connector.class"] ?? ""), resolved: resolved, registry: registry)
        if let plugin = registry.connector(newest, wanted) {
            outcome.plugin = plugin
            outcome.infos = try await check(outcome, plugin, label: properties["name"] ?? "")
        } else {
            refuseVersion(wanted ?? "", of: newest, &outcome)
        }
        outcome.infos.hide(resolved.secrets)
        return outcome
    }

    private func resolve(_ properties: ConnectorProperties) async throws(HerderError) -> TransformedConfig {
        do throws(ConfigError) {
            return try await worker.config.transformer.transform(properties.values)
        } catch {
            throw .badRequest(error.message)
        }
    }

    /// Connect does not ask a class further that is there in other versions only.
    private func refuseVersion(_ wanted: String, of newest: InstalledPlugin, _ outcome: inout Outcome) {
        var names = ClassNames()
        names.connectorVersions = outcome.registry.classes.versions(newest.className, newest.kind) ?? []
        let definition = ConnectorConfig.definition(nil, names: names)
        var values = definition.validate(outcome.resolved.values)
        let error = ConnectorConfig.versionError(newest.className, wanted, installed: names.connectorVersions)
        for key in ["connector.class", "connector.plugin.version"] { ConnectorConfig.add(error, to: key, &values) }
        outcome.infos.add(definition, values)
    }

    private func check(
        _ outcome: Outcome, _ plugin: InstalledPlugin, label: String
    ) async throws(HerderError) -> ConfigInfos {
        let properties = outcome.resolved.values
        let type: ConnectorType = plugin.kind == .source ? .source : .sink
        var classes = outcome.registry.classes
        let places = ConnectorConfig.classPlaces(in: properties).compactMap { place in
            ConnectorConfig.className(place, in: properties, classes).map { (place: place, className: $0) }
        }
        let targets = places.map { target($0.place, $0.className, properties) }
        var results = try await ask(
            [ValidationTarget(kind: plugin.kind, className: plugin.className, config: properties)] + targets,
            of: plugin, label: label, outcome)
        let connector = results.removeFirst()
        if let failure = connector.failure { throw .failed("Connector \(plugin.className): \(failure)") }
        let answers = Dictionary(zip(places.map(\.place.prefix), results)) { first, _ in first }
        classes.definition = { prefix in answers[prefix].flatMap { try? ConfigDef($0.keys) } }

        let names = ClassNames(properties, type: type, worker: worker.config, classes: classes)
        let definition = ConnectorConfig.fullDefinition(type, for: properties, names: names, classes: classes)
        var values = ConnectorConfig.validate(properties, type: type, definition: definition, classes: classes)
        for (place, _) in places {
            guard let failure = answers[place.prefix]?.failure else { continue }
            ConnectorConfig.add(failure, to: place.key, &values)
        }
        var infos = ConfigInfos(name: outcome.infos.name)
        infos.add(definition, values)
        for answer in answers.values { infos.replace(answer.values) }
        infos.add(connector)
        infos.addNulls(of: properties)
        for override in ConnectorConfig.overrides(of: properties, type: type, policy: worker.config.overridePolicy) {
            infos.addOnce(override.definition?.named(override.value.name), ValidatedValue(override.value))
        }
        for part in ["header", "key", "value"] {
            let prefix = "\(part).converter."
            if let answer = answers[prefix] { infos.add(converter: answer, prefix: prefix) }
        }
        let own = ConnectorConfig.ownDefinition(type, for: properties, worker: worker.config)
        infos.add(own, own.validate(properties))
        return infos
    }

    private func target(
        _ place: ConnectorConfig.ClassPlace, _ className: String, _ properties: [String: String?]
    ) -> ValidationTarget {
        let isConverter = place.kind == .converter || place.kind == .headerConverter
        guard isConverter else {
            return ValidationTarget(
                kind: place.kind, className: className, key: place.key, prefix: place.prefix, config: properties)
        }
        // Connect validates a converter's settings without their prefix.
        var config: [String: String?] = ["converter.type": String(place.key.prefix { $0 != "." })]
        for (key, value) in properties where key.hasPrefix(place.prefix) && key != place.prefix {
            config.updateValue(value, forKey: String(key.dropFirst(place.prefix.count)))
        }
        return ValidationTarget(kind: place.kind, className: className, key: place.key, config: config)
    }

    private func ask(
        _ targets: [ValidationTarget], of plugin: InstalledPlugin, label: String, _ outcome: Outcome
    ) async throws(HerderError) -> [ValidationResult] {
        let supervision = worker.config.supervision
        let launch = ProcessLaunch(
            label: "\(label) (validate)", subject: "connector \(label), \(plugin.place)", arguments: ["validate"],
            limits: .init(memory: supervision.memoryLimit, processesAllowed: supervision.allowsProcesses))
        let start = ProcessStart(
            connector: label, task: 0, pluginFile: plugin.file ?? "", className: plugin.className, config: [:],
            connectorConfig: [:], workerConfig: [:],
            otherPlugins: outcome.registry.supportingFiles(of: outcome.resolved.values, worker.config),
            workerID: worker.workerID)
        do {
            let secrets = worker.config.secrets.merging(outcome.resolved.secrets)
            let process = try await worker.launcher.launch(launch, context: "\(label)|worker", secrets: secrets)
            let session = PluginSession(process: process) { _ in }
            defer { process.kill() }
            await session.send(.start(start))
            let answer = try await session.request("validate", deadline: supervision.connectorCallTimeout) {
                .validate(request: $0, targets: targets)
            }
            guard case .validated(_, let results) = answer, results.count == targets.count else {
                throw PluginFailure(description: "the plugin process answered something else")
            }
            return results
        } catch {
            throw .failed("The configuration of connector \(label) could not be validated: \(error)")
        }
    }
}
