import CMillrace
import ConnectData

/// The conversion of one payload, which keys, values and headers share.
protocol PayloadConverter: AnyObject {
    /// A value to BYTES, or to NULL for no payload; new memory comes from the batch.
    func payload(of value: Value, schema: Schema?, in batch: Batch) throws(ConnectError) -> Value

    /// BYTES or NULL to a value and its schema, which the batch then holds; new memory comes from the batch.
    func value(of payload: Value, in batch: Batch) throws(ConnectError) -> (schema: Schema?, value: Value)
}

/// A payload converter over the keys or the values of batches.
final class SideConverter<Payload: PayloadConverter>: BatchConverter {
    private let converter: Payload
    private let side: RecordSide

    init(_ converter: Payload, _ side: RecordSide) {
        self.converter = converter
        self.side = side
    }

    func fromConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            let payload = try converter.payload(of: record.value(side), schema: record.schema(side), in: batch)
            record.set(side, nil, payload)
        }
    }

    func toConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            let (schema, value) = try converter.value(of: record.value(side), in: batch)
            record.set(side, schema, value)
        }
    }
}

/// A payload converter over the headers of batches.
final class HeaderConverter<Payload: PayloadConverter>: BatchHeaderConverter {
    private let converter: Payload

    init(_ converter: Payload) {
        self.converter = converter
    }

    func fromConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try convert(batch, from: &index) { header throws(ConnectError) in
            header.value = try converter.payload(
                of: header.value, schema: header.schema.map(Schema.init), in: batch)
            header.schema = nil
        }
    }

    func toConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try convert(batch, from: &index) { header throws(ConnectError) in
            let (schema, value) = try converter.value(of: header.value, in: batch)
            header.schema = schema?.pointer
            header.value = value
        }
    }

    /// Converts each header in a copy of the record's list, which replaces it when all of them are converted.
    private func convert(
        _ batch: Batch, from index: inout Int, _ body: (inout Header) throws(ConnectError) -> Void
    ) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            let headers = record.headerList
            guard !headers.isEmpty else { return }
            let converted = batch.allocate(headers.count, of: Header.self)
            for place in headers.indices {
                (converted + place).initialize(to: headers[place])
                try body(&converted[place])
            }
            record.headers = UnsafePointer(converted)
        }
    }
}
