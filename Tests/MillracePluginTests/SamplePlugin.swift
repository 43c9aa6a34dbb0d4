import CMillrace
import ConnectData
import MillracePlugin
import Synchronization

// One class of every kind, as a plugin's author writes them.

struct Unexpected: Error, CustomStringConvertible {
    var description: String { "unexpected" }
}

final class SampleSource: ExactlyOnceSource, OffsetAlteringSource {
    typealias Task = SampleSourceTask
    static let className = "com.example.SampleSourceConnector"
    static let version = "1.2.3"
    static let documentation = "A source."
    static let aliases = ["Sampler"]
    static let config = ConfigDef([
        .init("even", .int, default: 2, validator: evenNumber, importance: .high, documentation: "An even number."),
        .init("secret", .password, default: .null, importance: .low, documentation: "A secret.", group: "Access"),
        .init(
            "colour", .string, importance: .medium, documentation: "A colour.", group: "Looks", order: 1, width: .short,
            displayName: "Colour", dependents: ["shade"]),
        .init("shade", .string, default: "dark", importance: .low, documentation: "A shade.", recommender: shades),
    ])

    static let evenNumber = ConfigDef.Validator("even") { key, value throws(ConfigError) in
        guard value.integer.map({ $0 % 2 == 0 }) ?? false else {
            throw ConfigError(value: value.description, key: key, reason: "Value must be even")
        }
    }

    static let shades = ConfigDef.Recommender(
        validValues: { _, values throws(ConfigError) in
            values["colour"]?.string == "red" ? [.string("pink"), .string("ruby")] : [.string("navy")]
        },
        isVisible: { _, values throws(ConfigError) in values["colour"]?.string != "none" })

    private var properties: [String: String] = [:]

    init() {}

    func start(_ properties: [String: String], _ context: ConnectorContext) throws {
        self.properties = properties
        if properties["fail"] == "config" { throw ConfigError("bad value") }
        if properties["fail"] == "other" { throw Unexpected() }
        if properties["reconfigure"] != nil { context.requestTaskReconfiguration() }
        if properties["raise"] != nil { context.raiseError(ConnectError(.fatal, "raised")) }
    }

    func taskConfigs(maxTasks: Int) throws -> [[String: String]] {
        (0..<maxTasks).map { properties.merging(["task": "\($0)"]) { $1 } }
    }

    func validate(_ properties: [String: String]) throws -> [ConfigComplaint] {
        properties["colour"] == "red" && properties["even"] == "4" ? [ConfigComplaint(key: "even", "not with red")] : []
    }

    func supportsExactlyOnce(_ properties: [String: String]) throws -> Bool { properties["exact"] == "true" }

    func alterOffsets(_ properties: [String: String], _ offsets: [AlteredOffset]) throws -> Bool {
        guard offsets == [.init(partition: ["p": 1], offset: ["o": "x"]), .init(partition: ["p": 2], offset: nil)]
        else {
            throw ConnectError(.badData, "not these")
        }
        return true
    }
}

final class SampleSourceTask: AcknowledgedSourceTask {
    let stopping = StopSignal()
    private var schema: HeldSchema?
    private var offset: OffsetMap?
    private(set) var acknowledgedTokens: [UInt64] = []
    private var mode = ""
    static let log = Mutex<[String]>([])

    init() {}

    func start(_ properties: [String: String], _ context: SourceTaskContext) throws {
        mode = properties["mode"] ?? ""
        offset = try context.offset(of: ["p": 1])
        let name = try HeldSchema(.string)
        schema = try HeldSchema(
            structNamed: "person", version: 3,
            fields: [("name", name), ("scores", HeldSchema(arrayOf: HeldSchema(.int64)))])
    }

    func poll() throws -> RecordBatch? {
        switch mode {
        case "wait":
            stopping.wait(milliseconds: 60_000)
            return nil
        case "retry": throw ConnectError(.retriable, "not now")
        case "none": return nil
        default: return try fill()
        }
    }

    private func fill() throws -> RecordBatch {
        guard let schema = schema?.schema else { throw Unexpected() }
        let batch = RecordBatch(capacity: 1)
        let memory = batch.memory
        try memory.hold(schema)
        let record = batch.append()
        record.pointee.topic = memory.text("people")
        record.pointee.setKey(memory.string("key"))
        record.pointee.setValue(
            memory.structure(schema, [memory.string("Ada"), memory.array([.int64(1), .int64(2)])]), schema: schema)
        record.pointee.setPartition(7)
        record.pointee.setTimestamp(1000)
        record.pointee.setHeaders([Header(name: memory.text("h"), schema: nil, value: .boolean(true))], in: memory)
        record.pointee.setSource(
            partition: memory.place(memory.map(memory.string("p"), .int64(1))),
            offset: memory.place(memory.map(memory.string("o"), memory.string(offset?["o"]?.string ?? "none"))))
        record.pointee.token = 99
        return batch
    }

