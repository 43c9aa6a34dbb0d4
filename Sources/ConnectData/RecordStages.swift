/// The steps of the record path: what built-in classes implement, and what the host wraps those of plugins in.
///
/// Each works on a batch, in place, from record `index` to the end, and passes over dropped records. On an error it
/// leaves `index` at the record that failed, unchanged, so that the runtime can retry it, skip it or fail by the
/// connector's `errors.*` settings, and go on with the same call. Instances belong to one task and its thread. New
/// memory comes from the batch.
public protocol BatchTransformation: AnyObject {
    /// Connect's `Transformation.apply`: may write any member of a record, never what a record points to.
    func apply(to batch: Batch, from index: inout Int) throws(ConnectError)
}

/// Which part of a record a converter is for.
public enum RecordSide: Sendable {
    case key
    case value
}

/// A converter of one side of records; the side is fixed when it is made.
public protocol BatchConverter: AnyObject {
    /// Values to bytes: afterwards the side has no schema, and its value is BYTES or, for no payload, NULL.
    func fromConnect(_ batch: Batch, from index: inout Int) throws(ConnectError)
    /// Bytes to values: before it the side has no schema, and its value is BYTES or NULL.
    func toConnect(_ batch: Batch, from index: inout Int) throws(ConnectError)
}

/// A converter of headers: the runtime calls it only for batches that have any.
public protocol BatchHeaderConverter: AnyObject {
    /// Header values to BYTES or NULL, in header lists that it copies into the batch.
    func fromConnect(_ batch: Batch, from index: inout Int) throws(ConnectError)
    /// Header values from BYTES or NULL, in header lists that it copies into the batch.
    func toConnect(_ batch: Batch, from index: inout Int) throws(ConnectError)
}

/// A predicate: whether a transformation applies to a record (KIP-585).
public protocol BatchPredicate: AnyObject {
    /// Sets `results[i]` for each record from `index` on; writes nothing to the batch.
    func test(_ batch: Batch, from index: inout Int, results: UnsafeMutablePointer<Bool>) throws(ConnectError)
}

extension Batch {
    /// Visits each record that is not dropped, from `index` on, and leaves `index` at the one that failed.
    @inlinable
    public func forEachRecord(
        from index: inout Int, _ body: (inout Record) throws(ConnectError) -> Void
    ) throws(ConnectError) {
        let records = self.records
        while index < records.count {
            if !records[index].isDropped { try body(&records[index]) }
            index += 1
        }
    }
}
