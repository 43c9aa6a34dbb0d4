/// What a plugin or the worker can be configured with: the keys, and for each its type, default and rules.
///
/// The counterpart of Kafka's `ConfigDef`. `parse(_:)` gives typed values or the first error; `validate(_:)` collects
/// every error of every key. Keys keep the order in which they were defined.
public struct ConfigDef: Sendable {
    /// The keys in the order of their definition.
    public private(set) var keys: [Key] = []

    /// The groups in the order in which keys first named them.
    public private(set) var groups: [String] = []

    private var positions: [String: Int] = [:]

    /// A definition without keys.
    public init() {}

    /// A definition of keys that are written in code.
    ///
    /// - Precondition: no key is defined twice, and every default has the type of its key.
    public init(_ keys: [Key]) {
        for key in keys {
            define(key)
        }
    }

    /// Adds a key that is written in code.
    ///
    /// - Precondition: the key is not defined yet, and its default has its type.
    public mutating func define(_ key: Key) {
        do {
            try add(key)
        } catch {
            preconditionFailure(error.message)
        }
    }

    /// Adds a key that comes from outside, such as from a plugin's descriptor.
    ///
    /// - Throws: if the key is defined already, or if its default does not have its type.
    public mutating func add(_ key: Key) throws(ConfigError) {
        guard positions[key.name] == nil else {
            throw ConfigError("Configuration \(key.name) is defined twice.")
        }
        var key = key
        if case .value(let value) = key.defaultValue {
            key.defaultValue = .value(try value.converted(to: key.type, key: key.name))
        }
        if let group = key.group, !groups.contains(group) {
            groups.append(group)
        }
        positions[key.name] = keys.count
        keys.append(key)
    }

    /// The key of this name.
    public subscript(name: String) -> Key? {
        positions[name].map { keys[$0] }
    }

    /// Every name that a key gives as its dependent and that no key defines.
    var undefinedDependents: [String] {
        var seen: Set<String> = []
        return keys.flatMap(\.dependents).filter { positions[$0] == nil && seen.insert($0).inserted }
    }
}
