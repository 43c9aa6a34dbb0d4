import CMillrace
import ConnectData

/// Connect's StringConverter: strings as UTF-8.
///
/// A string is its own bytes, so nothing is copied either way, but for text that has to be repaired.
final class StringConverter: BatchConverter {
    private let side: RecordSide
    private let schema: Schema

    init(_ side: RecordSide) throws(ConnectError) {
        self.side = side
        var description = millrace_schema_of(ValueType.string.rawValue)
        description.optional = 1
        schema = try SchemaTable.shared.intern(description)
    }

    deinit { SchemaTable.shared.release(schema) }

    func fromConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            let value = record.value(side)
            switch value.valueType {
            case .null: record.set(side, nil, .null)
            case .string: record.set(side, nil, .bytes(value.rawBytes))
            default:
                throw ConnectError(
                    .badData, "StringConverter takes strings, not \(value.valueType?.name ?? "type \(value.type)")")
            }
        }
    }

    func toConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        batch.hold(schema)
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            let value = record.value(side)
            record.set(side, schema, value.isNull ? .null : .string(utf8(value.rawBytes, batch)))
        }
    }

    private func utf8(_ bytes: UnsafeRawBufferPointer, _ batch: Batch) -> UnsafeRawBufferPointer {
        if isValidUTF8(bytes) { return bytes }
        let room = UnsafeMutableRawBufferPointer(start: batch.allocate(bytes.count * 3), count: bytes.count * 3)
        return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<replaceInvalidUTF8(bytes, into: room)])
    }
}
