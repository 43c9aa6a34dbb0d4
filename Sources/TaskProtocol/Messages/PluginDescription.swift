/// A class that a shared object provides, or that is built in.
public struct PluginDescription: Equatable, Sendable {
    /// What a class is, by the number that the ABI gives it (`MILLRACE_SOURCE_CONNECTOR` and so on).
    public enum Kind: UInt8, Sendable {
        case source = 1
        case sink = 2
        case converter = 3
        case headerConverter = 4
        case transformation = 5
        case predicate = 6
        case configProvider = 7
    }

    /// What the class is.
    public var kind: Kind
    /// The full class name.
    public var className: String
    /// The plugin's own version.
    public var version: String
    /// What it is for.
    public var documentation: String
    /// Other names that configurations may use.
    public var aliases: [String]
    /// The configuration's keys, in the order of their definition.
    public var keys: [PluginConfigKey]

    /// Describes a class.
    public init(
        kind: Kind, className: String, version: String, documentation: String, aliases: [String],
        keys: [PluginConfigKey]
    ) {
        self.kind = kind
        self.className = className
        self.version = version
        self.documentation = documentation
        self.aliases = aliases
        self.keys = keys
    }
}

/// One key of a class's configuration: what of its definition crosses a process border. Types and the like have the
/// names that Kafka gives them.
public struct PluginConfigKey: Equatable, Sendable {
    /// The key.
    public var name: String
    /// `BOOLEAN`, `STRING` and so on.
    public var type: String
    /// `HIGH`, `MEDIUM` or `LOW`.
    public var importance: String
    /// `NONE`, `SHORT`, `MEDIUM` or `LONG`.
    public var width: String
    /// Whether a configuration without it is in error.
    public var isRequired: Bool
    /// Whether tools and documentation leave it out.
    public var isInternal: Bool
    /// The default as an operator would write it, hidden if it is a secret; nil for none.
    public var defaultValue: String?
    /// What it is for.
    public var documentation: String
    /// The group it is listed in.
    public var group: String?
    /// The name that user interfaces show.
    public var displayName: String
    /// Its place in the group; -1 if it has none.
    public var orderInGroup: Int32
    /// The keys whose recommenders look at this one.
    public var dependents: [String]

    /// Describes a key.
    public init(
        name: String, type: String, importance: String, width: String = "NONE", isRequired: Bool = false,
        isInternal: Bool = false, defaultValue: String? = nil, documentation: String, group: String? = nil,
        displayName: String, orderInGroup: Int32 = -1, dependents: [String] = []
    ) {
        self.name = name
        self.type = type
        self.importance = importance
        self.width = width
        self.isRequired = isRequired
        self.isInternal = isInternal
        self.defaultValue = defaultValue
        self.documentation = documentation
        self.group = group
        self.displayName = displayName
        self.orderInGroup = orderInGroup
        self.dependents = dependents
    }
}

extension PluginDescription: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(kind.rawValue)
        writer.write(className)
        writer.write(version)
        writer.write(documentation)
        writer.write(aliases)
        writer.write(keys)
    }

    init(from reader: inout WireReader) throws(WireError) {
        self.init(
            kind: try Kind(from: &reader), className: try reader.read(), version: try reader.read(),
            documentation: try reader.read(), aliases: try reader.read(), keys: try reader.read())
    }
}

extension PluginDescription.Kind: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(rawValue)
    }

    init(from reader: inout WireReader) throws(WireError) {
        let number = try reader.read(UInt8.self)
        guard let kind = Self(rawValue: number) else {
            throw WireError(description: "plugin of unknown kind \(number)")
        }
        self = kind
    }
}

extension PluginConfigKey: WireCodable {
    func write(to writer: inout WireWriter) {
        for text in [name, type, importance, width, documentation, displayName] { writer.write(text) }
        for flag in [isRequired, isInternal] { writer.write(flag) }
        for text in [defaultValue, group] { writer.write(text) }
        writer.write(orderInGroup)
        writer.write(dependents)
    }

    init(from reader: inout WireReader) throws(WireError) {
        let texts = (
            name: try reader.read(String.self), type: try reader.read(String.self),
            importance: try reader.read(String.self), width: try reader.read(String.self),
            documentation: try reader.read(String.self), displayName: try reader.read(String.self)
        )
        let flags = (isRequired: try reader.read(Bool.self), isInternal: try reader.read(Bool.self))
        let optionals = (defaultValue: try reader.read(String?.self), group: try reader.read(String?.self))
        self.init(
            name: texts.name, type: texts.type, importance: texts.importance, width: texts.width,
            isRequired: flags.isRequired, isInternal: flags.isInternal, defaultValue: optionals.defaultValue,
            documentation: texts.documentation, group: optionals.group, displayName: texts.displayName,
            orderInGroup: try reader.read(), dependents: try reader.read())
    }
}
