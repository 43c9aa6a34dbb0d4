/// Why a text is not JSON, and where.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    /// What a document can have wrong.
    public enum Reason: Sendable {
        /// The document, or a value in it, is cut short.
        case unexpectedEnd
        /// No value, name or punctuation can begin with this byte here.
        case unexpectedByte
        /// A literal that is none of `true`, `false` and `null`.
        case invalidLiteral
        /// A number that RFC 8259 does not allow.
        case invalidNumber
        /// A control character in a string that is not escaped.
        case controlCharacter
        /// A backslash with something else than RFC 8259 allows after it.
        case invalidEscape
        /// Bytes in a string that are not UTF-8.
        case invalidUTF8
        /// Something other than white space after the document.
        case trailingBytes
        /// More containers within one another than `JSONReader.maximumDepth`.
        case tooDeep
        /// A number of more digits than `JSONReader.maximumNumberLength`.
        case numberTooLong
        /// A document of 4 GiB or more.
        case tooLong
    }

    /// What is wrong.
    public let reason: Reason
    /// The offset of the offending byte.
    public let offset: Int

    /// A sentence for the operator; it quotes nothing of the document.
    public var description: String { "\(sentence) at byte \(offset)" }

    private var sentence: String {
        switch reason {
        case .unexpectedEnd: "the JSON text ends too early"
        case .unexpectedByte: "unexpected character in JSON text"
        case .invalidLiteral: "a word in JSON text is none of true, false and null"
        case .invalidNumber: "invalid number in JSON text"
        case .controlCharacter: "a control character in a JSON string is not escaped"
        case .invalidEscape: "invalid escape in a JSON string"
        case .invalidUTF8: "a JSON string is not valid UTF-8"
        case .trailingBytes: "text follows the end of the JSON value"
        case .tooDeep: "JSON is nested deeper than \(JSONReader.maximumDepth) levels"
        case .numberTooLong: "a JSON number has more than \(JSONReader.maximumNumberLength) digits"
        case .tooLong: "the JSON text is longer than 4 GiB"
        }
    }
}
