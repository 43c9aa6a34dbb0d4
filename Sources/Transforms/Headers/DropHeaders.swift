import CMillrace
import ConnectConfig
import ConnectData

/// `org.apache.kafka.connect.transforms.DropHeaders`: removes headers by their names.
final class DropHeaders: BatchTransformation {
    static let descriptor = BuiltinTransformations.Descriptor(
        "org.apache.kafka.connect.transforms.DropHeaders", "Removes one or more headers from each record.",
        ConfigDef([
            ConfigDef.Key(
                "headers", .list, validator: .uniqueElements(allowsEmpty: false), importance: .high,
                documentation: "The name of the headers to be removed.")
        ])
    ) { config throws(ConnectError) in DropHeaders((config["headers"].list ?? []).map(OwnedText.init)) }

    private let names: [OwnedText]

    private init(_ names: [OwnedText]) { self.names = names }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            let old = record.headerList
            guard old.contains(where: isDropped) else { return }
            let headers = batch.allocate(old.count, of: Header.self)
            var count = 0
            for header in old where !isDropped(header) {
                (headers + count).initialize(to: header)
                count += 1
            }
            record.headers = UnsafePointer(headers)
            record.header_count = UInt32(count)
        }
    }

    private func isDropped(_ header: Header) -> Bool {
        names.contains { $0.text.sameBytes(as: header.name) }
    }
}
