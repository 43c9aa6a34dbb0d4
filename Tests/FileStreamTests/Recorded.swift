import Foundation
import Testing

/// What Connect's own file connectors did; Tests/Oracle/record-filestream.sh records it.
enum Recorded {
    struct Lines: Decodable, CustomTestStringConvertible {
        /// Pieces of a file, in hexadecimal.
        let chunks: [String]
        /// The values, in hexadecimal, that came before the next piece.
        let values: [[String]]

        var testDescription: String { chunks.joined(separator: " ") }

        var bytes: [[UInt8]] { chunks.map(Recorded.bytes) }
        var polls: [[[UInt8]]] { values.map { $0.map(Recorded.bytes) } }
    }

    struct Text: Decodable {
        let name: String
        let line: String
    }

    static func lines() throws -> [Lines] { try read("lines") }

    static func texts() throws -> [Text] { try read("texts") }

    static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8).map { UInt8(String(UnicodeScalar($0)), radix: 16) ?? 0 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static func read<Row: Decodable>(_ name: String) throws -> [Row] {
        let url = Bundle.module.bundleURL.appendingPathComponent("Recorded/\(name).jsonl")
        return try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Row.self, from: $0)
        }
    }
}
