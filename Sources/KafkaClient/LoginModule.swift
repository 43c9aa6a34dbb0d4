/// A `sasl.jaas.config`: one login module and its options, in the syntax of JAAS.
struct LoginModule {
    /// The class's name without its package.
    let name: String
    let options: [String: String]

    /// Nil if the text is not `module flag key=value … ;`.
    init?(parsing text: String) {
        var tokens = Self.tokens(of: text)[...]
        guard let module = tokens.popFirst()?.text, let flag = tokens.popFirst()?.text else { return nil }
        guard ["required", "requisite", "sufficient", "optional"].contains(flag.lowercased()) else { return nil }
        guard let end = tokens.popLast(), end == Token(text: ";", isQuoted: false) else { return nil }
        var options: [String: String] = [:]
        while let key = tokens.popFirst() {
            guard tokens.popFirst() == Token(text: "=", isQuoted: false), let value = tokens.popFirst() else {
                return nil
            }
            options[key.text] = value.text
        }
        name = module.split(separator: ".").last.map(String.init) ?? module
        self.options = options
    }

    private struct Token: Equatable {
        var text: String
        var isQuoted: Bool
    }

    private static func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        var word = ""
        var rest = text[...]
        func ends() { if !word.isEmpty { tokens.append(Token(text: word, isQuoted: false)); word = "" } }
        while let character = rest.popFirst() {
            switch character {
            case "\"", "'":
                ends()
                tokens.append(Token(text: quoted(&rest, until: character), isQuoted: true))
            case "=", ";":
                ends()
                tokens.append(Token(text: String(character), isQuoted: false))
            case _ where character.isWhitespace:
                ends()
            default:
                word.append(character)
            }
        }
        ends()
        return tokens
    }

    private static func quoted(_ rest: inout Substring, until quote: Character) -> String {
        var value = ""
        while let character = rest.popFirst(), character != quote {
            guard character == "\\", let escaped = rest.popFirst() else {
                value.append(character)
                continue
            }
            switch escaped {
            case "n": value.append("\n")
            case "t": value.append("\t")
            case "r": value.append("\r")
            default: value.append(escaped)
            }
        }
        return value
    }
}
