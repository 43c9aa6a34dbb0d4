import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// `org.apache.kafka.connect.transforms.TimestampRouter`: makes the record's time part of its topic.
final class TimestampRouter: BatchTransformation {
    static let descriptor = BuiltinTransformations.Descriptor(
        "org.apache.kafka.connect.transforms.TimestampRouter",
        "Update the record's topic field as a function of the original topic value and the record timestamp. This is mainly "
            + "useful for sink connectors, since the topic field is often used to determine the equivalent entity name in "
            + "the destination system (e.g. database table or search index name).",
        ConfigDef([
            .topicFormat,
            ConfigDef.Key(
                "timestamp.format", .string, default: "yyyyMMdd", importance: .high,
                documentation: "Format string for the timestamp that is compatible with java.text.SimpleDateFormat."),
        ])
    ) { config throws(ConnectError) in TimestampRouter(config) }

    private var template: TopicTemplate
    /// Connect makes the format when it gets a record, so only then it can be wrong.
    private let format: Result<SimpleDateFormat, DatePatternError>
    private var timestamp = OutputBuffer(capacity: 64)

    private init(_ config: ParsedConfig) {
        template = TopicTemplate(config["topic.format"].string ?? "")
        let pattern = config["timestamp.format"].string ?? ""
        format = Result { () throws(DatePatternError) in try SimpleDateFormat(pattern) }
    }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            guard let milliseconds = record.timestampIfSet else {
                throw ConnectError(.badData, "Timestamp missing on record: it has the topic '\(record.topic.string)'")
            }
            switch format {
            case .success(let format): timestamp.write(milliseconds, as: format)
            case .failure(let error): throw ConnectError(.badData, error.description, as: .illegalArgument)
            }
            record.topic = template.name(topic: record.topic, timestamp: timestamp.bytes, in: batch)
        }
    }
}

extension ConfigDef.Key {
    /// `topic.format` of the routers by time.
    static let topicFormat = ConfigDef.Key(
        "topic.format", .string, default: "${topic}-${timestamp}", importance: .high,
        documentation: "Format string which can contain ${topic} and ${timestamp} as placeholders for the topic and "
            + "timestamp, respectively.")
}
