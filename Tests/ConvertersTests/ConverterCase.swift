import Foundation

@testable import Converters

/// One row of a table under `Recorded/`: a case, and what Connect makes of it.
struct ConverterCase: @unchecked Sendable {  // Sound: the row is never changed after it is read.
    let row: [String: Any]

    static func table(_ name: String) -> [ConverterCase] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/\(name).jsonl")
        guard let content = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return content.split(separator: "\n").compactMap { line in
            (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]).map(ConverterCase.init)
        }
    }

    /// Prints how many cases of each converter were compared.
    static func report(_ table: String, _ cases: [ConverterCase]) {
        let families = Dictionary(grouping: cases, by: \.converter).mapValues(\.count).sorted { $0.key < $1.key }
        print("\(table): \(cases.count) cases:", families.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    }

    var converter: String { row["converter"] as? String ?? "" }
    var config: [String: String] { row["config"] as? [String: String] ?? [:] }
    /// The name of the exception that Connect threw.
    var error: String? { row["error"] as? String }
    var message: String? { row["message"] as? String }

    /// A byte string, whose characters stand for the bytes of the same number.
    func bytes(_ name: String) -> [UInt8]? {
        (row[name] as? String).map { $0.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
    }

    /// A part of the row as JSON text with sorted names.
    func text(_ name: String) -> String {
        (row[name]).map(Self.text) ?? "null"
    }

    static func text(_ object: Any) -> String {
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes]
        let data = try? JSONSerialization.data(withJSONObject: object, options: options)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "?"
    }

    /// The case as it is listed, for messages.
    var description: String {
        Self.text(row.filter { ["converter", "config", "schema", "value", "input"].contains($0.key) })
    }
}
