import CMillrace
import ConnectData

/// `org.apache.kafka.connect.converters.ShortConverter`, `IntegerConverter`, `LongConverter`, `FloatConverter` and
/// `DoubleConverter`: numbers of one type as Kafka's own serializers write them, big-endian.
final class NumberConverter: PayloadConverter {
    private let name: String
    private let type: ValueType
    private let size: Int
    private let optionalNumber: SchemaReference

    /// - Parameter name: what Connect's error texts call the type.
    init(_ name: String, _ type: ValueType) throws(ConnectError) {
        self.name = name
        self.type = type
        size = type == .int16 ? 2 : type == .int32 || type == .float32 ? 4 : 8
        optionalNumber = try SchemaReference(type, optional: true)
    }

    func payload(of value: Value, schema: Schema?, in batch: Batch) throws(ConnectError) -> Value {
        if value.isNull { return value }
        guard value.valueType == type, value.dateMilliseconds(schema) == nil else {
            throw ConnectError(.badData, "Failed to serialize to \(name) (was class \(value.javaClassName(schema))): ")
        }
        let target = batch.allocate(size)
        switch type {
        case .int16: target.storeBytes(of: Int16(truncatingIfNeeded: value.as.integer).bigEndian, as: Int16.self)
        case .int32: target.storeBytes(of: Int32(truncatingIfNeeded: value.as.integer).bigEndian, as: Int32.self)
        case .float32: target.storeBytes(of: value.as.float32.bitPattern.bigEndian, as: UInt32.self)
        case .float64: target.storeBytes(of: value.as.float64.bitPattern.bigEndian, as: UInt64.self)
        default: target.storeBytes(of: value.as.integer.bigEndian, as: Int64.self)
        }
        return .bytes(UnsafeRawBufferPointer(start: target, count: size))
    }

    func value(of payload: Value, in batch: Batch) throws(ConnectError) -> (schema: Schema?, value: Value) {
        batch.hold(optionalNumber.schema)
        guard payload.valueType == .bytes else { return (optionalNumber.schema, .null) }
        let bytes = payload.rawBytes
        guard bytes.count == size else {
            throw ConnectError(
                .badData, "Failed to deserialize \(name): the size of the data is \(bytes.count), not \(size)")
        }
        let value: Value =
            switch type {
            case .int16: .integer(type, Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
            case .int32: .integer(type, Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
            case .float32: .float32(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
            case .float64: .float64(Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
            default: .int64(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
            }
        return (optionalNumber.schema, value)
    }
}
