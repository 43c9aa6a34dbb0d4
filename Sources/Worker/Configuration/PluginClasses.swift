public import ConnectConfig

/// The classes that a connector's configuration may name, as the worker's plugins provide them.
public struct PluginClasses: Sendable {
    /// The kinds of plugin that a connector's configuration names.
    public enum Kind: String, Sendable, CaseIterable {
        /// Translates keys or values.
        case converter
        /// Translates headers.
        case headerConverter
        /// Changes records.
        case transformation
        /// Decides about records.
        case predicate
    }

    /// The full names of the classes of a kind, to choose from.
    public let names: @Sendable (Kind) -> [String]

    /// Whether a full name or an alias names a class of a kind.
    public let contains: @Sendable (_ name: String, Kind) -> Bool

    /// What a class can be configured with, as far as its plugin says so without running; `nil` if it does not.
    public let definition: @Sendable (_ name: String, Kind) -> ConfigDef?

    /// The classes of a worker; the closures may be called from any thread.
    public init(
        names: @escaping @Sendable (Kind) -> [String], contains: @escaping @Sendable (String, Kind) -> Bool,
        definition: @escaping @Sendable (String, Kind) -> ConfigDef? = { _, _ in nil }
    ) {
        self.names = names
        self.contains = contains
        self.definition = definition
    }

    /// Any name is accepted, and none is suggested: for where the plugins are not known.
    public static let unchecked = PluginClasses(names: { _ in [] }, contains: { _, _ in true })
}
