import CMillrace
import ConnectData

/// Connect's ByteArrayConverter: bytes as they are.
final class ByteArrayConverter: BatchConverter {
    private let side: RecordSide
    private let schema: Schema

    init(_ side: RecordSide) throws(ConnectError) {
        self.side = side
        var description = millrace_schema_of(ValueType.bytes.rawValue)
        description.optional = 1
        schema = try SchemaTable.shared.intern(description)
    }

    deinit { SchemaTable.shared.release(schema) }

    func fromConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            let value = record.value(side)
            if let schema = record.schema(side), schema.type != .bytes {
                throw ConnectError(
                    .badData, "Invalid schema type for ByteArrayConverter: \(schema.type.name)")
            }
            guard value.valueType == .bytes || value.isNull else {
                throw ConnectError(
                    .badData,
                    "ByteArrayConverter is not compatible with objects of type \(value.valueType?.name ?? "unknown")")
            }
            record.set(side, nil, value)
        }
    }

    func toConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        batch.hold(schema)
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            record.set(side, schema, record.value(side))
        }
    }
}
