internal import ConnectConfig
internal import TaskProtocol

extension WorkerConfig {
    /// Checks that the converters exist, in the versions that are asked for, which only the plugins tell. Without this
    /// every task would fail for it.
    ///
    /// - Throws: every converter that nothing provides, with its place in the file and those that there are.
    public func checkConverters(in registry: PluginRegistry) throws(InvalidConfiguration) {
        let problems = ["key", "value", "header"].compactMap { part -> String? in
            let key = "\(part).converter"
            let kind: PluginDescription.Kind = part == "header" ? .headerConverter : .converter
            guard let name = values[key].string else { return nil }
            if let newest = registry.plugin(named: name, kind: kind) {
                return problem(ofVersionOf: newest, key: "\(key).plugin.version", in: registry)
            }
            let known = Set(registry.plugins.filter { $0.kind == kind }.map(\.className)).sorted()
            let error = ConfigError(
                value: name, key: key,
                reason: "Class \(name) could not be found. Installed are: \(known.joined(separator: ", "))")
            return problem(of: key, error.message)
        }
        if !problems.isEmpty { throw InvalidConfiguration(problems) }
    }

    private func problem(ofVersionOf newest: InstalledPlugin, key: String, in registry: PluginRegistry) -> String? {
        let className = newest.className
        guard let wanted = values[key].string,
            registry.plugin(named: className, kind: newest.kind, version: wanted) == nil
        else { return nil }
        let installed = registry.plugins.filter { $0.className == className }.map(\.version)
        return problem(of: key, ConnectorConfig.versionError(className, wanted, installed: installed))
    }
}
