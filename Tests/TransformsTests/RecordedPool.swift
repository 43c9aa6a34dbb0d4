import CMillrace
import ConnectData

/// The schemas and the records that the recorded cases refer to by their numbers; `TransformNotation` in Tests/Oracle says
/// how they are written.
final class RecordedPool: @unchecked Sendable {  // Sound: nothing changes after init, not what the batch holds either.
    private var schemas: [SchemaReference] = []
    private let batch = Batch(records: 4096)

    static let connect = Result { try RecordedPool(schemas: "schemas", records: "records") }
    static let debezium = Result { try RecordedPool(schemas: "Debezium/schemas", records: "Debezium/records") }

    init(schemas schemaFile: String, records recordFile: String) throws {
        try RecordedFile(schemaFile).forEachLine { try schemas.append(draft($0)) }
        try RecordedFile(recordFile).forEachLine { line in
            batch.append().initialize(to: record(line, basedOn: Record(), in: batch))
        }
    }

    var records: UnsafeMutableBufferPointer<Record> { batch.records }

    func schema(_ notation: Notation?) -> Schema? {
        guard let notation, !notation.isNull else { return nil }
        return schemas[notation.number].schema
    }

    private func draft(_ notation: Notation) throws -> SchemaReference {
        let name = notation["t"]?.text ?? ""
        let type = (1...12).compactMap { ValueType(tag: $0) }.first { $0.name.lowercased() == name }
        var draft = SchemaDraft(type ?? .null)
        draft.isOptional = notation["o"] != nil
        draft.name = notation["n"]?.text
        draft.version = notation["v"].map { Int32($0.number) }
        draft.doc = notation["d"]?.text
        let parameters = notation["p"]?.elements.map(\.text) ?? []
        for place in stride(from: 0, to: parameters.count, by: 2) {
            draft.setParameter(parameters[place], parameters[place + 1])
        }
        let fields = notation["f"]?.elements ?? []
        for place in stride(from: 0, to: fields.count, by: 2) {
            draft.fields.append((fields[place].text, schemas[fields[place + 1].number]))
        }
        draft.keySchema = notation["k"].map { schemas[$0.number] }
        draft.valueSchema = notation["e"].map { schemas[$0.number] }
        let memory = Batch(records: 1)
        return try draft.intern(defaultValue: notation["x"].map { value($0, in: memory) })
    }

    /// The record of a notation, whose members take the place of those of another record.
    func record(_ notation: Notation, basedOn base: Record, in batch: Batch) -> Record {
        var record = base
        for (name, part) in notation.members {
            switch name {
            case "t": record.topic = part.isNull ? .absent : text(part, in: batch)
            case "p": record.partition = set(&record, MILLRACE_RECORD_HAS_PARTITION, part).map { Int32($0) } ?? 0
            case "ts": record.timestamp = set(&record, MILLRACE_RECORD_HAS_TIMESTAMP, part).map { Int64($0) } ?? 0
            case "ks": record.key_schema = held(part, batch)
            case "k": record.key = value(part, in: batch)
            case "vs": record.value_schema = held(part, batch)
            case "v": record.value = value(part, in: batch)
            case "h": setHeaders(part, of: &record, in: batch)
            case "o":
                record.offset = part.integer
                record.original_topic = record.topic
                (record.original_offset, record.original_partition) = (record.offset, record.partition)
            default: break
            }
        }
        return record
    }

    private func set(_ record: inout Record, _ flag: Int, _ notation: Notation) -> Int? {
        record.flags = notation.isNull ? record.flags & ~UInt32(flag) : record.flags | UInt32(flag)
        return notation.isNull ? nil : notation.number
    }

    private func held(_ notation: Notation, _ batch: Batch) -> UnsafePointer<millrace_schema>? {
        guard let schema = schema(notation) else { return nil }
        batch.hold(schema)
        return schema.pointer
    }

    private func setHeaders(_ notation: Notation, of record: inout Record, in batch: Batch) {
        let triples = notation.isNull ? [] : notation.elements.map(\.elements)
        let headers = batch.allocate(triples.count, of: Header.self)
        for (place, triple) in triples.enumerated() {
            (headers + place).initialize(
                to: Header(
                    name: text(triple[0], in: batch), schema: held(triple[1], batch), value: value(triple[2], in: batch)
                ))
        }
        record.headers = UnsafePointer(headers)
        record.header_count = UInt32(triples.count)
    }

    // Values

