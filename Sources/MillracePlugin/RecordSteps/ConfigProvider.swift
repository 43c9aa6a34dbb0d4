/// Stands behind `${provider:path:key}` in configurations (KIP-297). Runs in a process of its own, on its main thread.
public protocol ConfigProvider: AnyObject, PluginClass {
    /// Makes an instance that is not configured.
    init()

    /// Configures with `config.providers.<alias>.param.*`.
    func configure(_ properties: [String: String]) throws

    /// The values of `keys` at `path`, or all that there are if `keys` is nil.
    func get(path: String, keys: [String]?) throws -> ConfigData
}

/// What a config provider found.
public struct ConfigData: Sendable {
    /// The values by key.
    public var values: [String: String]
    /// After how many milliseconds they should be read again; nil for never.
    public var lifetime: Int64?

    /// Values and their lifetime.
    public init(_ values: [String: String], lifetime: Int64? = nil) {
        self.values = values
        self.lifetime = lifetime
    }
}
