import ConnectConfig
import ConnectData

/// `org.apache.kafka.connect.json.JsonConverter`: between values and JSON text, with no tree in between.
///
/// A schema is written once and then copied, and read once and then recognised by its bytes.
final class JSONConverter: PayloadConverter {
    private let settings: JSONConverterSettings
    private var output = OutputBuffer()
    private var envelopes: WrittenEnvelopes
    private var reader = JSONReader()
    private var known: ReadEnvelopes
    private let fixedSchema: SchemaReference?

    init(_ config: ParsedConfig) throws(ConnectError) {
        settings = JSONConverterSettings(config)
        envelopes = WrittenEnvelopes(limit: settings.schemaCacheSize)
        known = ReadEnvelopes(limit: settings.schemaCacheSize)
        guard let content = settings.schemaContent, !content.isEmpty else {
            fixedSchema = nil
            return
        }
        fixedSchema = try Self.schema(content, settings)
    }

    // MARK: - To JSON

    func payload(of value: Value, schema: Schema?, in batch: Batch) throws(ConnectError) -> Value {
        if schema == nil, value.isNull { return .null }
        output.truncate()
        let writer = JSONValueWriter(settings: settings)
        if settings.schemasEnabled {
            try envelopes.appendStart(schema, to: &output, writer)
            try writer.write(value, schema, to: &output)
            output.append(UInt8(ascii: "}"))
        } else {
            try writer.write(value, schema, to: &output)
        }
        return .bytes(batch.copy(output.bytes))
    }

    // MARK: - From JSON

    func value(of payload: Value, in batch: Batch) throws(ConnectError) -> (schema: Schema?, value: Value) {
        guard payload.valueType == .bytes else { return (nil, .null) }
        let bytes = payload.rawBytes
        if let fixedSchema, settings.schemasEnabled {
            batch.hold(fixedSchema.schema)
            let document = try readUnlessBlank(bytes)
            return (fixedSchema.schema, try parse(document, at: 0, fixedSchema.schema, batch))
        }
        guard settings.schemasEnabled else {
            return (nil, try parse(try readUnlessBlank(bytes), at: 0, nil, batch))
        }
        if let found = try valueInKnownEnvelope(bytes, batch) { return found }
        return try valueInNewEnvelope(bytes, batch)
    }

    /// An envelope that begins with the very bytes of one before: only its payload is read.
    private func valueInKnownEnvelope(
        _ bytes: UnsafeRawBufferPointer, _ batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value)? {
        guard let (start, schema) = known.find(bytes), let end = bytes.lastIndex(where: { $0 > 0x20 }),
            start < end, bytes[end] == UInt8(ascii: "}")
        else { return nil }
        let payload = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        // Anything else than one value up to the last brace is for the whole reading to judge.
        guard let document = try? reader.read(payload, allowing: Self.leniency) else { return nil }
        if let schema { batch.hold(schema) }
        return (schema, try parse(document, at: 0, schema, batch))
    }

    private func valueInNewEnvelope(
        _ bytes: UnsafeRawBufferPointer, _ batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        guard let document = try readUnlessBlank(bytes), let envelope = Envelope(document) else {
            throw ConnectError(
                .badData,
                "JsonConverter with schemas.enable requires \"schema\" and \"payload\" fields and may not contain "
                    + "additional fields. If you are trying to deserialize plain JSON data, set schemas.enable=false in "
                    + "your converter configuration.")
        }
        let reference = try JSONSchemaParser(document: document, settings: settings).schema(at: envelope.schema)
        if let reference { batch.hold(reference.schema) }
        if let start = envelope.payloadStart(in: document) {
            known.remember(UnsafeRawBufferPointer(rebasing: bytes[..<start]), reference)
        }
        return (reference?.schema, try parse(document, at: envelope.payload, reference?.schema, batch))
    }

    private func parse(
        _ document: JSONDocument?, at index: Int, _ schema: Schema?, _ batch: Batch
    ) throws(ConnectError) -> Value {
        guard let document else { return try JSONValueParser.missing(schema, settings, in: batch) }
        var parser = JSONValueParser(document: document, settings: settings, batch: batch)
        return try parser.value(at: index, schema)
    }

    private static let leniency: JSONReader.Leniency = [.leadingZeros, .byteOrderMark]

    /// The document, or nil for one without any text, which Jackson reads as a missing value.
    private func readUnlessBlank(_ bytes: UnsafeRawBufferPointer) throws(ConnectError) -> JSONDocument? {
        if bytes.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) && $0 != 0x0B && $0 != 0x0C }) { return nil }
        do {
            return try reader.read(bytes, allowing: Self.leniency)
        } catch {
            throw ConnectError(
                .badData, "Converting byte[] to Kafka Connect data failed due to serialization error: \(error)")
        }
    }

    private static func schema(
        _ content: String, _ settings: JSONConverterSettings
    ) throws(ConnectError) -> SchemaReference? {
        var reader = JSONReader()
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: content.utf8.count, alignment: 1)
        defer { copy.deallocate() }
        copy.copyBytes(from: content.utf8)
        do {
            let document = try reader.read(UnsafeRawBufferPointer(copy))
            return try JSONSchemaParser(document: document, settings: settings).schema(at: 0)
        } catch {
            throw ConnectError(
                .badConfig,
                "Failed to parse schema in converter config due to serialization error: schema.content: \(error)")
        }
    }
}

/// Where schema and payload are in a document that is an envelope: an object with these two members and no other.
struct Envelope {
    private(set) var schema = 0
    private(set) var payload = 0

    init?(_ document: JSONDocument) {
        guard document[0].kind == .object else { return nil }
        var index = 1
        while index < document.count {
            let name = document[index]
            if document.equals(name, "schema") {
                schema = index + 1
            } else if document.equals(name, "payload") {
                payload = index + 1
            } else {
                return nil
            }
            index = Int(document[index + 1].next)
        }
        if schema == 0 || payload == 0 { return nil }
    }

    /// The offset of the payload, if the document has one schema and then one payload.
    func payloadStart(in document: JSONDocument) -> Int? {
        guard document[0].count == 2, schema < payload else { return nil }
        let token = document[payload]
        return Int(token.start) - (token.kind == .string ? 1 : 0)
    }
}

extension JSONDocument {
    /// Whether a name or a string is the literal.
    @inline(__always)
    func equals(_ token: JSONToken, _ literal: StaticString) -> Bool {
        equals(token, UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }
}
