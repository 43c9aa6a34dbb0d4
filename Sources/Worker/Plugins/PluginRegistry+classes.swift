internal import ConnectConfig
internal import TaskProtocol

extension PluginRegistry {
    /// The classes that a connector's configuration may name.
    var classes: PluginClasses {
        PluginClasses(
            names: { kind in
                plugins.filter { $0.kind == kind }.map(\.className).reduce(into: []) { names, name in
                    if names.last != name { names.append(name) }
                }
            }, find: lookup)
    }

    private func lookup(_ name: String, _ kind: Kind) -> PluginClasses.Lookup {
        if let plugin = plugin(named: name, kind: kind) {
            let same = plugins.filter { $0.className == plugin.className }
            return .found(
                className: plugin.className, versions: same.filter { $0.kind == kind }.map(\.version),
                installed: same.map(\.version))
        }
        if plugins.contains(where: { $0.className == name }) { return .otherKind(name) }
        let inner = Set(plugins.filter { $0.className.hasPrefix(name + "$") }.map(\.className))
        return name.isEmpty || inner.isEmpty ? .missing : .outerClass(of: inner.sorted())
    }

    /// The full names of the converters, transformations and predicates of a connector, by the keys that name them:
    /// processes know classes by their full names only.
    func classNames(of config: ConnectorConfig) -> [String: String] {
        let transformations = config.transforms.map { ("transforms.\($0.name).type", $0.type, Kind.transformation) }
        let predicates = config.predicates.map { ("predicates.\($0.name).type", $0.type, Kind.predicate) }
        return fullNames(transformations + predicates + converters(in: config.values))
    }

    /// The full names of a worker's converters, by the keys that name them.
    func classNames(of worker: WorkerConfig) -> [String: String] {
        fullNames(converters(in: worker.values))
    }

    private typealias Kind = PluginDescription.Kind

    private func converters(in values: ParsedConfig) -> [(key: String, name: String, kind: Kind)] {
        let kinds: [(String, Kind)] = [("key", .converter), ("value", .converter), ("header", .headerConverter)]
        return kinds.compactMap { part, kind in
            values["\(part).converter"].string.map { ("\(part).converter", $0, kind) }
        }
    }

    private func fullNames(_ classes: [(key: String, name: String, kind: Kind)]) -> [String: String] {
        let known = classes.compactMap { key, name, kind in
            plugin(named: name, kind: kind).map { (key, $0.className) }
        }
        return Dictionary(known) { first, _ in first }
    }
}
