/// The framing of the control channel: a length of 4 bytes, little-endian, then that many bytes.
public enum FrameCodec {
    /// The largest payload of one frame, in bytes.
    public static let largestFrame = 64 << 20

    /// The 4 bytes that stand before a payload of `count` bytes.
    public static func header(count: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt32(count).littleEndian) { Array($0) }
    }
}

/// A frame that cannot be right, so that nothing after it can be trusted: the stream is useless from here.
public struct MalformedFrame: Error, CustomStringConvertible {
    /// The length that the header claims, in bytes.
    public let length: Int

    /// What was wrong.
    public var description: String {
        "a control frame claims \(length) bytes, the limit is \(FrameCodec.largestFrame): something else was written "
            + "to the control channel"
    }
}

/// Cuts a byte stream into frames. Feed it what arrived, then take frames until there is none.
public struct FrameDecoder {
    private var buffer: [UInt8] = []
    private var start = 0

    /// An empty decoder.
    public init() {}

    /// Adds bytes that arrived.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if start > 0, start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 20)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next complete frame's payload, or nil until more bytes arrive.
    public mutating func next() throws(MalformedFrame) -> [UInt8]? {
        guard buffer.count - start >= 4 else { return nil }
        let length = (0..<4).reduce(0) { $0 | Int(buffer[start + $1]) << (8 * $1) }
        guard length <= FrameCodec.largestFrame else { throw MalformedFrame(length: length) }
        let payload = start + 4
        guard buffer.count - payload >= length else { return nil }
        let frame = Array(buffer[payload..<payload + length])
        start = payload + length
        if start > 1 << 16 {
            buffer.removeFirst(start)
            start = 0
        }
        return frame
    }
}
