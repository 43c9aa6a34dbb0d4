public import NIOCore

/// Writes the protocol's primitive types, in the encoding of a message's version. The counterpart of `WireReader`.
public struct WireWriter {
    /// What has been written.
    public private(set) var buffer: ByteBuffer
    /// Whether the message's version has compact lengths and tagged fields.
    public let isFlexible: Bool

    /// Appends to a buffer.
    public init(_ buffer: ByteBuffer = ByteBuffer(), isFlexible: Bool) {
        self.buffer = buffer
        self.isFlexible = isFlexible
    }

    /// A signed integer, big endian.
    public mutating func integer(_ value: some FixedWidthInteger) {
        buffer.writeInteger(value)
    }

    /// One byte.
    public mutating func boolean(_ value: Bool) {
        buffer.writeInteger(value ? 1 : 0 as UInt8)
    }

    /// UNSIGNED_VARINT: seven bits a byte, the lowest first.
    public mutating func unsignedVarint(_ value: UInt32) {
        var rest = value
        while rest >= 0x80 {
            buffer.writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        buffer.writeInteger(UInt8(rest))
    }

    /// A string or null, of at most 32767 bytes in versions that are not flexible.
    public mutating func string(_ value: String?) {
        length(value?.utf8.count, as: Int16.self)
        if let value { buffer.writeString(value) }
    }

    /// Bytes or null.
    public mutating func bytes(_ value: ByteBuffer?) {
        length(value?.readableBytes, as: Int32.self)
        if let value { buffer.writeImmutableBuffer(value) }
    }

    /// An array or null.
    public mutating func array<Element>(_ elements: [Element]?, _ write: (inout WireWriter, Element) -> Void) {
        length(elements?.count, as: Int32.self)
        for element in elements ?? [] { write(&self, element) }
    }

    /// No tagged fields, which end every structure of a flexible version; nothing in the others.
    public mutating func taggedFields() {
        if isFlexible { unsignedVarint(0) }
    }

    private mutating func length<Integer: FixedWidthInteger & SignedInteger>(_ count: Int?, as type: Integer.Type) {
        if isFlexible {
            unsignedVarint(count.map { UInt32(clamping: $0 + 1) } ?? 0)
        } else {
            buffer.writeInteger(count.map { Integer(clamping: $0) } ?? -1)
        }
    }
}
