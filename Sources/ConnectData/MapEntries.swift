public import CMillrace

/// The entries of a map while it is read: a key that comes again gets its last value, in its first place, as in Java's
/// maps.
public struct MapEntries {
    private let entries: UnsafeMutablePointer<Entry>
    private let capacity: Int
    private var count = 0
    /// Of large maps: where the entry of a key may be, by its hash. Small maps are searched.
    private var table: UnsafeMutablePointer<Int32>?
    private var mask = 0

    /// An empty map with room for so many entries, in the memory of a batch.
    public init(capacity: Int, in batch: Batch) {
        self.capacity = capacity
        entries = batch.allocate(capacity, of: Entry.self)
        guard capacity > 16 else { return }
        let slots = 1 << (Int.bitWidth - (capacity * 2 - 1).leadingZeroBitCount)
        let table = batch.allocate(slots, of: Int32.self)
        table.initialize(repeating: -1, count: slots)
        self.table = table
        mask = slots - 1
    }

    /// The map of the entries that were set.
    public var map: Value { .map(UnsafeBufferPointer(start: entries, count: count)) }

    /// Sets the value of a key.
    public mutating func set(_ key: Value, _ value: Value) {
        guard let table else {
            for place in 0..<count where entries[place].key.equals(key) {
                entries[place].value = value
                return
            }
            return append(key, value)
        }
        var hasher = Hasher()
        key.hashDeeply(into: &hasher)
        var slot = hasher.finalize() & mask
        while table[slot] >= 0 {
            let place = Int(table[slot])
            if entries[place].key.equals(key) {
                entries[place].value = value
                return
            }
            slot = (slot + 1) & mask
        }
        table[slot] = Int32(count)
        append(key, value)
    }

    private mutating func append(_ key: Value, _ value: Value) {
        (entries + count).initialize(to: Entry(key: key, value: value))
        count += 1
    }
}
