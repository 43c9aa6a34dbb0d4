/// What `GET /connectors/{name}` shows.
public struct ConnectorInfo: Sendable, Equatable {
    /// The connector's name.
    public var name: String
    /// Its configuration as it was written, placeholders and all.
    public var config: ConnectorProperties
    /// How many tasks it has.
    public var taskCount: Int
    /// Whether it is a source or a sink; nil if its class is not installed.
    public var type: ConnectorType?
}

/// A connector's configuration as it was written, in that order; a value may be null.
public struct ConnectorProperties: Sendable, Equatable {
    /// The keys, in order.
    public private(set) var keys: [String] = []
    /// The value of every key.
    public private(set) var values: [String: String?] = [:]

    /// An empty configuration.
    public init() {}

    /// A configuration without an order of its own: sorted.
    public init(_ values: [String: String?]) {
        keys = values.keys.sorted()
        self.values = values
    }

    /// The value of a key that is there and not null.
    public subscript(key: String) -> String? {
        values[key] ?? nil
    }

    /// Sets a value; a new key goes to the end.
    public mutating func set(_ key: String, to value: String?) {
        if values.updateValue(value, forKey: key) == nil { keys.append(key) }
    }
}
