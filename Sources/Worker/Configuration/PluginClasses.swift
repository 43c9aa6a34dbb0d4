public import ConnectConfig
public import TaskProtocol

/// The classes that a connector's configuration may name, as the worker's plugins provide them.
public struct PluginClasses: Sendable {
    /// What a kind of plugin is.
    public typealias Kind = PluginDescription.Kind

    /// What a name stands for.
    public enum Lookup: Sendable, Equatable {
        /// A class of that kind: its full name, the versions that are installed, the newest first, and the versions of
        /// all that has the name, whatever its kind.
        case found(className: String, versions: [String], installed: [String])
        /// A class of another kind, by its full name.
        case otherKind(String)
        /// What is no class by itself, but has these in it: `HoistField` for `HoistField$Key` and `HoistField$Value`.
        case outerClass(of: [String])
        /// Nothing.
        case missing
    }

    /// The full names of the classes of a kind, to choose from.
    public let names: @Sendable (Kind) -> [String]

    /// What a full name or an alias stands for.
    public let find: @Sendable (_ name: String, Kind) -> Lookup

    /// What the class under a prefix of the configuration, such as `transforms.a.`, can be configured with; nil if that
    /// is not known.
    public var definition: @Sendable (_ prefix: String) -> ConfigDef?

    /// The classes of a worker; the closures may be called from any thread.
    public init(
        names: @escaping @Sendable (Kind) -> [String], find: @escaping @Sendable (String, Kind) -> Lookup,
        definition: @escaping @Sendable (String) -> ConfigDef? = { _ in nil }
    ) {
        self.names = names
        self.find = find
        self.definition = definition
    }

    /// Any name is accepted, and none is suggested: for where the plugins are not known.
    public static let unchecked = PluginClasses(
        names: { _ in [] }, find: { name, _ in .found(className: name, versions: [], installed: []) })

    /// The full name of a class, and its versions, the newest first; nil if there is none.
    func versions(_ name: String?, _ kind: Kind) -> [String]? {
        guard let name, case .found(_, let versions, _) = find(name.trimmingBlanks(), kind) else { return nil }
        return versions
    }

    /// Suggests the classes of a kind.
    func recommender(of kind: Kind) -> ConfigDef.Recommender {
        ConfigDef.Recommender(validValues: { _, _ in names(kind).map(ConfigDef.Value.class) })
    }
}
