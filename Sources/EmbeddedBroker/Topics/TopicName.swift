internal import KafkaProtocol

/// What a topic may be called (as Kafka's `Topic.validate`).
enum TopicName {
    static func check(_ name: String) throws(Refusal) {
        if let problem = problem(with: name) { throw Refusal(.invalidTopicException, problem) }
    }

    private static func problem(with name: String) -> String? {
        let isLegal = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        if name.isEmpty { return "Topic name is invalid: the empty string is not allowed" }
        if name == "." || name == ".." { return "Topic name is invalid: '.' or '..' is not allowed" }
        if name.utf8.count > 249 {
            // Answers repeat this for every partition, so it must not have the whole name.
            let start = String(name.unicodeScalars.prefix(249))
            return "Topic name is invalid: the length of '\(start)...' is longer than the max allowed length 249"
        }
        if !isLegal {
            return "Topic name is invalid: '\(name)' contains one or more characters other than ASCII alphanumerics, "
                + "'.', '_' and '-'"
        }
        return nil
    }
}
