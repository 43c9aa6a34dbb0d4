/// One datagram of the telemetry channel: a log line, and how many lines before it were lost.
///
/// Layout, little-endian: level (1 byte), dropped (4 bytes), length of the logger's name (2 bytes), name, text.
public struct TelemetryRecord: Sendable, Equatable {
    /// The longest datagram, in bytes; longer text loses its end.
    public static let largest = 32 << 10
    private static let headerCount = 7

    /// How much the line matters.
    public var level: LogLevel
    /// Who says it.
    public var logger: String
    /// What is said.
    public var text: String
    /// Lines lost since the last record that arrived.
    public var dropped: UInt32

    /// A line and what was lost before it.
    public init(level: LogLevel, logger: String, text: String, dropped: UInt32 = 0) {
        self.level = level
        self.logger = logger
        self.text = text
        self.dropped = dropped
    }

    /// The datagram.
    public func encoded() -> [UInt8] {
        let name = logger.utf8.prefix(1024)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(Self.largest, Self.headerCount + name.count + text.utf8.count))
        bytes.append(level.rawValue)
        withUnsafeBytes(of: dropped.littleEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: UInt16(name.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: name)
        bytes.append(contentsOf: text.utf8.prefix(Self.largest - bytes.count))
        return bytes
    }

    /// Reads a datagram, or nil if it is not one: a plugin may have written to the channel. Text that is not UTF-8 is
    /// repaired.
    public init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.headerCount, let level = LogLevel(rawValue: bytes[0]) else { return nil }
        self.level = level
        dropped = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 1, as: UInt32.self))
        let nameCount = Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 5, as: UInt16.self)))
        guard bytes.count >= Self.headerCount + nameCount else { return nil }
        let textStart = Self.headerCount + nameCount
        logger = String(decoding: bytes[Self.headerCount..<textStart], as: UTF8.self)
        text = String(decoding: bytes[textStart...], as: UTF8.self)
    }
}
