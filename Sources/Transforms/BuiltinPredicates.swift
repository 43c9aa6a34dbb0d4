public import ConnectConfig
public import ConnectData

/// The predicates that need no plugin, under Connect's class names (KIP-585).
public enum BuiltinPredicates {
    /// What the worker says of a built-in class, and how an instance is made.
    public struct Descriptor: Sendable {
        /// The class name.
        public let className: String
        /// What the class does, in a sentence or more.
        public let documentation: String
        /// What it can be configured with.
        public let configDef: ConfigDef

        package typealias Making = @Sendable (ParsedConfig) throws(ConnectError) -> any BatchPredicate
        package let make: Making

        package init(_ className: String, _ documentation: String, _ configDef: ConfigDef, make: @escaping Making) {
            self.className = className
            self.documentation = documentation
            self.configDef = configDef
            self.make = make
        }
    }

    /// Every built-in class.
    public static let descriptors: [Descriptor] = [
        HasHeaderKey.descriptor, RecordIsTombstone.descriptor, TopicNameMatches.descriptor,
    ]

    /// A predicate of that class; nil if there is no built-in class of that name.
    ///
    /// - Parameter config: the settings without their prefix (`predicates.<alias>.`). Throws `.badConfig` for a wrong one.
    public static func predicate(
        _ name: String, _ config: [String: String]
    ) throws(ConnectError) -> (any BatchPredicate)? {
        guard let descriptor = byName[name] else { return nil }
        return try descriptor.make(try descriptor.configDef.settings(config))
    }

    private static let byName = Dictionary(uniqueKeysWithValues: descriptors.map { ($0.className, $0) })
}
