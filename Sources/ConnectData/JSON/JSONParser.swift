/// One pass over a document: the grammar of RFC 8259 as a loop, the open containers chained through their `next`.
struct JSONParser {
    let base: UnsafeRawPointer
    let end: Int
    let leniency: JSONReader.Leniency
    var tokens: UnsafeMutablePointer<JSONToken>
    var capacity: Int
    var count = 0
    var position = 0
    /// The tape index of the innermost open container.
    private var container = JSONParser.none
    private var depth = 0

    private static let none = UInt32.max

    init(
        base: UnsafeRawPointer, end: Int, leniency: JSONReader.Leniency, tokens: UnsafeMutablePointer<JSONToken>,
        capacity: Int
    ) {
        self.base = base
        self.end = end
        self.leniency = leniency
        self.tokens = tokens
        self.capacity = capacity
    }

    mutating func parseDocument() throws(JSONError) {
        if leniency.contains(.byteOrderMark), end >= 3,
            byte(base, 0) == 0xEF, byte(base, 1) == 0xBB, byte(base, 2) == 0xBF
        {
            position = 3
        }
        try skipToToken()
        repeat {
            if try parseValueOrOpen() { continue }
            try closeAndAdvance()
        } while container != Self.none
        skipWhitespace()
        guard position == end else { throw error(.trailingBytes) }
    }

    /// Reads the value at `position`.
    ///
    /// - Returns: true when a container with content was opened, so that `position` is at its first value.
    @inline(__always)
    private mutating func parseValueOrOpen() throws(JSONError) -> Bool {
        switch byte(base, position) {
        case UInt8(ascii: "\""): try parseString()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try parseNumber()
        case UInt8(ascii: "{"): return try openObject()
        case UInt8(ascii: "["): return try openArray()
        case UInt8(ascii: "t"): try parseLiteral(0x6575_7274, length: 4, .true)
        case UInt8(ascii: "n"): try parseLiteral(0x6C6C_756E, length: 4, .null)
        case UInt8(ascii: "f"): try parseLiteral(0x65_736C_6166, length: 5, .false)
        default: throw error(.unexpectedByte)
        }
        return false
    }

    /// After a value: closes the containers that end here and goes to the next value, or out of the last container.
    @inline(__always)
    private mutating func closeAndAdvance() throws(JSONError) {
        while container != Self.none {
            let index = Int(container)
            tokens[index].count &+= 1
            try skipToToken()
            let isObject = tokens[index].kind == .object
            let next = byte(base, position)
            if next == UInt8(ascii: ",") {
                position &+= 1
                try skipToToken()
                if isObject { try parseName() }
                return
            }
            guard next == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { throw error(.unexpectedByte) }
            close()
        }
    }

    @inline(__always)
    private mutating func openObject() throws(JSONError) -> Bool {
        try open(.object)
        if byte(base, position) == UInt8(ascii: "}") {
            close()
            return false
        }
        try parseName()
        return true
    }

    @inline(__always)
    private mutating func openArray() throws(JSONError) -> Bool {
        try open(.array)
        if byte(base, position) == UInt8(ascii: "]") {
            close()
            return false
        }
        return true
    }

    @inline(__always)
    private mutating func open(_ kind: JSONKind) throws(JSONError) {
        guard depth < JSONReader.maximumDepth else { throw error(.tooDeep) }
        depth &+= 1
        let index = UInt32(truncatingIfNeeded: count)
        append(start: position, count: 0, next: container, kind)
        container = index
        position &+= 1
        try skipToToken()
    }

    /// Closes the innermost container at its bracket and gives its `next` its final meaning.
    @inline(__always)
    private mutating func close() {
        let index = Int(container)
        container = tokens[index].next
        tokens[index].next = UInt32(truncatingIfNeeded: count)
        depth &-= 1
        position &+= 1
    }

    /// A member's name and colon, up to its value.
    @inline(__always)
    private mutating func parseName() throws(JSONError) {
        guard byte(base, position) == UInt8(ascii: "\"") else { throw error(.unexpectedByte) }
        try parseString()
        if tokens[count &- 1].hasEscapes { try checkSurrogates(tokens[count &- 1]) }
        try skipToToken()
        guard byte(base, position) == UInt8(ascii: ":") else { throw error(.unexpectedByte) }
        position &+= 1
        try skipToToken()
    }

    private mutating func parseLiteral(_ word: UInt64, length: Int, _ kind: JSONKind) throws(JSONError) {
        guard position &+ length <= end else { throw error(.invalidLiteral) }
        for index in 0..<length where byte(base, position &+ index) != UInt8(truncatingIfNeeded: word >> (8 * index)) {
            throw error(.invalidLiteral)
        }
        appendScalar(start: position, count: length, kind)
        position &+= length
    }

    /// White space, after which something must follow.
    @inline(__always)
    private mutating func skipToToken() throws(JSONError) {
        if position < end, byte(base, position) > UInt8(ascii: " ") { return }
        skipWhitespace()
        guard position < end else { throw error(.unexpectedEnd) }
    }

    @inline(__always)
    private mutating func skipWhitespace() {
        while position < end {
            switch byte(base, position) {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position &+= 1
            default: return
            }
        }
    }

    @inline(__always)
    mutating func appendScalar(start: Int, count length: Int, _ kind: JSONKind, hasEscapes: Bool = false) {
        append(
            start: start, count: length, next: UInt32(truncatingIfNeeded: count &+ 1), kind, hasEscapes: hasEscapes)
    }

    @inline(__always)
    private mutating func append(
        start: Int, count length: Int, next: UInt32, _ kind: JSONKind, hasEscapes: Bool = false
    ) {
        if count == capacity { grow() }
        (tokens + count).initialize(
            to: JSONToken(
                start: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: length), next: next,
                kind: kind,
                hasEscapes: hasEscapes))
        count &+= 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<JSONToken>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: tokens, count: count)
        tokens.deallocate()
        tokens = larger
        capacity *= 2
    }

    @inline(__always)
    func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: position) }
}
