/// Where a record and its parts lie in the uncompressed records of a batch.
struct RecordLayout {
    /// The record, with the length that it begins with.
    var bytes: Range<Int> { start..<end }
    /// Milliseconds from the batch's base timestamp.
    fileprivate(set) var timestampDelta: Int64
    /// The offset, counted from the batch's base offset.
    fileprivate(set) var offsetDelta: Int32
    /// How many headers there are.
    fileprivate(set) var headerCount: Int32
    /// The key without its length; nil for a null.
    var key: Range<Int>? { keyLength < 0 ? nil : keyStart..<keyStart + Int(keyLength) }
    /// The value without its length; nil for a null, which is a tombstone in a compacted topic.
    var value: Range<Int>? { valueLength < 0 ? nil : valueStart..<valueStart + Int(valueLength) }
    /// The key, the value and the headers with their lengths and counts: what stays the same if the deltas change.
    var payload: Range<Int> { payloadStart..<end }
    /// The headers, each with its lengths, without their count.
    var headers: Range<Int> { headersStart..<end }

    fileprivate let start: Int
    fileprivate let payloadStart: Int
    fileprivate let keyStart: Int
    fileprivate let valueStart: Int
    fileprivate let headersStart: Int
    fileprivate let end: Int
    fileprivate let keyLength: Int32
    fileprivate let valueLength: Int32
}

/// Finds one record after the other in uncompressed bytes and trusts nothing in them.
struct RecordParser {
    private let bytes: UnsafeRawBufferPointer
    /// Where the next record begins.
    private(set) var position: Int

    /// Bytes that must outlive the parser.
    init(_ bytes: UnsafeRawBufferPointer, from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The next record; nil if there is none that is well formed.
    @inline(__always)
    mutating func next() -> RecordLayout? {
        var reader = VarintReader(bytes, position)
        let length = reader.int32()
        guard length > 0, Int(length) <= reader.limit - reader.position else { return nil }
        let end = reader.position + Int(length)
        reader.limit = end
        reader.position += 1  // The attributes of a record, which mean nothing.
        let timestampDelta = reader.int64()
        let offsetDelta = reader.int32()
        let payloadStart = reader.position
        let keyLength = reader.int32()
        let keyStart = reader.position
        reader.skip(keyLength)
        let valueLength = reader.int32()
        let valueStart = reader.position
        reader.skip(valueLength)
        let headerCount = reader.int32()
        let headersStart = reader.position
        if headerCount != 0 { reader.skipHeaders(headerCount) }
        guard reader.position == end, !reader.isMalformed else { return nil }
        let start = position
        position = end
        return RecordLayout(
            timestampDelta: timestampDelta, offsetDelta: offsetDelta, headerCount: headerCount, start: start,
            payloadStart: payloadStart, keyStart: keyStart, valueStart: valueStart, headersStart: headersStart,
            end: end,
            keyLength: keyLength, valueLength: valueLength)
    }
}

/// Reads varints up to a limit. What is malformed is noted, and whatever is read after that has no meaning, but lies
/// before the limit.
private struct VarintReader {
    let bytes: UnsafeRawBufferPointer
    var position: Int
    var limit: Int
    var isMalformed = false

    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer, _ position: Int) {
        self.bytes = bytes
        self.position = position
        limit = bytes.count
    }

    @inline(__always)
    mutating func int32() -> Int32 {
        let bits = UInt32(truncatingIfNeeded: bits(atMost: 5))
        return Int32(bitPattern: bits >> 1 ^ (0 &- bits & 1))
    }

    @inline(__always)
    mutating func int64() -> Int64 {
        let bits = bits(atMost: 10)
        return Int64(bitPattern: bits >> 1 ^ (0 &- bits & 1))
    }

    /// Skips a field of so many bytes; a negative length stands for a null.
    @inline(__always)
    mutating func skip(_ length: Int32) {
        guard length > 0 else { return }
        guard Int(length) <= limit - position else { return fail() }
        position += Int(length)
    }

    @inline(never)
    mutating func skipHeaders(_ count: Int32) {
        guard count > 0 else { return fail() }
        for _ in 0..<count {
            let nameLength = int32()
            guard nameLength >= 0, !isMalformed else { return fail() }
            skip(nameLength)
            skip(int32())
        }
    }

    @inline(__always)
    private mutating func bits(atMost count: Int) -> UInt64 {
        guard position < limit else {
            fail()
            return 0
        }
        let byte = bytes[position]
        position += 1
        return byte < 0x80 ? UInt64(byte) : longBits(UInt64(byte & 0x7F), atMost: count)
    }

    @inline(__always)
    private mutating func longBits(_ first: UInt64, atMost count: Int) -> UInt64 {
        var value = first
        for index in 1..<count {
            guard position < limit else { break }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << UInt64(7 * index)
            if byte < 0x80 { return value }
        }
        fail()
        return 0
    }

    private mutating func fail() {
        isMalformed = true
    }
}
