import CMillrace
import ConnectData
import Glibc

/// A copy of a schemaless map in the making: Connect's `new HashMap(value)` and what is put into it.
struct MapEditor {
    private let entries: UnsafeMutablePointer<Entry>
    private var count = 0

    /// A copy of the map with room for `extra` more entries.
    init(copying map: Value, extra: Int, in batch: Batch) {
        let source = map.entries
        entries = batch.allocate(source.count + extra, of: Entry.self)
        if let base = source.baseAddress { entries.initialize(from: base, count: source.count) }
        count = source.count
    }

    /// An empty map with room for `capacity` entries.
    init(capacity: Int, in batch: Batch) {
        entries = batch.allocate(capacity, of: Entry.self)
    }

    /// The map as it is now.
    var map: Value { .map(UnsafeBufferPointer(start: entries, count: count)) }

    /// Sets the value of a key that is text; one that is there already keeps its place.
    mutating func put(_ name: Text, _ value: Value, in batch: Batch) {
        for place in 0..<count where entries[place].key.isText(name) {
            entries[place].value = value
            return
        }
        append(Entry(key: .string(batch.copy(name.bytes)), value: value))
    }

    /// Adds an entry whose key is not there yet.
    mutating func append(_ entry: Entry) {
        (entries + count).initialize(to: entry)
        count += 1
    }

    /// Takes the entry of a key out, if it is there.
    mutating func remove(_ name: Text) {
        guard let place = (0..<count).first(where: { entries[$0].key.isText(name) }) else { return }
        for next in (place + 1)..<max(count, place + 1) { entries[next - 1] = entries[next] }
        count -= 1
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
