/// Looks up values that are kept outside of configurations: the counterpart of Kafka's `ConfigProvider`.
public protocol ConfigProvider: Sendable {
    /// The values of `keys` at `path`; what is not there is left out. The values may be secrets.
    ///
    /// - Parameters:
    ///   - path: the place, or nothing where the variable names none.
    ///   - keys: the names of the values.
    /// - Throws: why the place cannot be read, without anything that was read there.
    func get(path: String, keys: Set<String>) async throws(ConfigError) -> ConfigData
}

/// What a config provider found.
public struct ConfigData: Sendable, Equatable {
    /// The values by their keys; they may be secrets.
    public let values: [String: String]
    /// After how many milliseconds they should be read again; nil for never.
    public let lifetime: Int64?

    /// What was found, and how long it holds.
    public init(_ values: [String: String] = [:], lifetime: Int64? = nil) {
        self.values = values
        self.lifetime = lifetime
    }
}
