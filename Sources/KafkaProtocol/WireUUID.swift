/// A UUID as the protocol carries it: topics have one (KIP-516).
public struct WireUUID: Sendable, Hashable {
    /// The first eight bytes.
    public var high: UInt64
    /// The last eight bytes.
    public var low: UInt64

    /// All zeros, which stands for none.
    public static let none = WireUUID(high: 0, low: 0)

    /// A UUID of these bytes.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A random one, of version 4.
    public static func random() -> WireUUID {
        WireUUID(
            high: UInt64.random(in: .min ... .max) & ~0xF000 | 0x4000,
            low: UInt64.random(in: .min ... .max) & ~(3 << 62) | 2 << 62)
    }
}
