internal import ConnectConfig
public import TaskProtocol

/// The classes that the worker can use, by all names that Connect accepts for them.
public struct PluginRegistry: Sendable {
    /// Every class, sorted by name and then by version, the newest first. What is the same in both keeps its order.
    public let plugins: [InstalledPlugin]

    /// A registry of what is built in and what files provide.
    public init(plugins: [InstalledPlugin]) {
        let ordered = plugins.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            guard one.className == other.className else { return one.className < other.className }
            let (version, otherVersion) = (PluginVersion(one.version), PluginVersion(other.version))
            if version > otherVersion { return true }
            return version < otherVersion ? false : left.offset < right.offset
        }
        self.plugins = ordered.map(\.element)
    }

    /// The connector that an operator means, in the newest version.
    ///
    /// - Throws: Connect's message if no class or more than one has this name.
    public func connector(named name: String) throws(HerderError) -> InstalledPlugin {
        let connectors = plugins.filter(\.kind.isConnector)
        let matches = Self.matches(name, in: connectors)
        let classes = Set(matches.map(\.className))
        guard let newest = matches.first else {
            let available = connectors.map(\.summary).joined(separator: ", ")
            throw .badRequest(
                "Failed to find any class that implements Connector and which name matches \(name), "
                    + "available connectors are: \(available)")
        }
        guard classes.count == 1 else {
            throw .badRequest(
                "More than one connector matches alias \(name). Please use full package and class name instead. "
                    + "Classes found: \(classes.sorted().joined(separator: ", "))")
        }
        return newest
    }

    /// The newest installed version of a connector's class that an operator asks for; nil if there is none.
    func connector(_ newest: InstalledPlugin, _ wanted: String?) -> InstalledPlugin? {
        guard let wanted else { return newest }
        return plugins.first { plugin in
            plugin.kind == newest.kind && plugin.className == newest.className
                && ConnectorConfig.isVersion(plugin.version, in: wanted)
        }
    }

    /// The class that a plugin's name or alias means, whatever its kind, in its newest version or one that is asked for.
    ///
    /// - Throws: Connect's message if there is none.
    func plugin(named name: String, version: String?) throws(HerderError) -> InstalledPlugin {
        let matches = Self.matches(name, in: plugins)
        guard Set(matches.map(\.className)).count == 1 else { throw .notFound("Unknown plugin \(name).") }
        guard let version else { return matches[0] }
        guard let match = matches.first(where: { ConnectorConfig.isVersion($0.version, in: version) }) else {
            throw .badRequest(
                ConnectorConfig.versionError(matches[0].className, version, installed: matches.map(\.version)))
        }
        return match
    }

    /// The class of this kind that a name or alias means, in its newest version.
    public func plugin(named name: String, kind: PluginDescription.Kind) -> InstalledPlugin? {
        let matches = Self.matches(name, in: plugins.filter { $0.kind == kind })
        return Set(matches.map(\.className)).count == 1 ? matches.first : nil
    }

    /// What a task may need besides its connector: the shared object of every class that is not a connector, by the name
    /// of the class in its newest version, and of each class that the configuration asks for in a version, by the key that
    /// names it. Where a connector names no converter, the worker's and its version count.
    func supportingFiles(of properties: [String: String?], _ worker: WorkerConfig) -> [String: String] {
        var files: [String: String] = [:]
        for place in ConnectorConfig.classPlaces(in: properties) {
            let own = properties[place.key] ?? nil
            let name = own ?? worker.values[place.key].string
            let wanted = own == nil ? worker.values[place.versionKey].string : properties[place.versionKey] ?? nil
            guard let name, let wanted else { continue }
            files[place.key] = plugin(named: name.trimmingBlanks(), kind: place.kind, version: wanted)?.file
        }
        for plugin in plugins where !plugin.kind.isConnector && files[plugin.className] == nil {
            files[plugin.className] = plugin.file
        }
        return files
    }

    /// The class of this kind that a name or alias means, in the newest version that is asked for.
    func plugin(named name: String, kind: PluginDescription.Kind, version: String) -> InstalledPlugin? {
        guard let className = plugin(named: name, kind: kind)?.className else { return nil }
        return plugins.first {
            $0.kind == kind && $0.className == className && ConnectorConfig.isVersion($0.version, in: version)
        }
    }

    /// A full name wins over aliases, so that no installed plugin can take it from another.
    private static func matches(_ name: String, in plugins: [InstalledPlugin]) -> [InstalledPlugin] {
        let exact = plugins.filter { $0.className == name }
        return exact.isEmpty ? plugins.filter { $0.isNamed(name) } : exact
    }
}

extension InstalledPlugin {
    fileprivate var summary: String {
        "\(className) (\(kind.typeName), version \(version), \(file ?? "built in"))"
    }
}

/// A version, ordered part by part: numbers as numbers, and a release after what is only announced for it (1.0-rc1).
struct PluginVersion: Comparable {
    private let parts: [Substring]
    private let isRelease: Bool

    init(_ text: String) {
        let pieces = text.split(separator: "-", maxSplits: 1)
        isRelease = pieces.count < 2
        parts = text.split { $0 == "." || $0 == "-" }
    }

    static func < (left: Self, right: Self) -> Bool {
        for (one, other) in zip(left.parts, right.parts) where one != other {
            guard let first = Int(one), let second = Int(other) else { return one < other }
            if first != second { return first < second }
        }
        if left.isRelease != right.isRelease { return !left.isRelease }
        return left.parts.count < right.parts.count
    }
}
