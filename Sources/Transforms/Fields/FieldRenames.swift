import CMillrace
import ConnectConfig
import ConnectData
import JavaText

/// The setting `renames`: pairs of an old and a new name.
struct FieldRenames {
    static let validator = ConfigDef.Validator(
        "list of colon-delimited pairs, e.g. <code>foo:bar,abc:xyz</code>"
    ) { _, value throws(ConfigError) in _ = try parse(value.list ?? []) }

    private var newNames: [ExactText: String] = [:]
    private var oldNames: [ExactText: String] = [:]
    private let texts: [(old: OwnedText, new: OwnedText)]

    init(_ mappings: [String]) throws(ConnectError) {
        let pairs: [(String, String)]
        do {
            pairs = try Self.parse(mappings)
        } catch {
            throw ConnectError(.badConfig, error.message)
        }
        for (old, new) in pairs { newNames[ExactText(old)] = new }
        // Of two old names with one new name Connect knows the one that its HashMap gives last.
        for old in JavaHashTable().ordered(pairs.map(\.0)) {
            oldNames[ExactText(newNames[ExactText(old)] ?? old)] = old
        }
        texts = newNames.map { (OwnedText($0.key.string), OwnedText($0.value)) }
    }

    var isEmpty: Bool { texts.isEmpty }

    func newName(of old: String) -> String { newNames[ExactText(old)] ?? old }

    func oldName(of new: String) -> String { oldNames[ExactText(new)] ?? new }

    /// The new name of a field that has one.
    func renamed(_ name: Text) -> Text? {
        texts.first { $0.old.text.sameBytes(as: name) }?.new.text
    }

    private static func parse(_ mappings: [String]) throws(ConfigError) -> [(String, String)] {
        var pairs: [(String, String)] = []
        for mapping in mappings {
            let parts = javaSplit(mapping, at: ":")
            guard parts.count == 2 else {
                throw ConfigError(
                    value: "[\(mappings.joined(separator: ", "))]", key: "renames",
                    reason: "Invalid rename mapping: \(mapping)")
            }
            pairs.append((parts[0], parts[1]))
        }
        return pairs
    }
}
