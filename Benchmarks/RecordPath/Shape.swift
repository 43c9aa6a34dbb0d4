import CMillrace
import ConnectData

/// A kind of record that sources give: fills a batch with it, as a source does.
///
/// The records of a batch share a topic and, unless said otherwise, a source partition, as the ABI asks for; each has an
/// offset of its own.
struct Shape {
    let name: String
    private let fill: (Batch, Int) -> Void

    /// As many as cross the border at a time.
    static let records = 500

    init(_ name: String, _ fill: @escaping (Batch, Int) -> Void) {
        self.name = name
        self.fill = fill
    }

    func fill(_ batch: Batch) {
        batch.reset()
        fill(batch, Self.records)
    }

    /// A batch of which `value` makes the values.
    init(
        _ name: String, _ schema: Schema?, sharesPartition: Bool = true,
        decorate: @escaping (Batch, UnsafeMutablePointer<Record>) -> Void = { _, _ in },
        value: @escaping (Batch, Int) -> Value
    ) {
        self.init(name) { batch, count in
            if let schema { batch.hold(schema) }
            let topic = Text(batch.copy(Text("record-path" as StaticString).bytes))
            let (filename, position) = (batch.text("filename"), batch.text("position"))
            var partition = batch.place(batch.map(filename, batch.text("/var/log/messages")))
            for index in 0..<count {
                if !sharesPartition { partition = batch.place(batch.map(filename, batch.text("/var/log/messages"))) }
                let offset = batch.place(batch.map(position, .int64(Int64(index) * 101)))
                let record = batch.append()
                record.pointee.topic = topic
                record.pointee.value_schema = schema?.pointer
                record.pointee.value = value(batch, index)
                record.pointee.source_partition = partition
                record.pointee.source_offset = offset
                decorate(batch, record)
            }
        }
    }
}

extension Batch {
    /// A text value, copied into the batch.
    func text(_ text: StaticString) -> Value { .string(copy(Text(text).bytes)) }

    /// A map of one entry.
    func map(_ key: Value, _ value: Value) -> Value { map(count: 1) { _ in Entry(key: key, value: value) } }

    func map(count: Int, _ entry: (Int) -> Entry) -> Value {
        let entries = allocate(count, of: Entry.self)
        for index in 0..<count { (entries + index).initialize(to: entry(index)) }
        return .map(UnsafeBufferPointer(start: entries, count: count))
    }

    /// A place in the batch for a value that records point to.
    func place(_ value: Value) -> UnsafePointer<Value> {
        let place = allocate(1, of: Value.self)
        place.initialize(to: value)
        return UnsafePointer(place)
    }
}
