/// `${provider:key}` or `${provider:path:key}` in a configuration.
struct ConfigVariable {
    let provider: String
    let path: String
    let key: String
    /// Where it stands in the text.
    let range: Range<String.Index>

    /// The variables of a text from left to right, as Kafka's pattern `\$\{([^}]*?):(([^}]*?):)?([^}]*?)\}` finds them.
    static func all(in text: String) -> [ConfigVariable] {
        var variables: [ConfigVariable] = []
        let bytes = text.utf8
        var position = bytes.startIndex
        while let start = bytes[position...].firstIndex(of: UInt8(ascii: "$")) {
            let after = bytes.index(after: start)
            if let variable = variable(in: text, at: start, after: after) {
                variables.append(variable)
                position = variable.range.upperBound
            } else {
                position = after
            }
        }
        return variables
    }

    /// The key may have colons, but the provider and the path end at the first one.
    private static func variable(
        in text: String, at start: String.Index, after: String.Index
    ) -> ConfigVariable? {
        let bytes = text.utf8
        guard after < bytes.endIndex, bytes[after] == UInt8(ascii: "{") else { return nil }
        let content = bytes.index(after: after)
        guard let end = bytes[content...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let parts = bytes[content..<end].split(
            separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false
        ).map { String(Substring($0)) }
        guard parts.count > 1 else { return nil }
        return ConfigVariable(
            provider: parts[0], path: parts.count == 3 ? parts[1] : "",
            key: parts[parts.count - 1], range: start..<bytes.index(after: end))
    }
}
