import Foundation
import Testing

/// One row of a table that `Tests/Oracle/record-config.sh` recorded from Apache Kafka.
struct RecordedRow: Sendable, CustomTestStringConvertible {
    private let fields: [String: Field]

    enum Field: Sendable, Equatable {
        case null
        case text(String)
        case list([String])
        case map([String: String])
    }

    /// The rows of a table of this test target.
    static func table(_ name: String) -> [RecordedRow] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/\(name).jsonl")
        guard let content = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return content.split(separator: "\n").compactMap { line in
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return object.map { RecordedRow(fields: $0.mapValues(Field.init)) }
        }
    }

    var testDescription: String { fields["input"].map { "\($0)" } ?? "" }

    func has(_ name: String) -> Bool { fields[name] != nil }
    subscript(name: String) -> Field { fields[name] ?? .null }
    func text(_ name: String) -> String? { if case .text(let text) = self[name] { text } else { nil } }
}

extension RecordedRow.Field {
    init(_ object: Any) {
        switch object {
        case let text as String: self = .text(text)
        case let list as [String]: self = .list(list)
        case let map as [String: String]: self = .map(map)
        default: self = .null
        }
    }
}
