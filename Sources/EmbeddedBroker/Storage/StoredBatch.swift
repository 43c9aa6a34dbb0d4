/// Where a batch lies and what of it is known without reading it.
struct StoredBatch: Equatable {
    /// Its row. No other batch has it as long as this one is there.
    let id: Int64
    let baseOffset: Int64
    let lastOffset: Int64
    /// In milliseconds since 1970, as the batch's header says.
    let maxTimestamp: Int64
    /// In bytes.
    let size: Int

    static let columns = "id, base_offset, last_offset, max_timestamp, length(data)"

    /// A row of `columns`.
    init(_ row: SQLiteStatement) {
        id = row.integer(0)
        baseOffset = row.integer(1)
        lastOffset = row.integer(2)
        maxTimestamp = row.integer(3)
        size = Int(row.integer(4))
    }
}

/// A transaction whose records in one partition are not to be seen: those of the producer from the first offset to the
/// last, which is the marker's.
struct AbortedTransaction: Equatable {
    var producerID: Int64
    var firstOffset: Int64
    var lastOffset: Int64
}
