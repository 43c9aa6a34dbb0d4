/// A class whose part of a configuration the role `validate` checks: it has the definition, validators and recommenders.
public struct ValidationTarget: Equatable, Sendable {
    /// What the class is.
    public var kind: PluginDescription.Kind
    /// The full class name.
    public var className: String
    /// The key that names the class, such as `transforms.a.type`.
    public var key: String
    /// What stands before each of its keys in `config`: `transforms.a.`, or nothing. Validators get keys without it.
    public var prefix: String
    /// The configuration, placeholders resolved; nil is a null that was written there. It may hold secrets.
    public var config: [String: String?]

    /// Names a class and its configuration.
    public init(
        kind: PluginDescription.Kind, className: String, key: String = "", prefix: String = "",
        config: [String: String?]
    ) {
        self.kind = kind
        self.className = className
        self.key = key
        self.prefix = prefix
        self.config = config
    }
}

/// What was found out about one target.
public struct ValidationResult: Equatable, Sendable {
    /// The keys of the class without the prefix, in the order of their definition.
    public var keys: [PluginConfigKey]
    /// One entry for each key, with the prefix, and for each other key of which the class complains.
    public var values: [ValidatedValue]
    /// Why the class could not be asked: it cannot be loaded, or it failed. There are no keys and no values then.
    public var failure: String?

    /// Gathers what was found out.
    public init(keys: [PluginConfigKey] = [], values: [ValidatedValue] = [], failure: String? = nil) {
        self.keys = keys
        self.values = values
        self.failure = failure
    }
}

/// What validation found out about one key: Kafka's `ConfigValueInfo`.
public struct ValidatedValue: Equatable, Sendable {
    /// The key.
    public var name: String
    /// Its value as a configuration writes it, hidden if it is a secret; nil if it has none or none that can be read.
    public var value: String?
    /// The values to choose from.
    public var recommendedValues: [String]
    /// What is wrong, in sentences; empty if nothing is.
    public var errors: [String]
    /// Whether tools show the key.
    public var isVisible: Bool

    /// What was found out about one key.
    public init(
        name: String, value: String? = nil, recommendedValues: [String] = [], errors: [String] = [],
        isVisible: Bool = true
    ) {
        self.name = name
        self.value = value
        self.recommendedValues = recommendedValues
        self.errors = errors
        self.isVisible = isVisible
    }
}

extension ValidationTarget: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(kind)
        writer.write(className)
        writer.write(key)
        writer.write(prefix)
        writer.write(config)
    }

    init(from reader: inout WireReader) throws(WireError) {
        self.init(
            kind: try reader.read(), className: try reader.read(), key: try reader.read(), prefix: try reader.read(),
            config: try reader.read())
    }
}

extension ValidationResult: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(keys)
        writer.write(values)
        writer.write(failure)
    }

    init(from reader: inout WireReader) throws(WireError) {
        self.init(keys: try reader.read(), values: try reader.read(), failure: try reader.read())
    }
}

extension ValidatedValue: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(name)
        writer.write(value)
        writer.write(recommendedValues)
        writer.write(errors)
        writer.write(isVisible)
    }

    init(from reader: inout WireReader) throws(WireError) {
        self.init(
            name: try reader.read(), value: try reader.read(), recommendedValues: try reader.read(),
            errors: try reader.read(), isVisible: try reader.read())
    }
}
