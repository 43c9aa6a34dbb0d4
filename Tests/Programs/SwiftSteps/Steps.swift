import MillracePlugin

/// Puts a text before each text, drops empty ones, and refuses what is no text.
final class Prefix: Transformation {
    static let className = "com.example.Prefix"
    static let version = "1.0"
    static let documentation = "Puts a text before each text."
    static let config = ConfigDef([
        .init("prefix", .string, default: ">", importance: .high, documentation: "What stands before each text.")
    ])
    private var prefix = ""

    init() {}

    func configure(_ properties: [String: String]) throws {
        prefix = try Self.config.parse(properties).string("prefix")
    }

    func apply(_ record: inout Record, memory: RecordMemory) throws {
        guard let text = record.value.text else { throw ConnectError(.badData, "the value is not a text") }
        if text.bytes.isEmpty {
            record.isDropped = true
        } else {
            record.setValue(memory.string(prefix + text.string), schema: record.valueSchema)
        }
    }
}

/// Whether a record's topic ends so.
final class TopicEndsWith: Predicate {
    static let className = "com.example.TopicEndsWith"
    static let version = "1.0"
    static let documentation = "Whether the topic of a record ends with a text."
    static let config = ConfigDef([
        .init("end", .string, validator: .nonEmpty, importance: .high, documentation: "How the topic has to end.")
    ])
    private var end = ""

    init() {}

    func configure(_ properties: [String: String]) throws { end = try Self.config.parse(properties).string("end") }

    func test(_ record: Record) throws -> Bool { record.topic.string.hasSuffix(end) }
}

/// Texts, backwards in Kafka: of keys, values and headers.
final class Backwards: Converter, HeaderConverter {
    static let className = "com.example.Backwards"
    static let version = "1.0"
    static let documentation = "Texts, written backwards."

    init() {}

    func configure(_ properties: [String: String], side: RecordSide) throws {}

    func configure(_ properties: [String: String]) throws {}

    func fromConnect(topic: Text, schema: Schema?, value: Value, memory: RecordMemory) throws -> Value {
        if value.isNull { return .null }
        guard let text = value.text else { throw ConnectError(.badData, "only texts can be written backwards") }
        return .bytes(memory.text(String(text.string.reversed())).bytes)
    }

    func toConnect(topic: Text, bytes: Value, memory: RecordMemory) throws -> (schema: Schema?, value: Value) {
        (nil, bytes.isNull ? .null : memory.string(String(Text(bytes.rawBytes).string.reversed())))
    }
}

/// Answers `${provider:path:key}` with the path and the key.
final class Echo: ConfigProvider {
    static let className = "com.example.Echo"
    static let version = "1.0"
    static let documentation = "Gives back what it is asked for."

    init() {}

    func configure(_ properties: [String: String]) throws {}

    func get(path: String, keys: [String]?) throws -> ConfigData {
        if path == "nowhere" { throw ConnectError(.badConfig, "there is nothing at \(path)") }
        return ConfigData(Dictionary(uniqueKeysWithValues: Set(keys ?? []).map { ($0, "\(path)/\($0)") }))
    }
}
