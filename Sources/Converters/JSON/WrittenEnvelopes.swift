import ConnectData

/// The start of the envelope of each schema, up to its payload, written once.
struct WrittenEnvelopes: ~Copyable {
    private struct Entry {
        let reference: SchemaReference
        let bytes: [UInt8]
    }

    private let limit: Int
    private var entries: [Schema: Entry] = [:]
    private var last: Entry?

    init(limit: Int) {
        self.limit = limit
    }

    /// Appends `{"schema":…,"payload":`.
    mutating func appendStart(
        _ schema: Schema?, to output: inout OutputBuffer, _ writer: JSONValueWriter
    ) throws(ConnectError) {
        guard let schema else { return output.append(#"{"schema":null,"payload":"#) }
        if last?.reference.schema != schema { last = try entry(schema, writer) }
        last?.bytes.withUnsafeBytes { output.append($0) }
    }

    private mutating func entry(_ schema: Schema, _ writer: JSONValueWriter) throws(ConnectError) -> Entry {
        if let found = entries[schema] { return found }
        var text = OutputBuffer()
        text.append(#"{"schema":"#)
        try JSONSchemaWriter(values: writer).write(schema, fieldName: nil, to: &text)
        text.append(#","payload":"#)
        SchemaTable.shared.retain(schema)
        let entry = Entry(reference: SchemaReference(owning: schema), bytes: Array(text.bytes))
        // Beyond the limit all are forgotten at once: those in use come back with their next record.
        if entries.count >= limit { entries.removeAll() }
        if limit > 0 { entries[schema] = entry }
        return entry
    }
}
