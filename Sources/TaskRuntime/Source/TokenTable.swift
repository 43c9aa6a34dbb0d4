/// The records in flight whose plugin asked for an acknowledgement: their token beside their ticket, in a slot whose
/// number, marked by the highest bit, takes the ticket's place as the producer's opaque.
struct TokenTable {
    private var slots: [(token: UInt64, ticket: UInt)] = []
    private var free: [Int] = []
    private static let mark: UInt = 1 << 63

    mutating func insert(token: UInt64, ticket: UInt) -> UInt {
        if let slot = free.popLast() {
            slots[slot] = (token, ticket)
            return UInt(slot) | Self.mark
        }
        slots.append((token, ticket))
        return UInt(slots.count - 1) | Self.mark
    }

    /// What the opaque stands for; nil if it is a ticket itself.
    mutating func remove(_ opaque: UInt) -> (token: UInt64, ticket: UInt)? {
        guard opaque & Self.mark != 0 else { return nil }
        let slot = Int(opaque & ~Self.mark)
        free.append(slot)
        return slots[slot]
    }
}
