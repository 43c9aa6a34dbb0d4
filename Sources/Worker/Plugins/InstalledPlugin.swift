internal import ConnectConfig
public import TaskProtocol

/// A class that the worker can use: from a file in `plugin.path`, or built in.
public struct InstalledPlugin: Sendable, Equatable {
    /// What the class says of itself.
    public let description: PluginDescription
    /// The shared object that holds it; nil for what is built in.
    public let file: String?

    /// The class's name.
    public var className: String { description.className }
    /// The class's version.
    public var version: String { description.version }
    /// What the class is.
    public var kind: PluginDescription.Kind { description.kind }

    /// What one file at most can be used for.
    struct Identity: Hashable {
        let kind: PluginDescription.Kind
        let className: String
        let version: String
    }

    var identity: Identity { Identity(kind: kind, className: className, version: version) }

    /// Class and file, for traces.
    var place: String { "class \(className), " + (file.map { "plugin \($0)" } ?? "built in") }

    /// Pairs a class with its file.
    public init(description: PluginDescription, file: String?) {
        self.description = description
        self.file = file
    }

    /// What the class can be configured with: a connector first with its own keys, then with those of all connectors.
    var definition: [ConfigDef.Key] {
        let own = description.keys.compactMap(ConfigDef.Key.init)
        guard kind.isConnector else { return own }
        var names = ClassNames()
        names.connectorVersions = [version]
        let known = Set(own.map(\.name))
        let common = ConnectorConfig.definition(kind == .source ? .source : .sink, names: names)
        return own + common.keys.filter { !known.contains($0.name) }
    }

    /// The name without its package and outer class, as `Class.getSimpleName()` gives it.
    var simpleName: Substring {
        className.lastIndex { $0 == "." || $0 == "$" }.map { className[className.index(after: $0)...] }
            ?? className[...]
    }

    /// Every name that an operator may use: the class name, the simple name, the simple name without its kind
    /// (`FileStreamSource`, `Json`), and the aliases of the descriptor.
    func isNamed(_ name: String) -> Bool {
        if className == name || simpleName == name || description.aliases.contains(name) { return true }
        return simpleName.hasSuffix(kind.suffix) && simpleName.dropLast(kind.suffix.count) == name
    }
}

extension PluginDescription.Kind {
    /// Whether this is a source or a sink.
    var isConnector: Bool { self == .source || self == .sink }

    /// The word with which class names of this kind end.
    fileprivate var suffix: String {
        switch self {
        case .source, .sink: "Connector"
        case .converter: "Converter"
        case .headerConverter: "HeaderConverter"
        case .transformation: "Transformation"
        case .predicate: "Predicate"
        case .configProvider: "ConfigProvider"
        }
    }

    /// Connect's name of the kind, as `GET /connector-plugins` shows it.
    public var typeName: String {
        switch self {
        case .source: "source"
        case .sink: "sink"
        case .converter: "converter"
        case .headerConverter: "header_converter"
        case .transformation: "transformation"
        case .predicate: "predicate"
        case .configProvider: "configprovider"
        }
    }
}
