/// Why a control frame could not be read: the two sides are not of one build, or the frame is damaged.
public struct WireError: Error, Equatable, CustomStringConvertible {
    /// What is wrong with the frame.
    public let description: String
}

/// A type that can be written to a control frame and read back: little-endian numbers, counted texts and lists.
protocol WireCodable {
    func write(to writer: inout WireWriter)
    init(from reader: inout WireReader) throws(WireError)
}

struct WireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: some WireCodable) {
        value.write(to: &self)
    }

    mutating func append(_ raw: some Sequence<UInt8>) {
        bytes.append(contentsOf: raw)
    }
}

struct WireReader {
    private var remaining: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        remaining = bytes[...]
    }

    var isAtEnd: Bool { remaining.isEmpty }

    mutating func take(_ count: Int) throws(WireError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining.count else {
            throw WireError(description: "control frame ends \(count - remaining.count) bytes early")
        }
        defer { remaining = remaining.dropFirst(count) }
        return remaining.prefix(count)
    }

    mutating func read<T: WireCodable>(_ type: T.Type = T.self) throws(WireError) -> T {
        try T(from: &self)
    }
}

extension WireCodable where Self: FixedWidthInteger {
    func write(to writer: inout WireWriter) {
        withUnsafeBytes(of: littleEndian) { writer.append($0) }
    }

    init(from reader: inout WireReader) throws(WireError) {
        var value: Self = 0
        for (index, byte) in try reader.take(Self.bitWidth / 8).enumerated() {
            value |= Self(truncatingIfNeeded: byte) << Self(truncatingIfNeeded: index * 8)
        }
        self = value
    }
}

extension UInt8: WireCodable {}
extension UInt32: WireCodable {}
extension UInt64: WireCodable {}
extension Int32: WireCodable {}
extension Int64: WireCodable {}

extension Bool: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(UInt8(self ? 1 : 0))
    }

    init(from reader: inout WireReader) throws(WireError) {
        self = try reader.read(UInt8.self) != 0
    }
}

extension String: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(UInt32(utf8.count))
        writer.append(utf8)
    }

    init(from reader: inout WireReader) throws(WireError) {
        let count = Int(try reader.read(UInt32.self))
        self = String(decoding: try reader.take(count), as: UTF8.self)
    }
}

extension Array: WireCodable where Element: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(UInt32(count))
        for element in self { element.write(to: &writer) }
    }

    init(from reader: inout WireReader) throws(WireError) {
        let count = Int(try reader.read(UInt32.self))
        self = []
        for _ in 0..<count { append(try reader.read(Element.self)) }
    }
}

extension Optional: WireCodable where Wrapped: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(self != nil)
        if let self { writer.write(self) }
    }

    init(from reader: inout WireReader) throws(WireError) {
        self = try reader.read(Bool.self) ? try reader.read(Wrapped.self) : nil
    }
}

extension Dictionary: WireCodable where Key == String, Value: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(UInt32(count))
        for (key, value) in self {
            writer.write(key)
            writer.write(value)
        }
    }

    init(from reader: inout WireReader) throws(WireError) {
        let count = Int(try reader.read(UInt32.self))
        self = [:]
        for _ in 0..<count {
            let key = try reader.read(String.self)
            updateValue(try reader.read(Value.self), forKey: key)
        }
    }
}
