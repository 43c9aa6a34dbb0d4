import CMillrace
import ConnectData

/// What a transformation with a `$Key` and a `$Value` class does to one side of a record.
protocol SideOperation: SendableMetatype {
    /// The schema and the value that take the place of the side's. New memory comes from the batch, which also holds the
    /// schema; `record` is the record as it is.
    mutating func apply(
        _ schema: Schema?, _ value: Value, of record: UnsafePointer<Record>, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value)
}

/// An operation over the keys or the values of batches.
final class SideTransformation<Operation: SideOperation>: BatchTransformation {
    private var operation: Operation
    private let side: RecordSide

    init(_ operation: Operation, _ side: RecordSide) {
        self.operation = operation
        self.side = side
    }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        guard var record = batch.records.baseAddress.map({ $0 + index }) else { return }
        let end = batch.count
        while index < end {
            if !record.pointee.isDropped {
                let (schema, value) = try operation.apply(
                    record.pointee.schema(side), record.pointee.value(side), of: UnsafePointer(record), in: batch)
                record.pointee.set(side, schema, value)
            }
            record += 1
            index += 1
        }
    }
}
