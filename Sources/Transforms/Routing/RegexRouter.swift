import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// `org.apache.kafka.connect.transforms.RegexRouter`: gives records whose topic matches another topic.
final class RegexRouter: BatchTransformation {
    static let descriptor = BuiltinTransformations.Descriptor(
        "org.apache.kafka.connect.transforms.RegexRouter",
        "Update the record topic using the configured regular expression and replacement string. The expression is Java's; "
            + "if it matches the whole topic, its first match is replaced.",
        ConfigDef([
            ConfigDef.Key(
                "regex", .string, validator: .javaRegex, importance: .high,
                documentation: "Regular expression to use for matching."),
            ConfigDef.Key("replacement", .string, importance: .high, documentation: "Replacement string."),
        ])
    ) { config throws(ConnectError) in
        RegexRouter(try JavaRegex(config, "regex"), replacement: config["replacement"].string ?? "")
    }

    private let regex: JavaRegex
    /// Connect looks at the replacement when a topic matches, so only then it can be wrong.
    private let replacement: Result<JavaReplacement, JavaRegexError>
    /// The new topic, or nil where the topic stays.
    private var routes = TopicAnswers<OwnedText?>()

    private init(_ regex: JavaRegex, replacement: String) {
        self.regex = regex
        self.replacement = Result { () throws(JavaRegexError) in try JavaReplacement(replacement, for: regex) }
    }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        // Neighbours mostly share the memory of their topic.
        var (old, new) = (Text.absent, Text.absent)
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            let topic = record.topic
            if topic.data != old.data || topic.length != old.length {
                new = try routed(topic, in: batch)
                old = topic
            }
            record.topic = new
        }
    }

    private func routed(_ topic: Text, in batch: Batch) throws(ConnectError) -> Text {
        let new = try routes.answer(for: topic) { [self] topic throws(ConnectError) in try route(topic) }
        return new.map { Text(batch.copy($0.text.bytes)) } ?? topic
    }

    private func route(_ topic: Text) throws(ConnectError) -> OwnedText? {
        guard topic.isPresent, try regex.matches(topic) else { return nil }
        var name: [UInt8] = []
        do {
            let replacement = try replacement.get()
            _ = try regex.replaceFirst(in: topic.bytes, with: replacement) { name.append(contentsOf: $0) }
        } catch {
            throw error.asBadData
        }
        return OwnedText(String(decoding: name, as: UTF8.self))
    }
}
