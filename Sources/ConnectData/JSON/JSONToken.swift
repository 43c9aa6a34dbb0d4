/// What a token on the tape is.
public enum JSONKind: UInt8, Sendable, BitwiseCopyable {
    /// `null`.
    case null
    /// `true`.
    case `true`
    /// `false`.
    case `false`
    /// A number without fraction and exponent that fits in 64 bits with sign.
    case integer
    /// A number without fraction and exponent that needs more than 64 bits.
    case bigInteger
    /// A number with a fraction, an exponent or both.
    case decimal
    /// A string, or the name of an object's member.
    case string
    /// `[…]`.
    case array
    /// `{…}`.
    case object

    /// Whether this is one of the three kinds of number.
    public var isNumber: Bool { self == .integer || self == .bigInteger || self == .decimal }
}

/// One entry of the tape that `JSONReader` writes: 16 bytes that refer to the text, with the distance to the next sibling.
///
/// The children of a container follow it on the tape; an object's children are name, value, name, value.
public struct JSONToken: Sendable, BitwiseCopyable {
    /// Where the text of a scalar begins in the document: for a string the byte after the quotation mark, for a container
    /// its bracket.
    public internal(set) var start: UInt32
    /// The length of a scalar's text in bytes (of a string without its quotation marks, escapes not resolved), or the number
    /// of an array's elements or an object's members.
    public internal(set) var count: UInt32
    /// The index on the tape of what follows this value and all that is in it.
    public internal(set) var next: UInt32
    /// What the token is.
    public let kind: JSONKind
    /// Whether a string has escapes, and so must be unescaped before it is used.
    public let hasEscapes: Bool
}
