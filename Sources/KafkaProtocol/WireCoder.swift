package import NIOCore

/// Reads or writes the fields of a message, in the encoding of its version: one description serves both directions.
///
/// Each call takes a field `inout`: reading sets it, writing sends it. Versions are flexible (KIP-482) or not: flexible
/// ones have compact lengths and tagged fields. When reading, every length is checked against the bytes that are there.
package struct WireCoder {
    /// Which way the fields go.
    package enum Direction: Sendable {
        /// From the buffer into the fields.
        case reading
        /// From the fields to the buffer's end.
        case writing
    }

    /// A larger message is not written.
    package static let maximumSize = 1 << 30

    /// Which way the fields go.
    package let direction: Direction
    /// The version of the message.
    package private(set) var version: Int16
    /// Whether the version has compact lengths and tagged fields.
    package private(set) var isFlexible: Bool
    /// What has not been read yet, or what has been written.
    package private(set) var buffer: ByteBuffer

    /// Reads from the buffer's reader index.
    package init(reading buffer: ByteBuffer, version: Int16, isFlexible: Bool) {
        self.init(.reading, buffer, version: version, isFlexible: isFlexible)
    }

    /// Writes at the buffer's end.
    package init(writingTo buffer: ByteBuffer = ByteBuffer(), version: Int16, isFlexible: Bool) {
        self.init(.writing, buffer, version: version, isFlexible: isFlexible)
    }

    private init(_ direction: Direction, _ buffer: ByteBuffer, version: Int16, isFlexible: Bool) {
        self.direction = direction
        self.version = version
        self.isFlexible = isFlexible
        self.buffer = buffer
    }

    /// Goes on in another encoding: headers and bodies differ in theirs.
    package mutating func recode(version: Int16, isFlexible: Bool) {
        self.version = version
        self.isFlexible = isFlexible
    }

    /// A signed integer, big endian.
    package mutating func integer<Integer: FixedWidthInteger>(_ value: inout Integer) throws(WireError) {
        switch direction {
        case .reading:
            guard let read = buffer.readInteger(as: Integer.self) else {
                throw WireError("the message ends within an integer")
            }
            value = read
        case .writing:
            try checkRoom(Integer.bitWidth / 8)
            buffer.writeInteger(value)
        }
    }

    /// One byte, where anything but 0 is true.
    package mutating func boolean(_ value: inout Bool) throws(WireError) {
        var byte: UInt8 = value ? 1 : 0
        try integer(&byte)
        value = byte != 0
    }

    /// An error code.
    package mutating func error(_ value: inout ErrorCode) throws(WireError) {
        var code = value.rawValue
        try integer(&code)
        value = ErrorCode(rawValue: code)
    }

    /// The kind of a request.
    package mutating func apiKey(_ value: inout APIKey) throws(WireError) {
        var key = value.rawValue
        try integer(&key)
        value = APIKey(rawValue: key)
    }

    /// A UUID; all zeros for none.
    package mutating func uuid(_ value: inout WireUUID) throws(WireError) {
        try integer(&value.high)
        try integer(&value.low)
    }

    /// A string, which must not be null.
    package mutating func string(_ value: inout String) throws(WireError) {
        var optional: String? = value
        try nullableString(&optional)
        guard let optional else { throw WireError("a string is null") }
        value = optional
    }

    /// A string or null, of at most 32767 bytes in versions that are not flexible.
    package mutating func nullableString(_ value: inout String?) throws(WireError) {
        let length = try length(value?.utf8.count, as: Int16.self)
        guard direction == .reading else {
            guard let value else { return }
            try checkRoom(value.utf8.count)
            buffer.writeString(value)
            return
        }
        guard let length else { return value = nil }
        guard let read = buffer.readString(length: length) else {
            throw WireError("a string of \(length) bytes, but \(buffer.readableBytes) are left")
        }
        value = read
    }

    /// A string that may be null from a version on. Before it, null is written as an empty one.
    package mutating func nullableString(_ value: inout String?, since first: Int16) throws(WireError) {
        if version >= first { return try nullableString(&value) }
        var string = value ?? ""
        try self.string(&string)
        if direction == .reading { value = string }
    }

    /// Bytes, which must not be null. What is read shares the memory of the message.
    package mutating func bytes(_ value: inout ByteBuffer) throws(WireError) {
        var optional: ByteBuffer? = value
        try nullableBytes(&optional)
        guard let optional else { throw WireError("bytes are null") }
        value = optional
    }

    /// Bytes or null. What is read shares the memory of the message.
    package mutating func nullableBytes(_ value: inout ByteBuffer?) throws(WireError) {
        let length = try length(value?.readableBytes, as: Int32.self)
        guard direction == .reading else {
            guard let value else { return }
            try checkRoom(value.readableBytes)
            buffer.writeImmutableBuffer(value)
            return
        }
        guard let length else { return value = nil }
        guard let read = buffer.readSlice(length: length) else {
            throw WireError("\(length) bytes, but \(buffer.readableBytes) are left")
        }
        value = read
    }

    /// An array of structures, which must not be null.
    package mutating func array<Element: WireStructure>(_ value: inout [Element]) throws(WireError) {
        try array(&value, Element()) { element, coder throws(WireError) in try element.code(with: &coder) }
    }

    /// An array of structures or null.
    package mutating func nullableArray<Element: WireStructure>(_ value: inout [Element]?) throws(WireError) {
        try nullableArray(&value, Element()) { element, coder throws(WireError) in try element.code(with: &coder) }
    }

    /// An array of structures that may be null from a version on. Before it, null is written as an empty one.
    package mutating func nullableArray<Element: WireStructure>(
        _ value: inout [Element]?, since first: Int16
    ) throws(WireError) {
        if version >= first { return try nullableArray(&value) }
        var elements = value ?? []
        try array(&elements)
        if direction == .reading { value = elements }
    }

    /// An array of integers, which must not be null.
    package mutating func array<Element: FixedWidthInteger>(_ value: inout [Element]) throws(WireError) {
        try array(&value, 0) { element, coder throws(WireError) in try coder.integer(&element) }
    }

    /// An array of strings, which must not be null.
    package mutating func array(_ value: inout [String]) throws(WireError) {
        try array(&value, "") { element, coder throws(WireError) in try coder.string(&element) }
    }

    /// An array of strings or null.
    package mutating func nullableArray(_ value: inout [String]?) throws(WireError) {
        try nullableArray(&value, "") { element, coder throws(WireError) in try coder.string(&element) }
    }

    /// An array of integers or null.
    package mutating func nullableArray<Element: FixedWidthInteger>(_ value: inout [Element]?) throws(WireError) {
        try nullableArray(&value, 0) { element, coder throws(WireError) in try coder.integer(&element) }
    }

    /// Skips the tagged fields that end every structure of a flexible version, or writes none; nothing in the others.
    package mutating func taggedFields() throws(WireError) {
        guard isFlexible else { return }
        var count: UInt32 = 0
        try unsignedVarint(&count)
        for _ in 0..<count {
            var number: UInt32 = 0
            var size: UInt32 = 0
            try unsignedVarint(&number)
            try unsignedVarint(&size)
            guard buffer.readableBytes >= Int(size) else { throw WireError("a tagged field ends after the message") }
            buffer.moveReaderIndex(forwardBy: Int(size))
        }
    }

    /// Fails if there is more than the message should have.
    package func end() throws(WireError) {
        if direction == .reading, buffer.readableBytes > 0 {
            throw WireError("\(buffer.readableBytes) bytes after the message's end")
        }
    }
}

