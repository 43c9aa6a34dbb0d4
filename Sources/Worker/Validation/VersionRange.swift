/// The versions that an operator asks for (KIP-891): one, such as `1.0`, or ranges, such as `[1.0,2.0)` or `[1.0,),(,0.5]`.
struct VersionRange: CustomStringConvertible {
    private struct Interval {
        var lower: (version: PluginVersion, isIncluded: Bool)?
        var upper: (version: PluginVersion, isIncluded: Bool)?

        func contains(_ version: PluginVersion) -> Bool {
            if let lower, version < lower.version || (!lower.isIncluded && !(lower.version < version)) { return false }
            if let upper, upper.version < version || (!upper.isIncluded && !(version < upper.version)) { return false }
            return true
        }
    }

    private let intervals: [Interval]
    let description: String

    /// Nil for a text that is no range.
    init?(_ text: String) {
        guard text.contains(where: { "[]()".contains($0) }) else {
            let version = PluginVersion(text)
            intervals = [Interval(lower: (version, true), upper: (version, true))]
            description = "[\(text),\(text)]"
            return
        }
        var intervals: [Interval] = []
        var rest = text[...]
        while let open = rest.popFirst() {
            if open == ",", !intervals.isEmpty { continue }
            guard open == "[" || open == "(", let end = rest.firstIndex(where: { $0 == "]" || $0 == ")" }) else {
                return nil
            }
            let bounds = rest[..<end].split(separator: ",", omittingEmptySubsequences: false)
            guard bounds.count <= 2, bounds.count == 2 || (open == "[" && rest[end] == "]" && !bounds[0].isEmpty)
            else { return nil }
            let versions = bounds.map { $0.isEmpty ? nil : PluginVersion(String($0)) }
            intervals.append(
                Interval(
                    lower: versions[0].map { ($0, open == "[") },
                    upper: versions[versions.count - 1].map { ($0, rest[end] == "]") }))
            rest = rest[rest.index(after: end)...]
        }
        self.intervals = intervals
        description = text
    }

    func contains(_ version: String) -> Bool {
        let version = PluginVersion(version)
        return intervals.contains { $0.contains(version) }
    }
}
