import ConnectConfig
import ConnectData

/// `org.apache.kafka.connect.storage.StringConverter`: text as it is, everything else as Java's `toString` shows it.
///
/// Text that is UTF-8 on both sides is not copied.
final class StringConverter: PayloadConverter {
    private let encoding: TextEncoding
    private let optionalString: SchemaReference
    private var text = OutputBuffer()

    static let configDef = ConfigDef([
        .converterType,
        ConfigDef.Key(
            "converter.encoding", .string, default: "UTF-8", importance: .high,
            documentation: "The name of the Java character set to use for encoding strings as byte arrays.",
            width: .medium,
            displayName: "Encoding"),
    ])

    init(_ config: ParsedConfig) throws(ConnectError) {
        let name = config["converter.encoding"].string ?? "UTF-8"
        guard let encoding = TextEncoding(name) else {
            throw ConnectError(
                .badConfig,
                "Invalid value \(name) for configuration converter.encoding: there is no character set of that name; UTF-8, "
                    + "ISO-8859-1, US-ASCII, UTF-16 and those that iconv --list names are there")
        }
        self.encoding = encoding
        optionalString = try SchemaReference(.string, optional: true)
    }

    func payload(of value: Value, schema: Schema?, in batch: Batch) throws(ConnectError) -> Value {
        if value.isNull { return value }
        if value.valueType == .string {
            if encoding.isUTF8 { return .bytes(value.rawBytes) }
            return encode(value.rawBytes, in: batch)
        }
        text.truncate()
        text.appendText(of: value, schema: schema)
        return encoding.isUTF8 ? .bytes(batch.copy(text.bytes)) : encode(text.bytes, in: batch)
    }

    func value(of payload: Value, in batch: Batch) throws(ConnectError) -> (schema: Schema?, value: Value) {
        batch.hold(optionalString.schema)
        guard payload.valueType == .bytes else { return (optionalString.schema, .null) }
        let bytes = payload.rawBytes
        if encoding.isUTF8, isValidUTF8(bytes) { return (optionalString.schema, .string(bytes)) }
        let room = encoding.decodedCapacity(bytes.count)
        let target = UnsafeMutableRawBufferPointer(start: batch.allocate(room), count: room)
        let length = encoding.decode(bytes, into: target)
        return (optionalString.schema, .string(UnsafeRawBufferPointer(rebasing: target[..<length])))
    }

    private func encode(_ utf8: UnsafeRawBufferPointer, in batch: Batch) -> Value {
        let room = encoding.encodedCapacity(utf8.count)
        let target = UnsafeMutableRawBufferPointer(start: batch.allocate(room), count: room)
        let length = encoding.encode(utf8, into: target)
        return .bytes(UnsafeRawBufferPointer(rebasing: target[..<length]))
    }
}