    func acknowledged(_ records: UnsafeBufferPointer<millrace_acknowledgement>) throws {
        Self.log.withLock { log in for record in records { log.append("\(record.token)@\(record.offset)") } }
    }

    func stop() throws { stopping.signal() }
}

final class SampleSink: SinkConnector {
    typealias Task = SampleSinkTask
    static let className = "com.example.SampleSinkConnector"
    static let version = "1.2.3"
    static let documentation = "A sink."

    init() {}
    func start(_ properties: [String: String], _ context: ConnectorContext) throws {}
    func taskConfigs(maxTasks: Int) throws -> [[String: String]] { [[:]] }
}

final class SampleSinkTask: SinkTask {
    static let log = Mutex<[String]>([])
    static let retained = Mutex<[RetainedRecords]>([])
    private var context: SinkTaskContext?

    init() {}

    private func note(_ line: String) { Self.log.withLock { $0.append(line) } }

    func start(_ properties: [String: String], _ context: SinkTaskContext) throws { self.context = context }

    func open(_ partitions: [TopicPartition]) throws {
        note("open \(partitions.map { "\($0.topic)-\($0.partition)" })")
    }

    func close(_ partitions: [TopicPartition]) throws { note("close \(partitions.count)") }

    func put(_ records: SinkRecords) throws {
        for (index, record) in records.enumerated() {
            let text = Text(record.value.rawBytes).string
            if text == "errant" { try context?.report(index, of: records, ConnectError(.badData, "no good")) }
            if text == "again" {
                context?.retry(afterMilliseconds: 5)
                throw ConnectError(.retriable, "later")
            }
            if text == "keep", let kept = records.retain() { Self.retained.withLock { $0.append(kept) } }
            note("put \(text)")
        }
    }

    func preCommit(_ offsets: [TopicPartition: Int64]) throws -> [TopicPartition: Int64] {
        offsets.filter { $0.key.partition == 0 }.mapValues { $0 - 1 }
    }

    func stop() throws { note("stop") }
}

final class UpperCase: Transformation {
    static let className = "com.example.UpperCase"
    static let version = "1.2.3"
    static let documentation = "Texts in capitals."

    init() {}
    func configure(_ properties: [String: String]) throws {}

    func apply(_ record: inout Record, memory: RecordMemory) throws {
        let text = Text(record.value.rawBytes).string
        record.topic = memory.text("changed")
        if text == "bad" { throw ConnectError(.badData, "bad text") }
        if text == "drop" { record.isDropped = true }
        record.setValue(memory.string(text.uppercased()), schema: record.valueSchema)
    }
}

final class StartsWith: Predicate {
    static let className = "com.example.StartsWith"
    static let version = "1.2.3"
    static let documentation = "Texts that begin with a prefix."
    static let config = ConfigDef([
        .init("prefix", .string, validator: .nonEmpty, importance: .high, documentation: "The prefix.")
    ])
    private var prefix = ""

    init() {}

    func configure(_ properties: [String: String]) throws {
        prefix = try Self.config.parse(properties).string("prefix")
    }

    func test(_ record: Record) throws -> Bool { Text(record.value.rawBytes).string.hasPrefix(prefix) }
}

final class Reverse: Converter, HeaderConverter {
    static let className = "com.example.Reverse"
    static let version = "1.2.3"
    static let documentation = "Texts backwards."

    init() {}
    func configure(_ properties: [String: String], side: RecordSide) throws {
        if side == .key, properties["noKeys"] != nil { throw ConfigError("no keys") }
    }
    func configure(_ properties: [String: String]) throws {}

    private func reversed(_ value: Value, _ memory: RecordMemory) -> Value {
        memory.string(String(Text(value.rawBytes).string.reversed()))
    }

    func fromConnect(topic: Text, schema: Schema?, value: Value, memory: RecordMemory) throws -> Value {
        value.isNull ? .null : .bytes(reversed(value, memory).rawBytes)
    }

    func toConnect(topic: Text, bytes: Value, memory: RecordMemory) throws -> (schema: Schema?, value: Value) {
        (nil, bytes.isNull ? .null : reversed(bytes, memory))
    }
}

final class Vault: ConfigProvider {
    static let className = "com.example.Vault"
    static let version = "1.2.3"
    static let documentation = "Secrets."
    private var suffix = ""

    init() {}
    func configure(_ properties: [String: String]) throws { suffix = properties["suffix"] ?? "" }

    func get(path: String, keys: [String]?) throws -> ConfigData {
        ConfigData(
            Dictionary((keys ?? ["all"]).map { ($0, path + suffix) }, uniquingKeysWith: { first, _ in first }),
            lifetime: keys == nil ? nil : 500)
    }
}
