import CMillrace
import ConnectConfig
import ConnectData

/// `org.apache.kafka.connect.transforms.predicates.RecordIsTombstone`: whether a record's value is null.
final class RecordIsTombstone: BatchPredicate {
    static let descriptor = BuiltinPredicates.Descriptor(
        "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone",
        "A predicate which is true for records which are tombstones (i.e. have null value).", ConfigDef()
    ) { _ throws(ConnectError) in RecordIsTombstone() }

    func test(_ batch: Batch, from index: inout Int, results: UnsafeMutablePointer<Bool>) throws(ConnectError) {
        let records = batch.records
        for place in index..<records.count { results[place] = records[place].value.isNull }
        index = records.count
    }
}
