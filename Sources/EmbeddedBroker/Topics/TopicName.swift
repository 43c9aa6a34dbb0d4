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

    /// Metrics systems take `.` and `_` for the same, so Kafka allows no two topics that differ by them only.
    static func collides(_ name: String, with other: String) -> Bool {
        // Every topic is compared with every new one: nearly all differ in length or in one of the first bytes.
        guard name.utf8.count == other.utf8.count, name != other else { return false }
        return zip(name.utf8, other.utf8).allSatisfy { $0 == $1 || isSeparator($0) && isSeparator($1) }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") }
}
