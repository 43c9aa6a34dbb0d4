import CMillrace
import ConnectData

/// `org.apache.kafka.connect.converters.ByteArrayConverter`: bytes as they are, without a copy.
final class ByteArrayConverter: PayloadConverter {
    private let optionalBytes: SchemaReference

    init() throws(ConnectError) {
        optionalBytes = try SchemaReference(.bytes, optional: true)
    }

    func payload(of value: Value, schema: Schema?, in batch: Batch) throws(ConnectError) -> Value {
        if let schema, schema.type != .bytes {
            throw ConnectError(.badData, "Invalid schema type for ByteArrayConverter: \(schema.type.name)")
        }
        guard value.isNull || (value.valueType == .bytes && schema?.decimalScale == nil) else {
            throw ConnectError(
                .badData,
                "ByteArrayConverter is not compatible with objects of type class \(value.javaClassName(schema))")
        }
        return value
    }

    func value(of payload: Value, in batch: Batch) throws(ConnectError) -> (schema: Schema?, value: Value) {
        batch.hold(optionalBytes.schema)
        return (optionalBytes.schema, payload)
    }
}
