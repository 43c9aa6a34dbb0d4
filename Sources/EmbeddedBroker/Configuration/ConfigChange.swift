internal import KafkaProtocol

/// What a client wants to do with one configuration.
struct ConfigChange {
    /// The numbers are those of IncrementalAlterConfigs (KIP-339).
    enum Operation: Int8 {
        case set = 0
        case delete = 1
        case append = 2
        case subtract = 3
    }

    let name: String
    let operation: Operation
    let value: String?

    /// What is set when the changes are made.
    ///
    /// - Parameters:
    ///   - values: what was set before.
    ///   - definitions: what may be set, by name.
    static func apply(
        _ changes: [ConfigChange], to values: [String: String], _ definitions: [String: ConfigDefinition]
    ) throws(Refusal) -> [String: String] {
        guard Set(changes.map(\.name)).count == changes.count else {
            throw Refusal(.invalidRequest, "Error due to duplicate config keys")
        }
        let unset = changes.filter { $0.operation != .delete && $0.value == nil }.map(\.name)
        guard unset.isEmpty else {
            throw Refusal(.invalidRequest, "Null value not supported for : \(unset.joined(separator: ", "))")
        }
        var values = values
        for change in changes { values[change.name] = try change.result(on: values, definitions) }
        return values
    }

    private func result(
        on values: [String: String], _ definitions: [String: ConfigDefinition]
    ) throws(Refusal) -> String? {
        switch operation {
        case .set: return value
        case .delete: return nil
        case .append, .subtract:
            guard let definition = definitions[name], definition.isList else {
                let verb = operation == .append ? "APPEND" : "SUBTRACT"
                throw Refusal(.invalidConfig, "Can't \(verb) to key \(name) because its type is not LIST.")
            }
            var items = ConfigDefinition.items(of: values[name] ?? definition.defaultValue ?? "")
            let named = ConfigDefinition.items(of: value ?? "")
            if operation == .append {
                items += named.filter { !items.contains($0) }
            } else {
                items.removeAll(where: named.contains)
            }
            return items.joined(separator: ",")
        }
    }
}