extension WireCoder {
    private mutating func array<Element>(
        _ value: inout [Element], _ empty: Element,
        _ code: (inout Element, inout WireCoder) throws(WireError) -> Void
    ) throws(WireError) {
        var optional: [Element]? = value
        try nullableArray(&optional, empty, code)
        guard let optional else { throw WireError("an array is null") }
        value = optional
    }

    private mutating func nullableArray<Element>(
        _ value: inout [Element]?, _ empty: Element,
        _ code: (inout Element, inout WireCoder) throws(WireError) -> Void
    ) throws(WireError) {
        let count = try length(value?.count, as: Int32.self)
        guard direction == .reading else {
            for var element in value ?? [] { try code(&element, &self) }
            return
        }
        guard let count else { return value = nil }
        // Every element takes a byte at least: a count that lies reserves no memory.
        guard count <= buffer.readableBytes else {
            throw WireError("an array of \(count) elements, but \(buffer.readableBytes) bytes are left")
        }
        var elements: [Element] = []
        for _ in 0..<count {
            var element = empty
            try code(&element, &self)
            elements.append(element)
        }
        value = elements
    }

    /// Fails if a message would become larger than any that is sent, with so many bytes more. A buffer that grows past
    /// its own limit ends the process.
    private func checkRoom(_ count: Int) throws(WireError) {
        guard buffer.writerIndex <= Self.maximumSize - count else {
            throw WireError("a message of more than \(Self.maximumSize) bytes")
        }
    }

    /// UNSIGNED_VARINT: seven bits a byte, the lowest first.
    mutating func unsignedVarint(_ value: inout UInt32) throws(WireError) {
        guard direction == .reading else { return try writeUnsignedVarint(value) }
        var read: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 28, by: 7) {
            var byte: UInt8 = 0
            try integer(&byte)
            read |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 {
                guard let result = UInt32(exactly: read) else { break }
                return value = result
            }
        }
        throw WireError("a varint has more than 32 bits")
    }

    private mutating func writeUnsignedVarint(_ value: UInt32) throws(WireError) {
        try checkRoom(5)
        var rest = value
        while rest >= 0x80 {
            buffer.writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        buffer.writeInteger(UInt8(rest))
    }

    /// A length in the version's encoding; nil for null.
    private mutating func length<Plain: FixedWidthInteger & SignedInteger>(
        _ count: Int?, as type: Plain.Type
    ) throws(WireError) -> Int? {
        if isFlexible {
            var length = count.map { UInt32(clamping: $0 + 1) } ?? 0
            try unsignedVarint(&length)
            return length == 0 ? nil : Int(length) - 1
        }
        guard let plain = Plain(exactly: count ?? -1) else { throw WireError("a length of \(count ?? -1)") }
        var length = plain
        try integer(&length)
        guard length >= -1 else { throw WireError("a length of \(length)") }
        return length == -1 ? nil : Int(length)
    }
}
