import CMillrace
import ConnectData

/// A copy of a record's headers in the making.
struct HeaderList {
    private let headers: UnsafeMutablePointer<Header>
    private var count: Int

    /// A copy of the record's headers with room for `extra` more.
    init(copying record: Record, extra: Int, in batch: Batch) {
        let old = record.headerList
        headers = batch.allocate(old.count + extra, of: Header.self)
        if let base = old.baseAddress { headers.initialize(from: base, count: old.count) }
        count = old.count
    }

    /// Adds a header at the end; its name is copied, its schema is one that the batch holds.
    mutating func append(_ name: Text, _ schema: Schema?, _ value: Value, in batch: Batch) {
        (headers + count)
            .initialize(to: Header(name: Text(batch.copy(name.bytes)), schema: schema?.pointer, value: value))
        count += 1
    }

    /// Makes the headers those of the record.
    func store(in record: inout Record) {
        record.headers = UnsafePointer(headers)
        record.header_count = UInt32(count)
    }
}
