internal import ConnectConfig
internal import JavaText
internal import TaskProtocol

extension ConfigInfos {
    /// Adds the keys of a definition, each with its result; results of other keys come before all others.
    mutating func add(_ definition: ConfigDef, _ values: [ConfigValue]) {
        let results = Dictionary(values.map { ($0.name, ValidatedValue($0)) }) { $1 }
        for key in definition.keys {
            let value = results[key.name] ?? ValidatedValue(name: key.name)
            entries.append(Entry(definition: key, value: value))
            errorCount += value.errors.count
        }
        definition.groups.forEach { addGroup($0) }
        for value in values where definition[value.name] == nil { addUndefined(ValidatedValue(value)) }
    }

    /// Takes over what the process with the classes found out about keys that are there.
    mutating func replace(_ values: [ValidatedValue]) {
        for value in values {
            guard let index = entries.firstIndex(where: { $0.value.name == value.name }) else { continue }
            errorCount += value.errors.count - entries[index].value.errors.count
            entries[index].value = value
        }
    }

    /// Adds the keys of the connector's own class. One that Connect defines too is redefined in its place.
    mutating func add(_ connector: ValidationResult) {
        for key in connector.keys {
            guard let definition = ConfigDef.Key(key) else { continue }
            addGroup(definition.group)
            if let index = entries.firstIndex(where: { $0.value.name == key.name }) {
                entries[index].definition = definition
            } else {
                entries.append(Entry(definition: definition, value: ValidatedValue(name: key.name)))
            }
        }
        let known = Set(entries.map(\.value.name))
        replace(connector.values.filter { known.contains($0.name) })
        for value in connector.values where !known.contains(value.name) { addUndefined(value) }
    }

    /// Adds nulls that stand in a configuration under keys that nobody defines.
    mutating func addNulls(of properties: [String: String?]) {
        let known = Set(entries.map(\.value.name))
        let nulls = properties.filter { $0.value == nil && !known.contains($0.key) }.keys
        for key in JavaHashTable().ordered(nulls.sorted()).reversed() {
            addUndefined(ValidatedValue(name: key, errors: [ConnectorConfig.nullError]))
        }
    }

    /// Adds the keys of a converter, in the order in which Connect happens to have them.
    mutating func add(converter: ValidationResult, prefix: String) {
        let values = Dictionary(converter.values.map { ($0.name, $0) }) { $1 }
        let keys = Dictionary(converter.keys.map { ($0.name, $0) }) { $1 }
        for name in JavaHashTable().ordered(converter.values.map(\.name)) {
            guard var value = values[name] else { continue }
            value.name = prefix + name
            let definition = keys[name].flatMap(ConfigDef.Key.init)
            addGroup(definition?.group)
            addOnce(definition?.named(prefix + name), value)
        }
    }

    /// Adds a key whose errors count as one.
    mutating func addOnce(_ definition: ConfigDef.Key?, _ value: ValidatedValue) {
        entries.append(Entry(definition: definition, value: value))
        if !value.errors.isEmpty { errorCount += 1 }
    }

    private mutating func addUndefined(_ value: ValidatedValue) {
        entries.insert(Entry(definition: nil, value: value), at: 0)
        errorCount += value.errors.count
    }
}

extension ConfigDef.Key {
    /// The same definition under another name.
    func named(_ name: String) -> Self { copy(name: name) }

    /// The same definition without secrets in what it shows.
    func hiding(_ secrets: ConfigSecrets) -> Self { copy(name: secrets.hide(in: name), secrets.hide) }

    private func copy(name: String, _ change: (String) -> String = { $0 }) -> Self {
        Self(
            name, type, default: defaultValue, validator: validator, importance: importance,
            documentation: change(documentation), group: group.map(change), order: orderInGroup, width: width,
            displayName: change(displayName), dependents: dependents.map(change), recommender: recommender,
            isInternal: isInternal)
    }
}
