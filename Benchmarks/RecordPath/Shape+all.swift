import CMillrace
import ConnectData

extension Shape {
    /// Lines of 100 bytes as the FileStream source gives them: in a buffer of its own that is attached to the batch, with
    /// a string schema.
    static func lines(_ schemas: Schemas) -> Shape {
        let buffer = text(count: records * 101)
        return Shape("text of 100 bytes, in an attached buffer (FileStream)", schemas.text) { batch, index in
            if index == 0 { batch.attach(buffer, release: nil, context: nil) }
            return .string(UnsafeRawBufferPointer(rebasing: buffer[(index * 101)..<(index * 101 + 100)]))
        }
    }

    /// Ten fields: three numbers, a boolean, four texts of 16 bytes, bytes and a time.
    static func structs(_ schemas: Schemas) -> Shape {
        let short = UnsafeRawBufferPointer(rebasing: text(count: 16)[...])
        return Shape("struct of 10 fields", schemas.record) { batch, index in
            let fields = batch.allocate(10, of: Value.self)
            (fields + 0).initialize(to: .int64(Int64(index)))
            (fields + 1).initialize(to: .integer(.int32, 7))
            (fields + 2).initialize(to: .float64(99.5))
            (fields + 3).initialize(to: .boolean(true))
            for place in 4..<8 { (fields + place).initialize(to: .string(batch.copy(short))) }
            (fields + 8).initialize(to: .bytes(batch.copy(short)))
            (fields + 9).initialize(to: .int64(1_700_000_000_000))
            let structure = batch.allocate(1, of: millrace_struct.self)
            structure.initialize(to: millrace_struct(schema: schemas.record.pointer, fields: UnsafePointer(fields)))
            return .structure(structure, fieldCount: 10)
        }
    }

    /// Ten fields that take 544 bytes as JSON.
    static func documents(_ schemas: Schemas) -> Shape {
        let texts = text(count: 96)
        return Shape("struct of 10 fields, 544 bytes as JSON", schemas.record) { batch, index in
            let fields = batch.allocate(10, of: Value.self)
            (fields + 0).initialize(to: .int64(1_234_567_890))
            (fields + 1).initialize(to: .integer(.int32, 42))
            (fields + 2).initialize(to: .float64(99.5))
            (fields + 3).initialize(to: .boolean(true))
            for place in 4..<8 { (fields + place).initialize(to: .string(batch.copy(texts))) }
            (fields + 8).initialize(to: .bytes(batch.copy(UnsafeRawBufferPointer(rebasing: texts[..<16]))))
            (fields + 9).initialize(to: .int64(1_700_000_000_000))
            let structure = batch.allocate(1, of: millrace_struct.self)
            structure.initialize(to: millrace_struct(schema: schemas.record.pointer, fields: UnsafePointer(fields)))
            return .structure(structure, fieldCount: 10)
        }
    }

    /// What the check alone is measured with, beside the above.
    static func others(_ schemas: Schemas) -> [Shape] {
        let (line, short) = (text(count: 100), text(count: 16))
        let euros = Array(String(repeating: "\u{20AC}", count: 33).utf8)
        let kilobyte = text(count: 1000)
        let copied = { (batch: Batch, _: Int) in Value.string(batch.copy(line)) }
        return [
            Shape("text of 100 bytes, copied into the batch", schemas.text, value: copied),
            Shape("  and without a schema", nil, value: copied),
            Shape(
                "  and with a key of 16 bytes", schemas.text,
                decorate: { batch, record in
                    record.pointee.key_schema = schemas.text.pointer
                    record.pointee.key = .string(batch.copy(short))
                }, value: copied),
            Shape(
                "  and with two headers", schemas.text,
                decorate: { batch, record in
                    let headers = batch.allocate(2, of: Header.self)
                    for place in 0..<2 {
                        let name = Text(batch.copy(short))
                        (headers + place).initialize(
                            to: Header(name: name, schema: schemas.text.pointer, value: .string(batch.copy(short))))
                    }
                    record.pointee.headers = UnsafePointer(headers)
                    record.pointee.header_count = 2
                }, value: copied),
            Shape("  and with a source partition of its own", schemas.text, sharesPartition: false, value: copied),
            Shape("text of 1000 bytes", schemas.text) { batch, _ in .string(batch.copy(kilobyte)) },
            Shape("text of 99 bytes, none of them ASCII", schemas.text) { batch, _ in
                .string(euros.withUnsafeBytes(batch.copy))
            },
            Shape("bytes, 100 of them", nil) { batch, _ in .bytes(batch.copy(line)) },
            Shape("map of 10 texts of 16 bytes, without a schema", nil) { batch, _ in
                batch.map(count: 10) { _ in Entry(key: .string(batch.copy(short)), value: .string(batch.copy(short))) }
            },
        ]
    }

    /// ASCII text that lives as long as the process.
    private static func text(count: Int) -> UnsafeRawBufferPointer {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 8)
        for index in bytes.indices { bytes[index] = UInt8(ascii: "a") + UInt8(index % 26) }
        return UnsafeRawBufferPointer(bytes)
    }
}

/// The schemas of the shapes, which live as long as the process.
struct Schemas {
    let text: Schema
    /// Of ten fields.
    let record: Schema

    init() throws {
        text = try SchemaTable.shared.intern(Self.description(.string))
        let types: [(StaticString, ValueType)] = [
            ("id", .int64), ("count", .int32), ("price", .float64), ("active", .boolean), ("name", .string),
            ("street", .string), ("city", .string), ("country", .string), ("digest", .bytes), ("changed", .int64),
        ]
        let fields = try types.map { name, type in
            millrace_field(name: Text(name), schema: try SchemaTable.shared.intern(Self.description(type)).pointer)
        }
        record = try fields.withUnsafeBufferPointer { fields in
            var description = Self.description(.structure)
            description.fields = fields.baseAddress
            description.field_count = UInt32(fields.count)
            return try SchemaTable.shared.intern(description)
        }
    }

    private static func description(_ type: ValueType) -> millrace_schema {
        var description = millrace_schema()
        description.size = UInt32(MemoryLayout<millrace_schema>.size)
        description.type = type.rawValue
        return description
    }
}
