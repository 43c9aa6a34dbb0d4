/// The names that `\p{…}` knows in Java 17.
///
/// Case-insensitive patterns take the properties of one case for those of all cases, as Java does.
enum CharacterProperties {
    private static let anyCase = CharacterSet.properties("Ll", "Lu", "Lt")
    private static let anyUnicodeCase = CharacterSet.properties("Lowercase", "Uppercase", "Lt")
    private static let asciiLetters = CharacterSet.ranges([65...90, 97...122])

    private static let categories: Set<String> = [
        "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Co",
        "Cs", "Pd", "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf", "L", "M", "N", "Z", "C", "P", "S",
    ]

    /// A general category, or one of the names that stand beside them.
    static func category(_ name: String, caseless: Bool) -> CharacterSet? {
        switch name {
        case "Lu", "Ll", "Lt": caseless ? anyCase : .property(name)
        case "LC": anyCase
        case "LD": .properties("L", "Nd")
        case "L1": .ranges([0...0xFF])
        case "all": .anything
        default:
            categories.contains(name)
                ? .property(name) : ascii(name, caseless: caseless) ?? java(name, caseless: caseless)
        }
    }

    /// POSIX names, of ASCII's characters.
    private static func ascii(_ name: String, caseless: Bool) -> CharacterSet? {
        switch name {
        case "ASCII": .ranges([0...127])
        case "Alnum": asciiLetters.union(.digits)
        case "Alpha": asciiLetters
        case "Blank": .ranges([9...9, 32...32])
        case "Cntrl": .ranges([0...31, 127...127])
        case "Digit": .digits
        case "Graph": .ranges([33...126])
        case "Lower": caseless ? asciiLetters : .ranges([97...122])
        case "Print": .ranges([32...126])
        case "Punct": .ranges([33...47, 58...64, 91...96, 123...126])
        case "Space": .space
        case "Upper": caseless ? asciiLetters : .ranges([65...90])
        case "XDigit": .ranges([48...57, 65...70, 97...102])
        default: nil
        }
    }

    /// POSIX names, of all of Unicode: what `(?U)` makes of them.
    static func posix(_ name: String, caseless: Bool) -> CharacterSet? {
        switch name.uppercased() {
        case "ALPHA": .property("Alphabetic")
        case "LOWER": caseless ? anyUnicodeCase : .property("Lowercase")
        case "UPPER": caseless ? anyUnicodeCase : .property("Uppercase")
        case "SPACE": .property("White_Space")
        case "PUNCT": .property("P")
        case "XDIGIT": hexDigit
        case "ALNUM": alphanumeric
        case "CNTRL": .property("Cc")
        case "DIGIT": .property("Nd")
        case "BLANK": blank
        case "GRAPH": graph
        case "PRINT": printable
        default: nil
        }
    }

    /// A binary property by the name that follows `Is`, in any case.
    static func binary(_ name: String, caseless: Bool) -> CharacterSet? {
        switch name.uppercased() {
        case "ALPHABETIC": .property("Alphabetic")
        case "LETTER": .property("L")
        case "IDEOGRAPHIC": .property("Ideographic")
        case "LOWERCASE": caseless ? anyUnicodeCase : .property("Lowercase")
        case "UPPERCASE": caseless ? anyUnicodeCase : .property("Uppercase")
        case "TITLECASE": caseless ? anyUnicodeCase : .property("Lt")
        case "WHITE_SPACE", "WHITESPACE": .property("White_Space")
        case "CONTROL": .property("Cc")
        case "PUNCTUATION": .property("P")
        case "HEX_DIGIT", "HEXDIGIT": hexDigit
        case "ASSIGNED": CharacterSet.property("Cn").negated
        case "NONCHARACTER_CODE_POINT", "NONCHARACTERCODEPOINT": .property("Noncharacter_Code_Point")
        case "DIGIT": .property("Nd")
        case "ALNUM": alphanumeric
        case "BLANK": blank
        case "GRAPH": graph
        case "PRINT": printable
        case "WORD": word
        case "JOIN_CONTROL", "JOINCONTROL": .property("Join_Control")
        default: nil
        }
    }

    /// What `\w` is with `(?U)`.
    static let word = CharacterSet.properties("Alphabetic", "M", "Nd", "Pc", "Join_Control")
    private static let hexDigit = CharacterSet.properties("Nd", "Hex_Digit")
    private static let alphanumeric = CharacterSet.properties("Alphabetic", "Nd")
    private static let blank = CharacterSet.property("Zs").union(.one(9))
    private static let graph = CharacterSet.complement(.properties("White_Space", "Cc", "Cs", "Cn"))
    private static let printable = CharacterSet.union([
        .property("Zs"), graph,
    ])

    /// The methods of Java's `Character`, by the names that follow `java`.
    private static func java(_ name: String, caseless: Bool) -> CharacterSet? {
        guard name.hasPrefix("java") else { return nil }
        switch name.dropFirst(4) {
        case "LowerCase": return caseless ? anyUnicodeCase : .property("Lowercase")
        case "UpperCase": return caseless ? anyUnicodeCase : .property("Uppercase")
        case "TitleCase": return caseless ? anyUnicodeCase : .property("Lt")
        case "Alphabetic": return .property("Alphabetic")
        case "Ideographic": return .property("Ideographic")
        case "Digit": return .property("Nd")
        case "Defined": return CharacterSet.property("Cn").negated
        case "Letter": return .property("L")
        case "LetterOrDigit": return .properties("L", "Nd")
        case "JavaIdentifierStart": return identifierStart
        case "JavaIdentifierPart": return identifierPart
        case "UnicodeIdentifierStart": return .property("ID_Start")
        case "UnicodeIdentifierPart": return CharacterSet.property("ID_Continue").union(ignorable)
        case "IdentifierIgnorable": return ignorable
        case "SpaceChar": return .property("Z")
        case "Whitespace": return whitespace
        case "ISOControl": return .property("Cc")
        case "Mirrored": return .property("Bidi_Mirrored")
        default: return nil
        }
    }

    private static let identifierStart = CharacterSet.properties("L", "Nl", "Sc", "Pc")
    private static let identifierPart = CharacterSet.union([identifierStart, .properties("Nd", "Mc", "Mn"), ignorable])
    private static let ignorable = CharacterSet.union([.ranges([0...8, 14...27, 0x7F...0x9F]), .property("Cf")])
    private static let whitespace = CharacterSet.union([
        .ranges([9...13, 28...31]),
        .intersection(.property("Z"), .complement(.ranges([0xA0...0xA0, 0x2007...0x2007, 0x202F...0x202F]))),
    ])
}
