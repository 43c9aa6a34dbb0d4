public import NIOCore

/// Reads the protocol's primitive types from a message, in the encoding of its version.
///
/// Versions are flexible (KIP-482) or not: flexible ones have compact lengths and tagged fields. Every length is checked
/// against the bytes that are there.
public struct WireReader {
    private var buffer: ByteBuffer
    /// Whether the message's version has compact lengths and tagged fields.
    public let isFlexible: Bool

    /// Reads from the buffer's reader index.
    public init(_ buffer: ByteBuffer, isFlexible: Bool) {
        self.buffer = buffer
        self.isFlexible = isFlexible
    }

    /// What has not been read yet.
    public var rest: ByteBuffer { buffer }

    /// A signed integer, big endian.
    public mutating func integer<Integer: FixedWidthInteger>(
        _ type: Integer.Type = Integer.self
    ) throws(WireError) -> Integer {
        guard let value = buffer.readInteger(as: type) else { throw WireError("the message ends within an integer") }
        return value
    }

    /// One byte, where anything but 0 is true.
    public mutating func boolean() throws(WireError) -> Bool {
        try integer(UInt8.self) != 0
    }

    /// UNSIGNED_VARINT: seven bits a byte, the lowest first.
    public mutating func unsignedVarint() throws(WireError) -> UInt32 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 28, by: 7) {
            let byte = try integer(UInt8.self)
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 {
                guard let result = UInt32(exactly: value) else { break }
                return result
            }
        }
        throw WireError("a varint has more than 32 bits")
    }

    /// A string, which must not be null.
    public mutating func string() throws(WireError) -> String {
        guard let value = try nullableString() else { throw WireError("a string is null") }
        return value
    }

    /// A string or null.
    public mutating func nullableString() throws(WireError) -> String? {
        guard let length = try length(of: Int16.self) else { return nil }
        guard let value = buffer.readString(length: length) else {
            throw WireError("a string of \(length) bytes, but \(buffer.readableBytes) are left")
        }
        return value
    }

    /// Bytes, which must not be null.
    public mutating func bytes() throws(WireError) -> ByteBuffer {
        guard let value = try nullableBytes() else { throw WireError("bytes are null") }
        return value
    }

    /// Bytes or null.
    public mutating func nullableBytes() throws(WireError) -> ByteBuffer? {
        guard let length = try length(of: Int32.self) else { return nil }
        guard let value = buffer.readSlice(length: length) else {
            throw WireError("\(length) bytes, but \(buffer.readableBytes) are left")
        }
        return value
    }

    /// An array, which must not be null.
    public mutating func array<Element>(
        _ element: (inout WireReader) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        guard let value = try nullableArray(element) else { throw WireError("an array is null") }
        return value
    }

    /// An array or null.
    public mutating func nullableArray<Element>(
        _ element: (inout WireReader) throws(WireError) -> Element
    ) throws(WireError) -> [Element]? {
        guard let count = try length(of: Int32.self) else { return nil }
        // Every element takes a byte at least: a count that lies reserves no memory.
        guard count <= buffer.readableBytes else {
            throw WireError("an array of \(count) elements, but \(buffer.readableBytes) bytes are left")
        }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try element(&self)) }
        return elements
    }

    /// Skips the tagged fields that end every structure of a flexible version; nothing in the others.
    public mutating func taggedFields() throws(WireError) {
        guard isFlexible else { return }
        for _ in 0..<(try unsignedVarint()) {
            _ = try unsignedVarint()
            let size = Int(try unsignedVarint())
            guard buffer.readableBytes >= size else { throw WireError("a tagged field ends after the message") }
            buffer.moveReaderIndex(forwardBy: size)
        }
    }

    /// Fails if there is more than the message should have.
    public func end() throws(WireError) {
        if buffer.readableBytes > 0 { throw WireError("\(buffer.readableBytes) bytes after the message's end") }
    }

    /// A length in the version's encoding; nil for null.
    private mutating func length<Integer: FixedWidthInteger & SignedInteger>(
        of type: Integer.Type
    ) throws(WireError) -> Int? {
        if isFlexible {
            let length = Int(try unsignedVarint())
            return length == 0 ? nil : length - 1
        }
        let length = Int(try integer(type))
        guard length >= -1 else { throw WireError("a length of \(length)") }
        return length == -1 ? nil : length
    }
}
