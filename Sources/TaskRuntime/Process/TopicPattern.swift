internal import ConnectData
internal import JavaText

/// A regular expression in Java's dialect for the names of topics, which has to match the whole name as in Connect.
struct TopicPattern {
    private let regex: JavaRegex

    /// Throws `.badConfig` that names the key if the pattern is none.
    init(_ pattern: String, key: String) throws(ConnectError) {
        do {
            regex = try JavaRegex(pattern)
        } catch {
            throw ConnectError(.badConfig, "\(key) is '\(pattern)', which is no regular expression: \(error)")
        }
    }

    /// Whether the name matches; one that the expression cannot decide about in a reasonable time does not.
    func matches(_ topic: String) -> Bool { (try? regex.wholeMatch(topic)) ?? false }
}
