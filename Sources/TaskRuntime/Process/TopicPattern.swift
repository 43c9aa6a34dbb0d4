internal import ConnectData

/// Regular expressions over topic names, which have to match the whole name as in Connect.
enum TopicPattern {
    /// Throws `.badConfig` that names the key if the pattern is none.
    static func check(_ pattern: String, key: String) throws(ConnectError) {
        do {
            _ = try Regex(pattern)
        } catch {
            throw ConnectError(.badConfig, "\(key) is '\(pattern)', which is no regular expression: \(error)")
        }
    }

    static func matches(_ pattern: String, _ topic: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return (try? regex.wholeMatch(in: topic)) != nil
    }
}
