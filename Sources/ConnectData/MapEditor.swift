public import CMillrace

/// A map in the making, in the memory of a batch: a key that comes again gets its last value, in its first place, as in
/// Java's maps.
public struct MapEditor {
    private let entries: UnsafeMutablePointer<Entry>
    private var count = 0
    /// Of large maps: where the entry of a key may be, by its hash. Small maps are searched, and copies.
    private var index: UnsafeMutableBufferPointer<Int32>?

    private static var searchedEntries: Int { 16 }

    /// An empty map with room for so many entries.
    public init(capacity: Int, in batch: Batch) {
        entries = batch.allocate(capacity, of: Entry.self)
        guard capacity > Self.searchedEntries else { return }
        let slots = 1 << (Int.bitWidth - (capacity * 2 - 1).leadingZeroBitCount)
        let table = batch.allocate(slots, of: Int32.self)
        table.initialize(repeating: -1, count: slots)
        index = UnsafeMutableBufferPointer(start: table, count: slots)
    }

    /// A copy of a map, as Java's `new HashMap(map)`, with room for `extra` more entries.
    public init(copying map: Value, extra: Int, in batch: Batch) {
        let source = map.entries
        entries = batch.allocate(source.count + extra, of: Entry.self)
        if let base = source.baseAddress { entries.initialize(from: base, count: source.count) }
        count = source.count
    }

    /// The map as it is now.
    public var map: Value { .map(UnsafeBufferPointer(start: entries, count: count)) }

    /// Sets the value of a key, which stays where it is in memory.
    public mutating func set(_ key: Value, _ value: Value) {
        let found = find(key)
        if let place = found.place {
            entries[place].value = value
        } else {
            append(Entry(key: key, value: value), found.slot)
        }
    }

    /// Sets the value of a key that is text. The text is copied, unless the key is there already.
    public mutating func set(_ name: Text, _ value: Value, in batch: Batch) {
        let found = find(.string(name.bytes))
        if let place = found.place {
            entries[place].value = value
        } else {
            append(Entry(key: .string(batch.copy(name.bytes)), value: value), found.slot)
        }
    }

    /// Adds an entry whose key is not there yet.
    public mutating func append(_ entry: Entry) {
        append(entry, index == nil ? 0 : find(entry.key).slot)
    }

    /// Takes the entry of a key out, if it is there. Only for a copy of a map.
    public mutating func remove(_ name: Text) {
        guard let place = find(.string(name.bytes)).place else { return }
        (entries + place).update(from: entries + place + 1, count: count - place - 1)
        count -= 1
    }

    private mutating func append(_ entry: Entry, _ slot: Int) {
        (entries + count).initialize(to: entry)
        index?[slot] = Int32(count)
        count += 1
    }

    /// The place of the key, if it is there, and where the index, if there is one, has that place or would have it.
    private func find(_ key: Value) -> (place: Int?, slot: Int) {
        guard let index else { return ((0..<count).first { entries[$0].key.equals(key) }, 0) }
        var hasher = Hasher()
        key.hashDeeply(into: &hasher)
        var slot = hasher.finalize() & (index.count - 1)
        while index[slot] >= 0 {
            let place = Int(index[slot])
            if entries[place].key.equals(key) { return (place, slot) }
            slot = (slot + 1) & (index.count - 1)
        }
        return (nil, slot)
    }
}
