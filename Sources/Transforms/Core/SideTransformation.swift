import CMillrace
import ConnectData
import JavaText

/// What a transformation with a `$Key` and a `$Value` class does to one side of a record.
protocol SideOperation: SendableMetatype {
    /// Comes before the records of a batch, for what they all share.
    mutating func begin(_ batch: Batch)

    /// The schema and the value that take the place of the side's. New memory comes from the batch, which also holds the
    /// schema; `record` is the record as it is.
    mutating func apply(
        _ schema: Schema?, _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value)

    /// The table of the `HashMap` that Connect makes of a map without a schema; nil if the result is no such map.
    func hashTable(for map: Value) -> JavaHashTable?
}

extension SideOperation {
    @inline(__always)
    func begin(_ batch: Batch) {}

    /// Most operations make a copy of a map and change it.
    func hashTable(for map: Value) -> JavaHashTable? {
        JavaHashTable(copyOf: map.valueType == .map ? map.entries.count : 0)
    }
}

/// An operation over the keys or the values of batches.
///
/// It holds a function and not the operation, because a generic class is not specialised for what it is made of: with the
/// operation's own type the loop costs a third.
final class SideTransformation: BatchTransformation {
    private let run: (_ batch: Batch, _ index: inout Int) throws(ConnectError) -> Void

    @inline(__always)
    init<Operation: SideOperation>(_ operation: Operation, _ side: RecordSide) {
        var operation = operation
        run = { batch, index throws(ConnectError) in try operation.applyToAll(batch, &index, side) }
    }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        try run(batch, &index)
    }
}

extension SideOperation {
    @inline(__always)
    fileprivate mutating func applyToAll(
        _ batch: Batch, _ index: inout Int, _ side: RecordSide
    ) throws(ConnectError) {
        guard var record = batch.records.baseAddress.map({ $0 + index }) else { return }
        let end = batch.count
        begin(batch)
        while index < end {
            if !record.pointee.isDropped {
                let (schema, value) = try apply(
                    record.pointee.schema(side), record.pointee.value(side), of: UnsafePointer(record), in: batch)
                if side == .key, schema == nil, value.valueType == .map {
                    record.pointee.set(side, nil, ordered(value, madeOf: record.pointee.key, in: batch))
                } else {
                    record.pointee.set(side, schema, value)
                }
            }
            record += 1
            index += 1
        }
    }

    /// A key without a schema in the order of Connect's, which its bytes have too.
    private func ordered(_ value: Value, madeOf old: Value, in batch: Batch) -> Value {
        hashTable(for: old)?.ordered(value, in: batch) ?? value
    }
}
