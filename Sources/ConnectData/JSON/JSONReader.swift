/// A strict reader of JSON text (RFC 8259) that builds no tree: it checks a document and leaves a tape of tokens.
///
/// The tape is reused, so that a reader that has grown to its documents allocates nothing. One thread at a time.
public struct JSONReader: ~Copyable {
    /// What may be accepted beyond RFC 8259.
    public struct Leniency: OptionSet, Sendable {
        /// The bits.
        public let rawValue: UInt8

        /// Makes a set from its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Numbers such as `-007`, which mean what they say without their zeros.
        public static let leadingZeros = Leniency(rawValue: 1)
        /// A UTF-8 byte order mark before the document.
        public static let byteOrderMark = Leniency(rawValue: 2)
    }

    /// How many containers may be open at once, as in Jackson's `StreamReadConstraints`.
    public static let maximumDepth = 1000
    /// How many digits a number may have, as in Jackson's `StreamReadConstraints`: it bounds what a decimal costs.
    public static let maximumNumberLength = 1000

    var tokens: UnsafeMutablePointer<JSONToken>
    var capacity: Int

    /// Makes a reader with a tape for small documents.
    public init() {
        capacity = 64
        tokens = .allocate(capacity: capacity)
    }

    deinit { tokens.deallocate() }

    /// Checks `bytes` and writes their tape.
    ///
    /// Of members with the same name all are on the tape. A lone surrogate in an escape is accepted in values
    /// and refused in names, as by Jackson.
    ///
    /// - Returns: the document, valid while `bytes` are and until the next `read`.
    public mutating func read(
        _ bytes: UnsafeRawBufferPointer, allowing leniency: Leniency = []
    ) throws(JSONError) -> JSONDocument {
        guard let base = bytes.baseAddress else { throw JSONError(reason: .unexpectedEnd, offset: 0) }
        guard bytes.count < UInt32.max else { throw JSONError(reason: .tooLong, offset: Int(UInt32.max)) }
        var parser = JSONParser(base: base, end: bytes.count, leniency: leniency, tokens: tokens, capacity: capacity)
        // The tape may have moved while it grew, also when the document turned out bad.
        defer {
            tokens = parser.tokens
            capacity = parser.capacity
        }
        try parser.parseDocument()
        return JSONDocument(base: base, tokens: parser.tokens, count: parser.count)
    }
}

/// A view on a document that was read: its bytes and its tape.
public struct JSONDocument {
    /// The first byte of the text.
    public let base: UnsafeRawPointer
    /// The tape; the document's value is at index 0.
    public let tokens: UnsafePointer<JSONToken>
    /// The number of tokens on the tape.
    public let count: Int

    init(base: UnsafeRawPointer, tokens: UnsafePointer<JSONToken>, count: Int) {
        self.base = base
        self.tokens = tokens
        self.count = count
    }

    /// The token at `index`; not checked.
    @inlinable @inline(__always)
    public subscript(index: Int) -> JSONToken { tokens[index] }

    /// The text of a scalar as it stands in the document: of a string, what is between the quotation marks.
    @inlinable @inline(__always)
    public func text(_ token: JSONToken) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + Int(token.start), count: Int(token.count))
    }
}
