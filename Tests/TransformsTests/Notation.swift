import ConnectData
import Foundation

/// A place in a recorded line: a JSON value, read where it stands.
struct Notation {
    let document: JSONDocument
    let index: Int

    private var token: JSONToken { document[index] }
    var isNull: Bool { token.kind == .null }
    var isArray: Bool { token.kind == .array }
    var kind: JSONKind { token.kind }

    var integer: Int64 { document.int64(token) }
    var number: Int { Int(integer) }

    var text: String {
        let token = token
        guard token.hasEscapes else { return String(decoding: document.text(token), as: UTF8.self) }
        return withUnsafeTemporaryAllocation(byteCount: Int(token.count), alignment: 1) { scratch in
            guard let target = scratch.baseAddress else { return "" }
            let length = document.unescape(token, into: target)
            return String(decoding: UnsafeRawBufferPointer(rebasing: scratch[..<length]), as: UTF8.self)
        }
    }

    /// The text as it stands in the line, for messages.
    var source: String { Self.source(document, index) }

    private static func source(_ document: JSONDocument, _ index: Int) -> String {
        let node = Notation(document: document, index: index)
        switch node.kind {
        case .array: return "[" + node.elements.map(\.source).joined(separator: ",") + "]"
        case .object: return "{" + node.members.map { "\"\($0)\":\($1.source)" }.joined(separator: ",") + "}"
        case .string: return "\"\(node.text)\""
        case .null: return "null"
        case .true: return "true"
        case .false: return "false"
        default: return String(decoding: document.text(node.token), as: UTF8.self)
        }
    }

    var elements: [Notation] {
        var next = index + 1
        return (0..<Int(token.count)).map { _ in
            defer { next = Int(document[next].next) }
            return Notation(document: document, index: next)
        }
    }

    var members: [(name: String, value: Notation)] {
        var next = index + 1
        return (0..<Int(token.count)).map { _ in
            let name = Notation(document: document, index: next).text
            let value = Notation(document: document, index: next + 1)
            next = Int(document[next + 1].next)
            return (name, value)
        }
    }

    /// The member of that name; nil if there is none. One that is null is there.
    subscript(name: StaticString) -> Notation? {
        var next = index + 1
        let bytes = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        for _ in 0..<Int(token.count) {
            if document.equals(document[next], bytes) { return Notation(document: document, index: next + 1) }
            next = Int(document[next + 1].next)
        }
        return nil
    }
}

/// A file under `Recorded/`, line by line.
struct RecordedFile {
    private let content: [UInt8]

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded")
        content = Array(try Data(contentsOf: folder.appending(path: name + ".jsonl")))
    }

    func forEachLine(_ body: (Notation) throws -> Void) throws {
        var reader = JSONReader()
        try content.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                let document = try reader.read(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                try body(Notation(document: document, index: 0))
                start = end + 1
            }
        }
    }
}
