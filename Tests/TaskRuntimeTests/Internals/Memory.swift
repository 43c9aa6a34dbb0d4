import CMillrace
import ConnectData

/// Values for tests, in the memory of a batch.
struct Memory {
    let batch = Batch(records: 8)

    func text(_ text: String) -> Text {
        var text = text
        return text.withUTF8 { Text(batch.copy(UnsafeRawBufferPointer($0))) }
    }

    func string(_ text: String) -> Value { .string(self.text(text).bytes) }

    func bytes(_ bytes: [UInt8]) -> Value { .bytes(bytes.withUnsafeBytes { batch.copy($0) }) }

    func map(_ entries: [(String, Value)]) -> Value {
        let target = batch.allocate(entries.count, of: Entry.self)
        for (index, entry) in entries.enumerated() {
            (target + index).initialize(to: Entry(key: string(entry.0), value: entry.1))
        }
        return .map(UnsafeBufferPointer(start: target, count: entries.count))
    }

    func offset(_ number: Int64) -> UnsafePointer<Value> {
        let place = batch.allocate(1, of: Value.self)
        place.initialize(to: map([("offset", .int64(number))]))
        return UnsafePointer(place)
    }
}

extension millrace_value {
    /// The text of a STRING or BYTES value.
    var text: String { String(decoding: rawBytes, as: UTF8.self) }
}
