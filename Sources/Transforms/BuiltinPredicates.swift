public import ConnectConfig
public import ConnectData

/// The predicates that need no plugin, under Connect's class names (KIP-585).
public enum BuiltinPredicates {
    /// A built-in predicate.
    public typealias Descriptor = BuiltinDescriptor<any BatchPredicate>

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
        try byName[name]?.make(config)
    }

    private static let byName = Dictionary(uniqueKeysWithValues: descriptors.map { ($0.className, $0) })
}