    private func text(_ notation: Notation, in batch: Batch) -> Text {
        var text = notation.text
        return text.withUTF8 { Text(batch.copy(UnsafeRawBufferPointer($0))) }
    }

    func value(_ notation: Notation, in batch: Batch) -> Value {
        switch notation.kind {
        case .null: return .null
        case .true: return .boolean(true)
        case .false: return .boolean(false)
        case .string: return .string(text(notation, in: batch).bytes)
        case .array: return .array(values(notation.elements, in: batch))
        case .object: return tagged(notation.members[0].name, notation.members[0].value, in: batch)
        default: return .int64(notation.integer)
        }
    }

    private func tagged(_ tag: String, _ content: Notation, in batch: Batch) -> Value {
        switch tag {
        case "b": return .integer(.int8, content.integer)
        case "s": return .integer(.int16, content.integer)
        case "i": return .integer(.int32, content.integer)
        case "t": return .integer(.dateTime, content.integer)
        case "f": return .float32(Float(content.text) ?? 0)
        case "d": return .float64(Double(content.text) ?? 0)
        case "x": return .bytes(bytes(content.text, in: batch))
        case "n": return decimal(content.elements, in: batch)
        case "m": return map(content.elements, in: batch)
        default: return structure(content.elements, in: batch)
        }
    }

    private func values(_ notations: [Notation], in batch: Batch) -> UnsafeBufferPointer<Value> {
        let values = batch.allocate(notations.count, of: Value.self)
        for (place, notation) in notations.enumerated() { (values + place).initialize(to: value(notation, in: batch)) }
        return UnsafeBufferPointer(start: values, count: notations.count)
    }

    private func map(_ notations: [Notation], in batch: Batch) -> Value {
        let flat = values(notations, in: batch)
        let entries = batch.allocate(flat.count / 2, of: Entry.self)
        for place in 0..<flat.count / 2 {
            (entries + place).initialize(to: Entry(key: flat[2 * place], value: flat[2 * place + 1]))
        }
        return .map(UnsafeBufferPointer(start: entries, count: flat.count / 2))
    }

    private func structure(_ notations: [Notation], in batch: Batch) -> Value {
        let schema = schemas[notations[0].number].schema
        batch.hold(schema)
        let fields = values(Array(notations.dropFirst()), in: batch)
        let structure = batch.allocate(1, of: millrace_struct.self)
        structure.initialize(to: millrace_struct(schema: schema.pointer, fields: fields.baseAddress))
        return .structure(structure, fieldCount: fields.count)
    }

    private func decimal(_ parts: [Notation], in batch: Batch) -> Value {
        let unscaled = bytes(parts[0].text, in: batch)
        let decimal = batch.allocate(1, of: millrace_decimal.self)
        decimal.initialize(
            to: millrace_decimal(
                scale: Int32(parts[1].number), length: UInt32(unscaled.count),
                unscaled: unscaled.baseAddress?.assumingMemoryBound(to: UInt8.self)))
        return .decimal(decimal)
    }

    private func bytes(_ hex: String, in batch: Batch) -> UnsafeRawBufferPointer {
        func digit(_ character: UInt8) -> UInt8 {
            character > UInt8(ascii: "9") ? character - UInt8(ascii: "a") + 10 : character - UInt8(ascii: "0")
        }
        let digits = Array(hex.utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).map { digit(digits[$0]) << 4 | digit(digits[$0 + 1]) }
        return bytes.withUnsafeBytes { batch.copy($0) }
    }

    // Batches

    /// Appends a record to a batch as a plugin or a converter leaves it: everything that it points to is the batch's own.
    func append(_ number: Int, to batch: Batch) {
        let source = records[number]
        var record = source
        record.topic = Text(batch.copy(source.topic.bytes))
        record.key = batch.copy(source.key)
        record.value = batch.copy(source.value)
        for case let schema? in [source.keySchema, source.valueSchema] { batch.hold(schema) }
        let headers = batch.allocate(source.headerList.count, of: Header.self)
        for (place, header) in source.headerList.enumerated() {
            if let schema = header.schema { batch.hold(Schema(schema)) }
            (headers + place).initialize(
                to: Header(
                    name: Text(batch.copy(header.name.bytes)), schema: header.schema, value: batch.copy(header.value)))
        }
        record.headers = UnsafePointer(headers)
        if record.original_topic.isPresent { record.original_topic = record.topic }
        batch.append().initialize(to: record)
    }
}
