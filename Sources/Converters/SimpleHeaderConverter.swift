import CMillrace
import ConnectData

/// `org.apache.kafka.connect.storage.SimpleHeaderConverter`: values as text that shows what they are, and back.
final class SimpleHeaderConverter: PayloadConverter {
    private let parser: ValuesParser
    private let bytes: SchemaReference
    private var text = OutputBuffer()

    init() throws(ConnectError) {
        parser = try ValuesParser()
        bytes = try SchemaReference(.bytes)
    }

    func payload(of value: Value, schema: Schema?, in batch: Batch) throws(ConnectError) -> Value {
        if value.isNull { return value }
        if value.valueType == .string { return .bytes(value.rawBytes) }
        text.truncate()
        text.appendLiteral(value, schema: schema, embedded: false)
        return .bytes(batch.copy(text.bytes))
    }

    func value(of payload: Value, in batch: Batch) throws(ConnectError) -> (schema: Schema?, value: Value) {
        guard payload.valueType == .bytes else { return (nil, .null) }
        do throws(ConnectError) {
            return try parser.parse(utf8(payload.rawBytes, in: batch), in: batch)
        } catch {
            // A header that cannot be read is no reason to lose a record: in Connect too its bytes are passed on.
            batch.hold(bytes.schema)
            return (bytes.schema, payload)
        }
    }

    private func utf8(_ bytes: UnsafeRawBufferPointer, in batch: Batch) -> UnsafeRawBufferPointer {
        if isValidUTF8(bytes) { return bytes }
        let target = UnsafeMutableRawBufferPointer(start: batch.allocate(bytes.count * 3), count: bytes.count * 3)
        return UnsafeRawBufferPointer(rebasing: target[..<replaceInvalidUTF8(bytes, into: target)])
    }
}
