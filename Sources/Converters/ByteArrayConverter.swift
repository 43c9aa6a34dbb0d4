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
        guard value.valueType == .bytes || value.isNull else {
            throw ConnectError(
                .badData, "ByteArrayConverter is not compatible with objects of type \(value.javaClass)")
        }
        return value
    }

    func value(of payload: Value, in batch: Batch) throws(ConnectError) -> (schema: Schema?, value: Value) {
        batch.hold(optionalBytes.schema)
        return (optionalBytes.schema, payload)
    }
}

extension millrace_value {
    /// The Java class that the value would have in Connect, as Connect's error texts name it.
    var javaClass: String {
        switch valueType {
        case .int8: "class java.lang.Byte"
        case .int16: "class java.lang.Short"
        case .int32: "class java.lang.Integer"
        case .int64: "class java.lang.Long"
        case .float32: "class java.lang.Float"
        case .float64: "class java.lang.Double"
        case .boolean: "class java.lang.Boolean"
        case .string: "class java.lang.String"
        case .bytes: "class [B"
        case .array: "class java.util.ArrayList"
        case .map: "class java.util.LinkedHashMap"
        case .structure: "class org.apache.kafka.connect.data.Struct"
        case .dateTime: "class java.util.Date"
        case .decimal: "class java.math.BigDecimal"
        case .null, nil: "null"
        }
    }
}
