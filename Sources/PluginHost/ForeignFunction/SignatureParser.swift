/// Reads the text of a signature: one token after the other, never beyond the end.
struct SignatureParser {
    private let text: [UInt8]
    private var position = 0

    init(_ text: String) {
        self.text = Array(text.utf8)
    }

    mutating func parse() throws(SignatureError) -> (Signature.Result, [Signature.Parameter]) {
        let result = try result()
        try expect("(")
        let parameters = try parameters()
        skipSpace()
        if position < text.count { throw mistake(at: position, "the end") }
        return (result, parameters)
    }

    private mutating func result() throws(SignatureError) -> Signature.Result {
        let start = nextStart()
        let name = word()
        switch name {
        case "void": return .void
        case "status": return .status
        case "string": return .string(isOwned: false)
        case "length": return .length(accept(":") ? try lengthType() : .int64)
        case "owned":
            let start = nextStart()
            guard word() == "string" else { throw mistake(at: start, "'string' after 'owned'") }
            return .string(isOwned: true)
        default:
            if let number = Signature.Number(name: name) { return .number(number) }
            throw mistake(
                at: start, "what the function returns: a number's type, string, owned string, length, status or void")
        }
    }

    private mutating func parameters() throws(SignatureError) -> [Signature.Parameter] {
        if accept(")") || acceptVoid() { return [] }
        var parameters: [Signature.Parameter] = []
        repeat {
            if parameters.count == Signature.mostParameters {
                throw SignatureError("it has more than \(Signature.mostParameters) parameters")
            }
            parameters.append(try parameter())
        } while accept(",")
        try expect(")")
        return parameters
    }

    private mutating func parameter() throws(SignatureError) -> Signature.Parameter {
        let start = nextStart()
        let name = word()
        switch name {
        case "string": return .string
        case "bytes": return .bytes(try count(isBuffer: false))
        case "out": return try buffer()
        default:
            if let number = Signature.Number(name: name) { return .number(number) }
            throw mistake(at: start, "a parameter: a number's type, string, bytes, or out and a buffer")
        }
    }

    private mutating func buffer() throws(SignatureError) -> Signature.Parameter {
        let start = nextStart()
        let kind = word()
        guard kind == "string" || kind == "bytes" else { throw mistake(at: start, "'string' or 'bytes' after 'out'") }
        try expect("[")
        let capacityStart = nextStart()
        guard let capacity = Int(word()), 1...Signature.largestBuffer ~= capacity else {
            throw mistake(at: capacityStart, "a capacity from 1 to \(Signature.largestBuffer)")
        }
        try expect("]")
        return .buffer(isText: kind == "string", capacity: capacity, try count(isBuffer: true))
    }

    /// How a length is passed; a `size_t` if nothing is said.
    private mutating func count(isBuffer: Bool) throws(SignatureError) -> Signature.Count {
        guard accept(":") else { return .value(.uint64) }
        if isBuffer, accept("&") { return .reference(try lengthType()) }
        let start = nextStart()
        if word() == "none" { return .none }
        position = start
        return .value(try lengthType())
    }

    private mutating func lengthType() throws(SignatureError) -> Signature.Number {
        let start = nextStart()
        guard let number = Signature.Number(name: word()), number.isLength else {
            throw mistake(at: start, "a length's type: int, uint, long, ulong, size_t, int32, uint32, int64 or uint64")
        }
        return number
    }

    // MARK: - Tokens

    /// `(void)`, as C writes it.
    private mutating func acceptVoid() -> Bool {
        let start = position
        if word() == "void", accept(")") { return true }
        position = start
        return false
    }

    private mutating func word() -> String {
        skipSpace()
        let start = position
        while position < text.count, Self.isWordByte(text[position]) { position += 1 }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(SignatureError) {
        if !accept(character) { throw mistake(at: position, "'\(character)'") }
    }

    private mutating func skipSpace() {
        while position < text.count, text[position] == UInt8(ascii: " ") || text[position] == UInt8(ascii: "\t") {
            position += 1
        }
    }

    private mutating func nextStart() -> Int {
        skipSpace()
        return position
    }

    private func mistake(at place: Int, _ expected: String) -> SignatureError {
        SignatureError("at character \(place + 1), expected \(expected)")
    }
}
