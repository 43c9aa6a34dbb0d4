/// The one object of Java serialisation that Connect's standalone offset file holds: a `HashMap<byte[], byte[]>`, as
/// `FileOffsetBackingStore` writes it with an `ObjectOutputStream` (Java Object Serialization Specification, chapter 6).
enum JavaOffsetMap {
    /// An entry of the map; a null value means that the offset was reset.
    struct Entry: Equatable, Sendable {
        var key: [UInt8]
        var value: [UInt8]?
    }

    /// Why the bytes are no such map.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    /// The stream's header, then a HashMap's class descriptor with its fields loadFactor and threshold.
    fileprivate static let header: [UInt8] =
        [0xac, 0xed, 0x00, 0x05, 0x73, 0x72, 0x00, 0x11] + Array("java.util.HashMap".utf8)
        + [0x05, 0x07, 0xda, 0xc1, 0xc3, 0x16, 0x60, 0xd1, 0x03, 0x00, 0x02]
        + [UInt8(ascii: "F"), 0x00, 0x0a] + Array("loadFactor".utf8)
        + [UInt8(ascii: "I"), 0x00, 0x09] + Array("threshold".utf8) + [0x78, 0x70]

    /// The class descriptor of `byte[]`.
    fileprivate static let byteArray: [UInt8] =
        [0x72, 0x00, 0x02] + Array("[B".utf8)
        + [0xac, 0xf3, 0x17, 0xf8, 0x06, 0x08, 0x54, 0xe0, 0x02, 0x00, 0x00, 0x78, 0x70]

    /// Handles are numbered as objects appear: the map's class, the map, the array's class, then the arrays.
    fileprivate static let firstHandle: UInt32 = 0x7e_0000
    fileprivate static let byteArrayHandle: UInt32 = firstHandle + 2

    /// The file's bytes for a map with these entries.
    static func encode(_ entries: [Entry]) -> [UInt8] {
        var capacity: UInt32 = 16
        while entries.count * 4 > Int(capacity) * 3 { capacity *= 2 }
        var bytes = header
        bytes.append(bigEndian: Float(0.75).bitPattern)
        bytes.append(bigEndian: entries.isEmpty ? 0 : capacity / 4 * 3)
        bytes += [0x77, 0x08]
        bytes.append(bigEndian: capacity)
        bytes.append(bigEndian: UInt32(entries.count))
        var isFirst = true
        for entry in entries {
            for array in [entry.key, entry.value] {
                guard let array else {
                    bytes.append(0x70)
                    continue
                }
                bytes.append(0x75)
                if isFirst {
                    bytes += byteArray
                } else {
                    bytes.append(0x71)
                    bytes.append(bigEndian: byteArrayHandle)
                }
                isFirst = false
                bytes.append(bigEndian: UInt32(array.count))
                bytes += array
            }
        }
        bytes.append(0x78)
        return bytes
    }

    /// The entries of the map that these bytes are.
    static func decode(_ bytes: [UInt8]) throws(Malformed) -> [Entry] {
        var reader = JavaMapReader(remaining: bytes[...])
        return try reader.entries()
    }
}

private struct JavaMapReader {
    typealias Malformed = JavaOffsetMap.Malformed

    var remaining: ArraySlice<UInt8>
    /// The arrays so far, because one that was written before is written again as its handle.
    private var arrays: [[UInt8]] = []

    init(remaining: ArraySlice<UInt8>) {
        self.remaining = remaining
    }

    mutating func entries() throws(Malformed) -> [JavaOffsetMap.Entry] {
        guard remaining.starts(with: JavaOffsetMap.header) else {
            throw Malformed(description: "it does not begin as a serialised java.util.HashMap does")
        }
        remaining = remaining.dropFirst(JavaOffsetMap.header.count)
        _ = try take(8)
        try expect([0x77, 0x08])
        _ = try take(4)
        let count = try integer()
        var entries: [JavaOffsetMap.Entry] = []
        for _ in 0..<count {
            guard let key = try array() else { throw Malformed(description: "it has a null key") }
            entries.append(JavaOffsetMap.Entry(key: key, value: try array()))
        }
        try expect([0x78])
        return entries
    }

    private mutating func array() throws(Malformed) -> [UInt8]? {
        switch try take(1).first {
        case 0x70: return nil
        case 0x71:
            let index = Int(try integer()) - Int(JavaOffsetMap.byteArrayHandle) - 1
            guard arrays.indices.contains(index) else { throw Malformed(description: "it refers to an unknown object") }
            return arrays[index]
        case 0x75:
            if arrays.isEmpty {
                try expect(JavaOffsetMap.byteArray)
            } else {
                try expect([0x71])
                guard try integer() == JavaOffsetMap.byteArrayHandle else {
                    throw Malformed(description: "it holds an array of another class than byte[]")
                }
            }
            let bytes = Array(try take(Int(try integer())))
            arrays.append(bytes)
            return bytes
        default: throw Malformed(description: "it holds something else than byte arrays")
        }
    }

    private mutating func take(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
        guard count <= remaining.count else { throw Malformed(description: "it is cut short") }
        defer { remaining = remaining.dropFirst(count) }
        return remaining.prefix(count)
    }

    private mutating func integer() throws(Malformed) -> UInt32 {
        try take(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    private mutating func expect(_ expected: [UInt8]) throws(Malformed) {
        guard try take(expected.count).elementsEqual(expected) else {
            throw Malformed(description: "it holds something else than a map of byte arrays")
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: UInt32) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
