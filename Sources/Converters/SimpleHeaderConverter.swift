import CMillrace
import ConnectData

/// Connect's SimpleHeaderConverter, for values that are strings or bytes already.
final class SimpleHeaderConverter: BatchHeaderConverter {
    func fromConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try convert(batch, &index) { value throws(ConnectError) in
            switch value.valueType {
            case .null, .bytes: value
            case .string: .bytes(value.rawBytes)
            default: throw ConnectError(.badData, "SimpleHeaderConverter: a header of type \(value.type)")
            }
        }
    }

    func toConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try convert(batch, &index) { value throws(ConnectError) in
            value.isNull || !isValidUTF8(value.rawBytes) ? value : .string(value.rawBytes)
        }
    }

    private func convert(
        _ batch: Batch, _ index: inout Int, _ body: (Value) throws(ConnectError) -> Value
    ) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            guard record.header_count > 0 else { return }
            let headers = batch.allocate(Int(record.header_count), of: Header.self)
            for (place, header) in record.headerList.enumerated() {
                (headers + place).initialize(
                    to: Header(name: header.name, schema: nil, value: try body(header.value)))
            }
            record.headers = UnsafePointer(headers)
        }
    }
}
