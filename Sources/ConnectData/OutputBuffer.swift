/// Bytes that grow at the end, in memory that is kept from one use to the next.
///
/// One thread at a time. It copies nothing but what is appended, and in the steady state allocates nothing.
public struct OutputBuffer: ~Copyable {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    /// The number of bytes written.
    @inlinable public var count: Int { written }
    @usableFromInline var written: Int

    /// An empty buffer with room for `capacity` bytes.
    public init(capacity: Int = 1024) {
        self.capacity = max(capacity, 64)
        base = .allocate(byteCount: self.capacity, alignment: 16)
        written = 0
    }

    deinit { base.deallocate() }

    /// What was written; valid until the next change.
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Forgets what was written after the first `count` bytes, and keeps the memory.
    @inlinable @inline(__always)
    public mutating func truncate(to count: Int = 0) { written = min(count, written) }

    /// Room for `extra` more bytes, to be written by the caller and claimed with `commit`.
    @inlinable @inline(__always)
    public mutating func reserve(_ extra: Int) -> UnsafeMutableRawPointer {
        if capacity - count < extra { grow(by: extra) }
        return base + count
    }

    /// Claims bytes that were written where `reserve` said.
    @inlinable @inline(__always)
    public mutating func commit(_ count: Int) { written += count }

    /// Appends one byte.
    @inlinable @inline(__always)
    public mutating func append(_ byte: UInt8) {
        reserve(1).storeBytes(of: byte, as: UInt8.self)
        written += 1
    }

    /// Appends bytes.
    @inlinable @inline(__always)
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count).copyMemory(from: source, byteCount: bytes.count)
        written += bytes.count
    }

    /// Appends the text of a literal.
    @inlinable @inline(__always)
    public mutating func append(_ literal: StaticString) {
        append(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Moves what stands from `position` on, and puts a byte there.
    mutating func insert(_ byte: UInt8, at position: Int) {
        insert(1, at: position)
        overwrite(position, byte)
    }

    /// Moves what stands from `position` on by `room` bytes, whose content is then undefined.
    mutating func insert(_ room: Int, at position: Int) {
        _ = reserve(room)
        (base + position + room).copyMemory(from: base + position, byteCount: count - position)
        written += room
    }

    /// Replaces one byte.
    mutating func overwrite(_ position: Int, _ byte: UInt8) {
        base.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
    }

    @usableFromInline @inline(never)
    mutating func grow(by extra: Int) {
        let larger = max(capacity * 2, count + extra)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        moved.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = moved
        capacity = larger
    }
}
