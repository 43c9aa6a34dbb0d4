/// Where a record and its parts lie in the uncompressed records of a batch.
struct RecordLayout {
    /// The record, with the length that it begins with.
    var bytes: Range<Int>
    /// Milliseconds from the batch's base timestamp.
    var timestampDelta: Int64
    /// The offset, counted from the batch's base offset.
    var offsetDelta: Int32
    /// The key without its length; nil for a null.
    var key: Range<Int>?
    /// The value without its length; nil for a null, which is a tombstone in a compacted topic.
    var value: Range<Int>?
    /// The key, the value and the headers with their lengths and counts: what stays the same if the deltas change.
    var payload: Range<Int>
    /// How many headers there are.
    var headerCount: Int32
    /// The headers, each with its lengths, without their count.
    var headers: Range<Int>
}

/// Finds one record after the other in uncompressed bytes and trusts nothing in them.
struct RecordParser {
    private let bytes: UnsafeRawBufferPointer
    /// Where the next record begins.
    private(set) var position: Int
    /// Where what is being read must end.
    private var limit: Int

    /// Bytes that must outlive the parser.
    init(_ bytes: UnsafeRawBufferPointer, from position: Int = 0) {
        self.bytes = bytes
        self.position = position
        limit = bytes.count
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The next record; nil if there is none that is well formed.
    mutating func next() -> RecordLayout? {
        let start = position
        limit = bytes.count
        guard let length = varint(), length > 0, Int(length) <= limit - position else { return nil }
        limit = position + Int(length)
        position += 1  // The attributes of a record, which mean nothing.
        guard let timestampDelta = varlong(), let offsetDelta = varint() else { return nil }
        let payload = position
        guard let key = field(), let value = field(), let headerCount = varint(), headerCount >= 0 else { return nil }
        let headers = position
        for _ in 0..<headerCount {
            guard let name = field(), name != nil, field() != nil else { return nil }
        }
        guard position == limit else { return nil }
        return RecordLayout(
            bytes: start..<limit, timestampDelta: timestampDelta, offsetDelta: offsetDelta, key: key, value: value,
            payload: payload..<limit, headerCount: headerCount, headers: headers..<limit)
    }

    /// Bytes with their length, which is negative for a null.
    private mutating func field() -> Range<Int>?? {
        guard let length = varint() else { return nil }
        guard length >= 0 else { return .some(nil) }
        guard Int(length) <= limit - position else { return nil }
        let start = position
        position += Int(length)
        return start..<position
    }

    private mutating func varint() -> Int32? {
        guard let bits = unsignedVarint(atMost: 5) else { return nil }
        let value = UInt32(truncatingIfNeeded: bits)
        return Int32(bitPattern: value >> 1 ^ (0 &- value & 1))
    }

    private mutating func varlong() -> Int64? {
        guard let bits = unsignedVarint(atMost: 10) else { return nil }
        return Int64(bitPattern: bits >> 1 ^ (0 &- bits & 1))
    }

    @inline(__always)
    private mutating func unsignedVarint(atMost count: Int) -> UInt64? {
        guard position < limit else { return nil }
        var byte = bytes[position]
        position += 1
        if byte < 0x80 { return UInt64(byte) }
        var value = UInt64(byte & 0x7F)
        var shift: UInt64 = 7
        repeat {
            guard position < limit, shift < 7 * count else { return nil }
            byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            shift += 7
        } while byte >= 0x80
        return value
    }
}
