import CMillrace
import ConnectConfig
import ConnectData

/// `org.apache.kafka.connect.transforms.Filter`: drops every record that it gets; a predicate says which it gets.
final class Filter: BatchTransformation {
    static let descriptor = BuiltinTransformations.Descriptor(
        "org.apache.kafka.connect.transforms.Filter",
        "Drops all records, filtering them from subsequent transformations in the chain. This is intended to be used "
            + "conditionally to filter out records matching (or not matching) a particular Predicate.", ConfigDef()
    ) { _ throws(ConnectError) in Filter() }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in record.isDropped = true }
    }
}
