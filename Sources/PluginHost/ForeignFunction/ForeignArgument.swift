import ConnectData
import Transforms

/// What is passed for a parameter: one of the texts between the commas of the setting `arguments`.
enum ForeignArgument {
    /// A field, by its path.
    case field(FieldPath)
    /// The whole key or value.
    case whole
    /// The same for every record.
    case constant(Constant)

    enum Constant {
        case null
        case boolean(Bool)
        case integer(Int64)
        case real(Double)
        case text(String)
        case bytes([UInt8])
    }

    /// The arguments of a setting. Throws `.badConfig` with the text that is none.
    static func parse(_ text: String) throws(ConnectError) -> [ForeignArgument] {
        var arguments: [ForeignArgument] = []
        for part in try split(text) { arguments.append(try ForeignArgument(part)) }
        return arguments
    }

    /// Cuts at the commas that stand neither in quotes nor in backticks.
    private static func split(_ text: String) throws(ConnectError) -> [String] {
        var parts: [String] = []
        var part = ""
        var quote: Character?
        for character in text {
            if character == "," && quote == nil {
                parts.append(part)
                part = ""
                continue
            }
            if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "`" {
                quote = character
            }
            part.append(character)
        }
        if let quote { throw ConnectError(.badConfig, "\(quote) is not closed in '\(text)'") }
        parts.append(part)
        let trimmed = parts.map(trim)
        return trimmed == [""] ? [] : trimmed
    }

    private init(_ text: String) throws(ConnectError) {
        switch text {
        case "": throw ConnectError(.badConfig, "an argument is empty")
        case "*": self = .whole
        case "null": self = .constant(.null)
        case "true": self = .constant(.boolean(true))
        case "false": self = .constant(.boolean(false))
        case _ where text.hasPrefix("'"): self = .constant(.text(try Self.quoted(text)))
        case _ where text.hasPrefix("x'"): self = .constant(.bytes(try Self.hexadecimal(text)))
        case _ where text.first.map { $0.isWholeNumber || $0 == "-" || $0 == "+" } == true:
            self = .constant(try Self.number(text))
        default: self = .field(try FieldPath(nested: text))
        }
    }

    /// The text between single quotes; two of them stand for one.
    private static func quoted(_ text: String) throws(ConnectError) -> String {
        let inner = text.dropFirst().dropLast().split(separator: "''", omittingEmptySubsequences: false)
        guard text.count >= 2, text.hasSuffix("'"), inner.allSatisfy({ !$0.contains("'") }) else {
            throw ConnectError(.badConfig, "\(text) is no text in single quotes")
        }
        return inner.joined(separator: "'")
    }

    private static func hexadecimal(_ text: String) throws(ConnectError) -> [UInt8] {
        let digits = text.utf8.dropFirst(2).dropLast().map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard text.hasSuffix("'"), digits.count.isMultiple(of: 2), !digits.contains(nil) else {
            throw ConnectError(.badConfig, "\(text) is no bytes, as x'00ff' are: pairs of hexadecimal digits")
        }
        let values = digits.compactMap(\.self)
        return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    private static func number(_ text: String) throws(ConnectError) -> Constant {
        if let integer = Int64(text) { return .integer(integer) }
        if let real = Double(text), real.isFinite { return .real(real) }
        throw ConnectError(
            .badConfig, "\(text) is no number; a field whose name begins so is written in backticks: `\(text)`")
    }

    private static func trim(_ text: String) -> String {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        let rest = text.drop(while: isSpace)
        return String(rest[..<(rest.lastIndex { !isSpace($0) }.map(rest.index(after:)) ?? rest.startIndex)])
    }
}
