import CMillrace
import ConnectConfig
import ConnectData

/// `org.apache.kafka.connect.transforms.InsertHeader`: adds one header to every record, its value read by Connect's `Values`.
final class InsertHeader: BatchTransformation {
    static let descriptor = BuiltinTransformations.Descriptor(
        "org.apache.kafka.connect.transforms.InsertHeader", "Add a header to each record.",
        ConfigDef([
            ConfigDef.Key(
                "header", .string, validator: .nonNull, importance: .high, documentation: "The name of the header."),
            ConfigDef.Key(
                "value.literal", .string, validator: .nonNull, importance: .high,
                documentation: "The literal value that is to be set as the header value on all records."),
        ])
    ) { config throws(ConnectError) in try InsertHeader(config) }

    private let name: OwnedText
    private let schema: SchemaReference?
    private let literal: OwnedValue

    private init(_ config: ParsedConfig) throws(ConnectError) {
        name = OwnedText(config["header"].string ?? "")
        let text = OwnedText(config["value.literal"].string ?? "")
        let scratch = Batch(records: 1)
        let parser = try ValuesParser()
        do {
            let parsed = try parser.parse(text.text.bytes, in: scratch)
            schema = parsed.schema.map(SchemaReference.init(retaining:))
            literal = OwnedValue(copying: parsed.value)
        } catch {
            throw ConnectError(.badConfig, "Invalid value for configuration value.literal: \(error.message)")
        }
    }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        if let schema { batch.hold(schema.schema) }
        // One copy for all records: nobody writes to a value that is there.
        let (schema, name, value) = (schema?.schema, name.text, batch.copy(literal.value))
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            var list = HeaderList(copying: record, extra: 1, in: batch)
            list.append(name, schema, value, in: batch)
            list.store(in: &record)
        }
    }
}
