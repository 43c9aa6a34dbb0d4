import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// Confluent's `io.confluent.connect.transforms.MessageTimestampRouter`: makes a time that stands in the value part of the
/// topic.
final class MessageTimestampRouter: BatchTransformation {
    static let descriptor = BuiltinTransformations.Descriptor(
        "io.confluent.connect.transforms.MessageTimestampRouter",
        "Update the record's topic field as a function of the original topic value and a timestamp field of its value, which "
            + "has to be a map or a struct. This is mainly useful for sink connectors, where the topic often determines the "
            + "table or index.",
        ConfigDef([
            .topicFormat,
            ConfigDef.Key(
                "message.timestamp.format", .string, default: "yyyy-MM-dd", validator: .simpleDateFormat,
                importance: .high,
                documentation: "Format string for the timestamp in the value that is compatible with "
                    + "java.text.SimpleDateFormat."),
            ConfigDef.Key(
                "topic.timestamp.format", .string, default: "yyyyMMdd", validator: .simpleDateFormat, importance: .high,
                documentation: "Format string for the timestamp in the topic that is compatible with "
                    + "java.text.SimpleDateFormat."),
            ConfigDef.Key(
                "message.timestamp.keys", .list, validator: .nonEmptyFieldList, importance: .high,
                documentation: "Names of the fields that may have the timestamp; the first one that is there is used."),
        ])
    ) { config throws(ConnectError) in try MessageTimestampRouter(config) }

    private let names: [OwnedText]
    private var template: TopicTemplate
    private let reader: TimestampReader
    private let topicFormat: SimpleDateFormat
    private var timestamp = OutputBuffer(capacity: 64)

    private init(_ config: ParsedConfig) throws(ConnectError) {
        let keys = config["message.timestamp.keys"].list ?? []
        names = keys.map(OwnedText.init)
        template = TopicTemplate(config["topic.format"].string ?? "")
        let pattern = config["message.timestamp.format"].string ?? ""
        reader = TimestampReader(
            format: try SimpleDateFormat(config, "message.timestamp.format"), pattern: pattern, precision: .milliseconds
        )
        topicFormat = try SimpleDateFormat(config, "topic.timestamp.format")
    }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            let milliseconds = try instant(record.value, record.valueSchema)
            timestamp.write(milliseconds, as: topicFormat)
            record.topic = template.name(topic: record.topic, timestamp: timestamp.bytes, in: batch)
        }
    }

    /// The instant in the first of the fields that is there.
    private func instant(_ value: Value, _ schema: Schema?) throws(ConnectError) -> Int64 {
        for name in names {
            let (found, schema) = try field(name.text, of: value, schema)
            guard !found.isNull else { continue }
            guard let schema else { return try reader.milliseconds(found, try TimestampKind(found), nil) }
            return try reader.milliseconds(found, try TimestampKind(schema), schema)
        }
        let keys = names.map(\.string).joined(separator: ", ")
        throw ConnectError(.badData, "The value has none of the fields that message.timestamp.keys names: \(keys)")
    }

    private func field(
        _ name: Text, of value: Value, _ schema: Schema?
    ) throws(ConnectError) -> (value: Value, schema: Schema?) {
        if value.valueType == .structure, let structure = value.structSchema {
            let place = structure.fields.firstIndex { $0.name.sameBytes(as: name) }
            return place.map { (value.fields[$0], structure.fieldSchema($0)) } ?? (.null, nil)
        }
        try value.requireMap("timestamp extraction")
        return (value.member(name) ?? .null, schema?.valueSchema)
    }
}
