import CMillrace
package import ConnectData
import Glibc

/// A copy of a schemaless map in the making: Connect's `new HashMap(value)` and what is put into it.
package struct MapEditor {
    private let entries: UnsafeMutablePointer<Entry>
    private var count = 0
    /// Of large maps: where the entry of a key may be, by its hash. Small maps are searched.
    private var index: UnsafeMutableBufferPointer<Int32>?

    private static var searchedEntries: Int { 16 }

    /// A copy of the map with room for `extra` more entries.
    package init(copying map: Value, extra: Int, in batch: Batch) {
        let source = map.entries
        entries = batch.allocate(source.count + extra, of: Entry.self)
        if let base = source.baseAddress { entries.initialize(from: base, count: source.count) }
        count = source.count
    }

    /// An empty map with room for `capacity` entries.
    init(capacity: Int, in batch: Batch) {
        entries = batch.allocate(capacity, of: Entry.self)
        guard capacity > Self.searchedEntries else { return }
        let slots = 1 << (Int.bitWidth - (capacity * 2 - 1).leadingZeroBitCount)
        let table = batch.allocate(slots, of: Int32.self)
        table.initialize(repeating: -1, count: slots)
        index = UnsafeMutableBufferPointer(start: table, count: slots)
    }

    /// The map as it is now.
    package var map: Value { .map(UnsafeBufferPointer(start: entries, count: count)) }

    /// Sets the value of a key that is text, which is copied; one that is there already keeps its place.
    package mutating func put(_ name: Text, _ value: Value, in batch: Batch) {
        if let place = place(of: name) {
            entries[place].value = value
        } else {
            append(Entry(key: .string(batch.copy(name.bytes)), value: value))
        }
    }

    /// Sets the value of a key, a text in the batch's memory; one that is there already keeps its place.
    mutating func put(name: Value, _ value: Value) {
        if let place = place(of: Text(name.rawBytes)) {
            entries[place].value = value
        } else {
            append(Entry(key: name, value: value))
        }
    }

    /// Adds an entry whose key is not there yet.
    mutating func append(_ entry: Entry) {
        (entries + count).initialize(to: entry)
        if let index, entry.key.valueType == .string {
            index[slot(of: Text(entry.key.rawBytes), in: index)] = Int32(count)
        }
        count += 1
    }

    /// Takes the entry of a key out, if it is there. Only for a copy of a map.
    mutating func remove(_ name: Text) {
        guard let place = place(of: name) else { return }
        (entries + place).update(from: entries + place + 1, count: count - place - 1)
        count -= 1
    }

    private func place(of name: Text) -> Int? {
        guard let index else { return (0..<count).first { entries[$0].key.isText(name) } }
        let place = index[slot(of: name, in: index)]
        return place < 0 ? nil : Int(place)
    }

    /// Where the index has the name, or would have it.
    private func slot(of name: Text, in index: UnsafeMutableBufferPointer<Int32>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: name.bytes)
        var slot = hasher.finalize() & (index.count - 1)
        while index[slot] >= 0, !entries[Int(index[slot])].key.isText(name) { slot = (slot + 1) & (index.count - 1) }
        return slot
    }
}

extension millrace_entry {
    /// The key as the name of a field. Throws if it is no text.
    var fieldName: UnsafeRawBufferPointer {
        get throws(ConnectError) {
            if key.valueType == .string { return key.rawBytes }
            throw ConnectError(
                .badData, "A map without a schema has a key that is no text: it is of the type \(key.javaClassName())",
                as: .classCast)
        }
    }
}

extension millrace_value {
    /// Whether the value is this text.
    @inline(__always)
    func isText(_ text: Text) -> Bool {
        valueType == .string && Text(rawBytes).sameBytes(as: text)
    }

    /// The value of a map's key that is text, or nil if there is none.
    func member(_ name: Text) -> Value? {
        entries.first { $0.key.isText(name) }?.value
    }
}

extension millrace_string {
    /// Whether both have the same bytes; absent is as good as empty.
    @inline(__always)
    func sameBytes(as other: Text) -> Bool {
        guard length == other.length, let left = data, let right = other.data else { return length == other.length }
        return memcmp(left, right, length) == 0
    }
}
