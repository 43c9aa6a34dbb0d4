import Foundation
import Testing

@testable import Worker

/// Tables that `Tests/Oracle/record-config.sh` recorded from Apache Kafka Connect.
enum Recorded {
    /// The rows of a table.
    static func table<Row: Decodable>(_ name: String, of type: Row.Type = Row.self) -> [Row] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/\(name).jsonl")
        guard let content = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return content.split(separator: "\n").compactMap { line in
            do {
                return try JSONDecoder().decode(Row.self, from: Data(line.utf8))
            } catch {
                Issue.record("\(name): \(error): \(line)")
                return nil
            }
        }
    }
}

/// A configuration and what Connect says to it.
struct Checked: Decodable, Sendable, CustomTestStringConvertible {
    let config: [String: String]
    let errors: [String: [String]]

    var testDescription: String { "\(config)" }
}

/// A key of a definition.
struct RecordedKey: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let type: String
    let required: Bool
    let `default`: String?
    let validator: String?
    let importance: String
    let group: String?
    let order: Int
    let width: String
    let display: String
    let dependents: [String]

    var testDescription: String { name }
}
