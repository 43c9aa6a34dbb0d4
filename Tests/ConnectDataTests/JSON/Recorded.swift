import Foundation

/// One row of a table under `Recorded/`: names and texts, where a name may also be absent or null.
struct RecordedRow: Sendable {
    private let fields: [String: String]

    static func table(_ name: String) -> [RecordedRow] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Recorded/\(name).jsonl")
        guard let content = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return content.split(separator: "\n").compactMap { line in
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return object.map { RecordedRow(fields: $0.compactMapValues { $0 as? String }) }
        }
    }

    subscript(name: String) -> String? { fields[name] }
    func text(_ name: String) -> String { fields[name] ?? "" }
    func bytes(_ name: String) -> [UInt8] { [UInt8](hex: text(name)) }
}

extension [UInt8] {
    init(hex: String) {
        let digits = Array(hex.utf8).map { UInt8(String(UnicodeScalar($0)), radix: 16) ?? 0 }
        self = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
