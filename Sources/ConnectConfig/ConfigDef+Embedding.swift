extension ConfigDef {
    /// Adds the keys of another definition under a prefix, as a connector's definition takes in those of its
    /// transforms. Validators and recommenders of the other still see their own, short names.
    ///
    /// - Parameters:
    ///   - child: the definition to take in, in the order of its groups.
    ///   - prefix: what goes before each of its keys, such as `transforms.a.`.
    ///   - group: the group for its keys; a group of its own is appended.
    ///   - startingOrder: the place of its first key in the group.
    /// - Throws: if a key is defined already.
    public mutating func embed(
        _ child: ConfigDef, prefix: String, group: String, startingOrder: Int = 1
    ) throws(ConfigError) {
        for (offset, key) in child.sortedKeys.enumerated() {
            try add(
                Key(
                    prefix + key.name, key.type, default: key.defaultValue,
                    validator: key.validator?.embedded(under: prefix), importance: key.importance,
                    documentation: key.documentation, group: group + (key.group.map { ": \($0)" } ?? ""),
                    order: startingOrder + offset, width: key.width, displayName: key.displayName,
                    dependents: key.dependents.map { prefix + $0 },
                    recommender: key.recommender?.embedded(under: prefix), isInternal: key.isInternal))
        }
    }

    /// The keys by group, order in the group, required before optional, importance and name.
    var sortedKeys: [Key] {
        func rank(_ key: Key) -> (Int, Int, Int, Int, String) {
            let group = key.group.flatMap(groups.firstIndex) ?? -1
            let importance: [Importance] = [.high, .medium, .low]
            return (
                group, key.orderInGroup, key.isRequired ? 0 : 1, importance.firstIndex(of: key.importance) ?? 0,
                key.name
            )
        }
        return keys.sorted { rank($0) < rank($1) }
    }
}

extension ConfigDef.Validator {
    fileprivate func embedded(under prefix: String) -> Self {
        Self(description) { key, value throws(ConfigError) in
            try check(value, of: String(key.dropFirst(prefix.count)))
        }
    }
}

extension ConfigDef.Recommender {
    fileprivate func embedded(under prefix: String) -> Self {
        @Sendable func child(_ values: [String: ConfigDef.Value]) -> [String: ConfigDef.Value] {
            var child: [String: ConfigDef.Value] = [:]
            for (key, value) in values where key.hasPrefix(prefix) {
                child[String(key.dropFirst(prefix.count))] = value
            }
            return child
        }
        return Self(
            validValues: { key, values throws(ConfigError) in
                try validValues(String(key.dropFirst(prefix.count)), child(values))
            },
            isVisible: { key, values throws(ConfigError) in
                try isVisible(String(key.dropFirst(prefix.count)), child(values))
            })
    }
}
