import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// The setting `spec` of Cast: a type for the whole value, or types for fields.
struct CastSpecification {
    static let validator = ConfigDef.Validator(
        "list of colon-delimited pairs, e.g. <code>foo:bar,abc:xyz</code>"
    ) { _, value throws(ConfigError) in _ = try CastSpecification(value.list ?? []) }

    /// The type for the whole value, if it is cast.
    let whole: ValueType?
    /// The fields to cast, and their types.
    let fields: [(name: OwnedText, target: ValueType)]

    init(_ mappings: [String]) throws(ConfigError) {
        if mappings.isEmpty { throw ConfigError("Must specify at least one field to cast.") }
        var whole: ValueType?
        var targets: [ExactText: ValueType] = [:]
        var names: [String] = []
        for mapping in mappings {
            let parts = javaSplit(mapping, at: ":")
            switch parts.count {
            case 1: whole = try Self.type(parts[0])
            case 2:
                let name = parts[0].javaTrimmed
                names.append(name)
                targets[ExactText(name)] = try Self.type(parts[1])
            default:
                throw ConfigError(
                    value: "[\(mappings.joined(separator: ", "))]", key: "spec",
                    reason: "Invalid cast mapping: \(mapping)")
            }
        }
        if whole != nil, mappings.count > 1 {
            throw ConfigError(
                "Cast transformations that specify a type to cast the entire value to may only specify a single cast in "
                    + "their spec")
        }
        self.whole = whole
        // The order in which Connect goes through the fields tells which error it meets first.
        fields = JavaHashTable().ordered(names).compactMap { name in
            targets[ExactText(name)].map { (OwnedText(name), $0) }
        }
    }

    /// The type that a field is cast to, if it is.
    func target(of name: Text) -> ValueType? {
        fields.first { $0.name.text.sameBytes(as: name) }?.target
    }

    private static let outputs: [ValueType] = [
        .int8, .int16, .int32, .int64, .float32, .float64, .boolean, .string,
    ]

    private static func type(_ text: String) throws(ConfigError) -> ValueType {
        let name = text.javaTrimmed.uppercased()
        if let type = outputs.first(where: { $0.name == name }) { return type }
        guard ["BYTES", "ARRAY", "MAP", "STRUCT"].contains(name) else {
            throw ConfigError("Invalid type found in casting spec: \(text.javaTrimmed)")
        }
        throw ConfigError(
            "Cast transformation does not support casting to \(name); supported types are "
                + "[\(outputs.map(\.name).joined(separator: ", "))]")
    }
}
