import CMillrace
import ConnectConfig
import ConnectData

/// Confluent's `io.confluent.connect.transforms.ExtractTopic`: a text of the record becomes its topic.
final class ExtractTopic: BatchTransformation {
    static let descriptors: [BuiltinTransformations.Descriptor] = [
        (Origin.key, "$Key"), (.value, "$Value"), (.header, "$Header"),
    ].map { origin, suffix in
        BuiltinTransformations.Descriptor(
            "io.confluent.connect.transforms.ExtractTopic" + suffix,
            "Extract data from a message and use it as the topic name. You can either use the entire key/value (which should "
                + "be a string), or use a field from a map or struct, or a header.",
            configDef(origin)
        ) { config throws(ConnectError) in try ExtractTopic(config, origin) }
    }

    private static func configDef(_ origin: Origin) -> ConfigDef {
        ConfigDef([
            ConfigDef.Key(
                "field", .string, default: "", validator: origin == .header ? .nonEmpty : nil, importance: .medium,
                documentation:
                    "Field name to use as the topic name, or the key of the header, which has to be given. If "
                    + "left blank, the entire key or value is used (and assumed to be a string).",
                recommender: origin == .header ? nil : pathCheck),
            ConfigDef.Key(
                "field.format", .string, default: "PLAIN",
                validator: .oneOf(origin == .header ? ["PLAIN"] : ["JSON_PATH", "PLAIN"]), importance: .medium,
                documentation: "How the field is written: PLAIN is one name, JSON_PATH a way to a nested field such as "
                    + "$.order.topic or $[\"order\"][\"topic\"]. The key of a header is PLAIN."),
            ConfigDef.Key(
                "skip.missing.or.null", .boolean, default: false, importance: .low,
                documentation:
                    "Whether a record whose field is missing or null keeps its topic; otherwise it is an error."),
        ])
    }

    /// Suggests nothing: whether a field is a path depends on the format, which validators do not see.
    private static let pathCheck = ConfigDef.Recommender { _, values throws(ConfigError) in
        guard values["field.format"]?.string == "JSON_PATH" else { return [] }
        if let field = values["field"]?.string, !field.isEmpty { _ = try jsonPathNames(field) }
        return []
    }

    private enum Origin { case key, value, header }

    private let origin: Origin
    private let path: FieldPath?
    private let header: OwnedText
    private let skipsMissing: Bool
    private let name: String

    private init(_ config: ParsedConfig, _ origin: Origin) throws(ConnectError) {
        self.origin = origin
        name = config["field"].string ?? ""
        header = OwnedText(name)
        skipsMissing = config["skip.missing.or.null"].boolean ?? false
        let isPath = config["field.format"].string == "JSON_PATH"
        if origin == .header || name.isEmpty {
            path = nil
            return
        }
        do throws(ConfigError) {
            path = isPath ? FieldPath(names: try jsonPathNames(name), text: name) : FieldPath(name: name)
        } catch {
            throw ConnectError(.badConfig, error.message)
        }
    }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            let found = try topic(of: record, in: batch)
            if found.isNull {
                if skipsMissing { return }
                throw ConnectError(.badData, "\(place) is missing or null: it cannot be the name of a topic")
            }
            guard found.valueType == .string else {
                throw ConnectError(
                    .badData, "\(place) is a \(found.javaClassName(nil)): the name of a topic has to be a string")
            }
            guard found.length > 0 else { throw ConnectError(.badData, "\(place) is empty: no topic has that name") }
            record.topic = Text(found.rawBytes)
        }
    }

    private func topic(of record: Record, in batch: Batch) throws(ConnectError) -> Value {
        switch origin {
        case .header: return record.headerList.last { $0.name.sameBytes(as: header.text) }?.value ?? .null
        case .key: return try topic(in: record.key, record.keySchema, batch)
        case .value: return try topic(in: record.value, record.valueSchema, batch)
        }
    }

    private func topic(in value: Value, _ schema: Schema?, _ batch: Batch) throws(ConnectError) -> Value {
        guard let path, !value.isNull else { return value }
        guard let schema else {
            try value.requireMap("topic extraction")
            return try path.value(inMap: value)
        }
        _ = try value.requireStruct("topic extraction", schema: schema)
        return try path.value(inStruct: value, replacingNull: true, in: batch)
    }

    private var place: String {
        switch origin {
        case .header: "Header '\(name)'"
        case .key: name.isEmpty ? "The key" : "Field '\(name)' of the key"
        case .value: name.isEmpty ? "The value" : "Field '\(name)' of the value"
        }
    }
}

/// The names of a JSON path that leads through members only. Throws for any other path.
private func jsonPathNames(_ path: String) throws(ConfigError) -> [String] {
    let member = /\.([\p{L}\p{Nd}_\-]+)|\[\s*'((?:[^'\\]|\\.)*)'\s*\]|\[\s*"((?:[^"\\]|\\.)*)"\s*\]/
    var names: [String] = []
    var rest = path[...]
    if rest.first == "$" { rest = rest.dropFirst() }
    while !rest.isEmpty, let match = rest.prefixMatch(of: member) {
        let name = String(match.output.1 ?? match.output.2 ?? match.output.3 ?? "")
        names.append(name.replacing(/\\(.)/) { $0.output.1 })
        rest = rest[match.range.upperBound...]
    }
    guard rest.isEmpty, !names.isEmpty else {
        throw ConfigError(
            value: path, key: "field",
            reason: "A JSON path of ExtractTopic leads through members only, such as $.order.topic or "
                + "$[\"order\"][\"topic\"]; this one has '\(rest)'")
    }
    return names
}
