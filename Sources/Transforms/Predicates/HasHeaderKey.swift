import CMillrace
import ConnectConfig
import ConnectData

/// `org.apache.kafka.connect.transforms.predicates.HasHeaderKey`: whether a record has a header of a name.
final class HasHeaderKey: BatchPredicate {
    static let descriptor = BuiltinPredicates.Descriptor(
        "org.apache.kafka.connect.transforms.predicates.HasHeaderKey",
        "A predicate which is true for records with at least one header with the configured name.",
        ConfigDef([
            ConfigDef.Key(
                "name", .string, validator: .nonEmpty, importance: .medium, documentation: "The header name.")
        ])
    ) { config throws(ConnectError) in HasHeaderKey(config["name"].string ?? "") }

    private let name: OwnedText

    private init(_ name: String) { self.name = OwnedText(name) }

    func test(_ batch: Batch, from index: inout Int, results: UnsafeMutablePointer<Bool>) throws(ConnectError) {
        let records = batch.records
        for place in index..<records.count {
            results[place] = records[place].headerList.contains { $0.name.sameBytes(as: name.text) }
        }
        index = records.count
    }
}
