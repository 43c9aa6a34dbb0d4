import Foundation

/// The rows of a table that `Tests/Oracle/record-javatext.sh` recorded from Java.
func recordedTable(_ name: String) throws -> [[Any]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/\(name).jsonl")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any]
    }
}

/// A text with everything visible, for messages.
func visible(_ text: String) -> String { text.debugDescription }
