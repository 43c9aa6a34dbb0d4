/// A UUID as the protocol carries it: topics have one (KIP-516).
package struct WireUUID: Sendable, Hashable {
    /// The first eight bytes.
    package var high: UInt64
    /// The last eight bytes.
    package var low: UInt64

    /// All zeros, which stands for none.
    package static let none = WireUUID(high: 0, low: 0)

    /// A UUID of these bytes.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The sixteen bytes in URL-safe Base64 without padding, as Kafka shows them.
    package var base64: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        // 128 bits in groups of six, the last of which has two.
        let bits = UInt128(high) << 64 | UInt128(low)
        let digits = stride(from: 122, through: 2, by: -6).map { alphabet[Int(bits >> UInt128($0) & 63)] }
        return String(digits + [alphabet[Int(bits << 4 & 63)]])
    }

    /// A random one, of version 4.
    package static func random() -> WireUUID {
        WireUUID(
            high: UInt64.random(in: .min ... .max) & ~0xF000 | 0x4000,
            low: UInt64.random(in: .min ... .max) & ~(3 << 62) | 2 << 62)
    }
}
