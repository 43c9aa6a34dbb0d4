import CMillrace
import ConnectData

/// Makes structs of texts that are JSON objects. Their schemas are inferred; texts of the same shape share one.
struct PayloadExpansion: ~Copyable {
    private let inference: JSONSchemaInference
    private var reader = JSONReader()
    /// The schemas of the last shapes, the one that was used last at the end.
    private var known: [SchemaReference] = []
    private static let limit = 16

    /// - Parameters:
    ///   - name: the name of the struct; those inside are named by the way to them.
    ///   - keepsNull: whether a null becomes an optional field of bytes, else it is left out.
    init(name: String, keepsNull: Bool) throws(ConnectError) {
        inference = try JSONSchemaInference(name: name, keepsNull: keepsNull)
    }

    /// The struct of a text, and its schema, which the batch holds; nil if the text is no JSON object or has what no struct
    /// can have.
    mutating func expand(
        _ text: Value, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema, value: Value)? {
        let bytes = text.rawBytes
        guard bytes.first == UInt8(ascii: "{"), let document = read(bytes) else { return nil }
        guard let schema = schema(of: document) else { return nil }
        batch.hold(schema)
        let builder = JSONStructBuilder(document: document, batch: batch)
        return builder.value(at: 0, schema).map { (schema, $0) }
    }

    /// Whether a payload is the text of an array without elements. Debezium leaves it as it is and takes its schema.
    static func isEmptyArray(_ payload: Value) -> Bool {
        guard payload.valueType == .string, payload.rawBytes.first == UInt8(ascii: "[") else { return false }
        let second = payload.rawBytes.dropFirst().first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return second == UInt8(ascii: "]")
    }

    /// As Jackson does, looks no further than the end of the object.
    private mutating func read(_ bytes: UnsafeRawBufferPointer) -> JSONDocument? {
        do {
            return try reader.read(bytes)
        } catch {
            guard error.reason == .trailingBytes else { return nil }
            return try? reader.read(UnsafeRawBufferPointer(rebasing: bytes[..<error.offset]))
        }
    }

    private mutating func schema(of document: JSONDocument) -> Schema? {
        if let last = known.last, inference.infers(last.schema, at: 0, of: document) { return last.schema }
        for place in known.indices where inference.infers(known[place].schema, at: 0, of: document) {
            let found = known.remove(at: place)
            known.append(found)
            return found.schema
        }
        guard let schema = inference.schema(at: 0, of: document) else { return nil }
        if known.count == Self.limit { known.removeFirst() }
        known.append(schema)
        return schema.schema
    }
}
