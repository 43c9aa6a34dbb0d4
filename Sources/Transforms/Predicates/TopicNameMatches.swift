import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// `org.apache.kafka.connect.transforms.predicates.TopicNameMatches`: whether the whole name of a record's topic matches.
final class TopicNameMatches: BatchPredicate {
    static let descriptor = BuiltinPredicates.Descriptor(
        "org.apache.kafka.connect.transforms.predicates.TopicNameMatches",
        "A predicate which is true for records with a topic name that matches the configured regular expression.",
        ConfigDef([
            ConfigDef.Key(
                "pattern", .string, validator: .all([.nonEmpty, .javaRegex]), importance: .medium,
                documentation: "A Java regular expression for matching against the name of a record's topic.")
        ])
    ) { config throws(ConnectError) in TopicNameMatches(try JavaRegex(config, "pattern")) }

    private let regex: JavaRegex
    private var answers = TopicAnswers<Bool>()

    private init(_ regex: JavaRegex) { self.regex = regex }

    func test(_ batch: Batch, from index: inout Int, results: UnsafeMutablePointer<Bool>) throws(ConnectError) {
        let records = batch.records
        while index < records.count {
            let topic = records[index].topic
            var matches = false
            if topic.isPresent, !records[index].isDropped {
                matches = try answers.answer(for: topic) { [regex] topic throws(ConnectError) in
                    try regex.matches(topic)
                }
            }
            results[index] = matches
            index += 1
        }
    }
}
