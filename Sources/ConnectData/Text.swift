public import CMillrace
public import Glibc

/// UTF-8 text in memory that someone else owns: the ABI's `millrace_string`.
public typealias Text = millrace_string

extension millrace_string {
    /// The absent text.
    public static var absent: Text { Text(data: nil, length: 0) }

    /// Text over bytes that outlive it.
    @inlinable
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.init(data: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), length: bytes.count)
    }

    /// Text over a literal.
    public init(_ literal: StaticString) {
        self.init(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Whether the text is there at all; an empty text is.
    @inlinable
    public var isPresent: Bool { data != nil }

    /// The bytes; none if the text is absent.
    @inlinable
    public var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : length)
    }

    /// The text as a `String`, a copy; malformed bytes are replaced.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// The text as a `String`, or nil if it is absent.
    public var stringIfPresent: String? { isPresent ? string : nil }

    /// Whether both have the same bytes; absent equals only absent.
    @inlinable
    public func equals(_ other: Text) -> Bool { isPresent == other.isPresent && sameBytes(as: other) }

    /// Whether both have the same bytes; absent is as good as empty.
    @inlinable
    @inline(__always)
    public func sameBytes(as other: Text) -> Bool {
        guard length == other.length, let left = data, let right = other.data else { return length == other.length }
        return left == right || memcmp(left, right, length) == 0
    }

    /// Whether the text is that of the literal.
    @inlinable
    public func equals(_ literal: StaticString) -> Bool {
        guard let data, length == literal.utf8CodeUnitCount else { return false }
        return memcmp(data, literal.utf8Start, length) == 0
    }
}
