internal import ConnectConfig
internal import TaskProtocol

extension ConnectorConfig {
    /// A key of a configuration that names a class.
    struct ClassPlace {
        let key: String
        let kind: PluginClasses.Kind
        /// What stands before the keys of that class.
        let prefix: String
        /// The key of the versions that are asked for.
        var versionKey: String { prefix + "plugin.version" }
    }

    /// The keys of a configuration that name transformations, predicates and converters.
    static func classPlaces(in properties: [String: String?]) -> [ClassPlace] {
        let converters = converterKinds.map { part, kind in
            ClassPlace(key: "\(part).converter", kind: kind, prefix: "\(part).converter.")
        }
        let transformations = aliases("transforms", properties).map { alias in
            ClassPlace(key: "transforms.\(alias).type", kind: .transformation, prefix: "transforms.\(alias).")
        }
        let predicates = aliases("predicates", properties).map { alias in
            ClassPlace(key: "predicates.\(alias).type", kind: .predicate, prefix: "predicates.\(alias).")
        }
        return converters + transformations + predicates
    }

    /// The full name of the class that is named there; nil if none is, or none that exists in a version asked for.
    static func className(_ place: ClassPlace, in properties: [String: String?], _ classes: PluginClasses) -> String? {
        guard let written = properties[place.key] ?? nil,
            case .found(let className, let versions, _) = classes.find(written.trimmingBlanks(), place.kind)
        else { return nil }
        guard let wanted = properties[place.versionKey] ?? nil, !versions.isEmpty else { return className }
        return versions.contains { isVersion($0, in: wanted) } ? className : nil
    }

    /// Checks that the class exists, and is of its kind. The result has its full name.
    static func check(
        _ place: ClassPlace, in properties: [String: String?], _ classes: PluginClasses, _ results: inout [ConfigValue]
    ) {
        guard let index = results.firstIndex(where: { $0.name == place.key }),
            let written = properties[place.key] ?? nil
        else { return }
        let name = written.trimmingBlanks()
        switch classes.find(name, place.kind) {
        case .missing:
            let error = ConfigError(value: written, key: place.key, reason: "Class \(name) could not be found.")
            results[index].value = .null
            results[index].errors.append(error.message)
        case .otherKind(let className):
            results[index].value = .class(className)
            results[index].errors.append(
                "Class class \(className) does not implement the \(place.kind.interface) interface")
        case .outerClass(let names):
            results[index].errors.append(
                "This class is abstract and cannot be created. Did you mean \(names.joined(separator: ", "))?")
        case .found(let className, let versions, let installed):
            results[index].value = .class(className)
            guard let wanted = properties[place.versionKey] ?? nil, !versions.isEmpty,
                !versions.contains(where: { isVersion($0, in: wanted) })
            else { return }
            let error = versionError(className, wanted, installed: installed)
            add(error, to: place.key, &results)
            add(error, to: place.versionKey, &results)
        }
    }

    /// Whether a version is the one, or in the range, that is asked for.
    static func isVersion(_ version: String, in wanted: String) -> Bool {
        let wanted = wanted.trimmingBlanks()
        return wanted == "latest" || wanted == version || VersionRange(wanted)?.contains(version) == true
    }

    static func versionError(_ className: String, _ wanted: String, installed: [String]) -> String {
        let wanted = wanted.trimmingBlanks()
        return "Plugin \(className) not found that matches the version range "
            + "\(VersionRange(wanted)?.description ?? wanted), available versions: "
            + "[\(installed.joined(separator: ", "))]"
    }
}

extension PluginClasses.Kind {
    /// The Java interface that classes of this kind implement, as Connect's errors name it.
    fileprivate var interface: String {
        switch self {
        case .source, .sink: "Connector"
        case .converter: "Converter"
        case .headerConverter: "HeaderConverter"
        case .transformation: "Transformation"
        case .predicate: "Predicate"
        case .configProvider: "ConfigProvider"
        }
    }
}
