import CMillrace
import ConnectData

/// `org.apache.kafka.connect.converters.BooleanConverter`: one byte, 1 for true and 0 for false.
final class BooleanConverter: PayloadConverter {
    private let optionalBoolean: SchemaReference

    init() throws(ConnectError) {
        optionalBoolean = try SchemaReference(.boolean, optional: true)
    }

    func payload(of value: Value, schema: Schema?, in batch: Batch) throws(ConnectError) -> Value {
        if let schema, schema.type != .boolean {
            throw ConnectError(.badData, "Invalid schema type for BooleanConverter: \(schema.type.name)")
        }
        if value.isNull { return value }
        guard value.valueType == .boolean else {
            throw ConnectError(
                .badData, "BooleanConverter is not compatible with objects of type class \(value.javaClassName(schema))"
            )
        }
        let target = batch.allocate(1)
        target.storeBytes(of: value.as.boolean, as: UInt8.self)
        return .bytes(UnsafeRawBufferPointer(start: target, count: 1))
    }

    func value(of payload: Value, in batch: Batch) throws(ConnectError) -> (schema: Schema?, value: Value) {
        batch.hold(optionalBoolean.schema)
        guard payload.valueType == .bytes else { return (optionalBoolean.schema, .null) }
        guard payload.length == 1, let byte = payload.rawBytes.first else {
            throw ConnectError(
                .badData, "Failed to deserialize boolean: the size of the data is \(payload.length), not 1")
        }
        guard byte <= 1 else {
            throw ConnectError(.badData, "Failed to deserialize boolean: the byte is \(byte), neither 0 nor 1")
        }
        return (optionalBoolean.schema, .boolean(byte == 1))
    }
}
