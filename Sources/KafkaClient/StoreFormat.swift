internal import Glibc

/// What a key or trust store is, by its first bytes.
enum StoreFormat {
    case pem
    case pkcs12
    case jks

    /// Nil if the file cannot be read.
    init?(path: String) {
        guard let file = fopen(path, "rbe") else { return nil }
        defer { fclose(file) }
        var head: [UInt8] = [0, 0, 0, 0]
        let count = fread(&head, 1, head.count, file)
        guard count > 0 else { return nil }
        switch head {
        // JKS and JCEKS.
        case [0xFE, 0xED, 0xFE, 0xED], [0xCE, 0xCE, 0xCE, 0xCE]: self = .jks
        // A DER sequence.
        case _ where head[0] == 0x30 && head[1] >= 0x80: self = .pkcs12
        default: self = .pem
        }
    }
}

enum PEM {
    /// PEM as OpenSSL reads it: properties files fold lines, so that blanks, or nothing, stand where lines ended.
    /// Nil without a block.
    static func normalised(_ text: String) -> String? {
        var result = ""
        var rest = text[...]
        while let begin = rest.firstRange(of: "-----BEGIN ") {
            guard let label = rest[begin.upperBound...].firstRange(of: "-----") else { return nil }
            let name = rest[begin.upperBound..<label.lowerBound]
            guard let end = rest[label.upperBound...].firstRange(of: "-----END \(name)-----") else { return nil }
            let content = rest[label.upperBound..<end.lowerBound]
            result += "-----BEGIN \(name)-----\n\(folded(content))-----END \(name)-----\n"
            rest = rest[end.upperBound...]
        }
        return result.isEmpty ? nil : result
    }

    private static func folded(_ content: Substring) -> String {
        // Headers of an old encrypted key are lines of their own.
        if content.contains(":") { return content.drop { $0.isWhitespace } + (content.last == "\n" ? "" : "\n") }
        var lines = ""
        var column = 0
        for character in content where !character.isWhitespace {
            lines.append(character)
            column += 1
            if column % 64 == 0 { lines.append("\n") }
        }
        if column % 64 != 0 { lines.append("\n") }
        return lines
    }
}
