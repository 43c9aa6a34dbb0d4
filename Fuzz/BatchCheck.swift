import CMillrace
import ConnectData

/// libFuzzer's way in: a batch of ordinary records is written over as the input says, as a faulty plugin would. The check
/// refuses it, or what it passed can be read, copied and compared to the last byte.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    var input = Input(bytes: UnsafeRawBufferPointer(start: data, count: size))
    let batch = Batch(records: 4)
    let start = batch.allocate(8)
    for _ in 0..<3 { fill(batch.append(), in: batch) }
    let memory = UnsafeMutableRawBufferPointer(start: start, count: batch.allocate(8) - start)
    let records = UnsafeMutableRawBufferPointer(batch.records)
    while let change = input.next() { change.apply(to: change.hitsRecords ? records : memory, memory) }
    if (try? BatchCheck.check(batch)) != nil { read(batch) }
    return 0
}

/// The changes that an input describes, 12 bytes each: what to write, where, and the value.
private struct Input {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    mutating func next() -> Change? {
        guard position + 12 <= bytes.count else { return nil }
        defer { position += 12 }
        return Change(
            kind: bytes[position], place: bytes.loadUnaligned(fromByteOffset: position + 2, as: UInt16.self),
            value: bytes.loadUnaligned(fromByteOffset: position + 4, as: UInt64.self))
    }
}

private struct Change {
    let kind: UInt8
    let place: UInt16
    let value: UInt64

    var hitsRecords: Bool { kind & 1 == 1 }

    func apply(to target: UnsafeMutableRawBufferPointer, _ memory: UnsafeMutableRawBufferPointer) {
        let offset = Int(place) % (target.count - 8)
        switch kind >> 1 % 6 {
        case 0: target[offset] = UInt8(truncatingIfNeeded: value)
        case 1: target.storeBytes(of: UInt32(truncatingIfNeeded: value), toByteOffset: offset, as: UInt32.self)
        case 2: target.storeBytes(of: value, toByteOffset: offset & ~7, as: UInt64.self)
        case 3: target.storeBytes(of: pointer(in: memory), toByteOffset: offset & ~7, as: UInt.self)
        case 4:
            // A whole value of one place at another: what is inside itself, or twice there.
            let source = Int(truncatingIfNeeded: value % UInt64(memory.count - 16)) & ~7
            let room = min(16, target.count - (offset & ~7))
            guard let from = memory.baseAddress, let to = target.baseAddress else { return }
            (to + (offset & ~7)).copyMemory(from: from + source, byteCount: room)
        default: target[offset] ^= 1 << UInt8(value & 7)
        }
    }

    /// A place in the batch's memory, or behind it.
    private func pointer(in memory: UnsafeMutableRawBufferPointer) -> UInt {
        UInt(bitPattern: memory.baseAddress) &+ UInt(truncatingIfNeeded: value % UInt64(memory.count + 32))
    }
}

// MARK: - What is written over

private let point = made { () throws(ConnectError) in
    var draft = SchemaDraft(.structure)
    draft.fields = [("x", try SchemaReference(.int32)), ("name", try SchemaReference(.string, optional: true))]
    return try draft.intern()
}

private let event = made { () throws(ConnectError) in
    var numbers = SchemaDraft(.array)
    numbers.valueSchema = try SchemaReference(.int16)
    var points = SchemaDraft(.map)
    points.keySchema = try SchemaReference(.string)
    points.valueSchema = point
    var draft = SchemaDraft(.structure)
    draft.fields = [
        ("id", try SchemaReference(.int64)), ("bytes", try SchemaReference(.bytes)), ("point", point),
        ("numbers", try numbers.intern()), ("points", try points.intern()), ("ratio", try SchemaReference(.float64)),
        ("flag", try SchemaReference(.boolean)),
    ]
    return try draft.intern()
}

private func made(_ make: () throws(ConnectError) -> SchemaReference) -> SchemaReference {
    do { return try make() } catch { fatalError("\(error)") }
}

private func fill(_ record: UnsafeMutablePointer<Record>, in batch: Batch) {
    batch.hold(event.schema)
    record.pointee.topic = Text(text("orders", in: batch).rawBytes)
    record.pointee.key = text("ключ", in: batch)
    record.pointee.value_schema = event.schema.pointer
    record.pointee.value = structure(
        event.schema,
        [
            .int64(7), .bytes(text("bytes", in: batch).rawBytes), aPoint(in: batch),
            .array(list([.integer(.int16, 1), .integer(.int16, -1)], in: batch)),
            .map(list([Entry(key: text("a", in: batch), value: aPoint(in: batch))], in: batch)), .float64(0.5),
            .boolean(true),
        ], in: batch)
    let decimal = batch.allocate(1, of: millrace_decimal.self)
    decimal.initialize(to: millrace_decimal(scale: 2, length: 1, unscaled: text("7", in: batch).as.bytes))
    let schemaless: Value = .map(
        list(
            [
                Entry(key: .int64(1), value: .decimal(decimal)),
                Entry(key: text("b", in: batch), value: .array(list([.null, .integer(.dateTime, 5)], in: batch))),
            ], in: batch))
    let headers = list([Header(name: Text(text("h", in: batch).rawBytes), schema: nil, value: schemaless)], in: batch)
    record.pointee.headers = headers.baseAddress
    record.pointee.header_count = 1
    let place = list(
        [Value.map(list([Entry(key: text("file", in: batch), value: text("/tmp/x", in: batch))], in: batch))], in: batch
    )
    record.pointee.source_partition = place.baseAddress
    record.pointee.source_offset = place.baseAddress
}

private func aPoint(in batch: Batch) -> Value {
    structure(point.schema, [.integer(.int32, 3), text("p", in: batch)], in: batch)
}

private func text(_ text: StaticString, in batch: Batch) -> Value {
    .string(batch.copy(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)))
}

private func list<T>(_ elements: [T], in batch: Batch) -> UnsafeBufferPointer<T> {
    let memory = batch.allocate(elements.count, of: T.self)
    for (place, element) in elements.enumerated() { (memory + place).initialize(to: element) }
    return UnsafeBufferPointer(start: memory, count: elements.count)
}

private func structure(_ schema: Schema, _ fields: [Value], in batch: Batch) -> Value {
    let values = list(fields, in: batch)
    let structure = batch.allocate(1, of: millrace_struct.self)
    structure.initialize(to: millrace_struct(schema: schema.pointer, fields: values.baseAddress))
    return .structure(structure, fieldCount: fields.count)
}

// MARK: - Reading what passed

private func read(_ batch: Batch) {
    let other = Batch(records: 1)
    for record in batch.records {
        precondition(isValidUTF8(record.topic.bytes), "a topic that passed is UTF-8")
        for (schema, value) in [(record.keySchema, record.key), (record.valueSchema, record.value)] {
            read(value, schema, other)
        }
        for header in record.headerList {
            precondition(isValidUTF8(header.name.bytes), "a header's name that passed is UTF-8")
            read(header.value, header.schema.map(Schema.init), other)
        }
        for place in [record.source_partition, record.source_offset] {
            if let place { read(place.pointee, nil, other) }
        }
    }
}

private func read(_ value: Value, _ schema: Schema?, _ batch: Batch) {
    // What refers to itself many times over passes, and its copy would have no end of it.
    var left = 10_000
    guard isSmall(value, &left) else { return }
    let copy = batch.copy(value)
    precondition(copy.equals(value), "a copy equals the value")
    var output = OutputBuffer()
    output.appendText(of: value, schema: schema)
    precondition(isValidUTF8(output.bytes) || value.valueType == .bytes, "text of a value that passed is UTF-8")
}

private func isSmall(_ value: Value, _ left: inout Int) -> Bool {
    left -= 1 + Int(value.length) / 64
    guard left > 0 else { return false }
    switch value.valueType {
    case .array: return value.elements.allSatisfy { isSmall($0, &left) }
    case .map: return value.entries.allSatisfy { isSmall($0.key, &left) && isSmall($0.value, &left) }
    case .structure: return value.fields.allSatisfy { isSmall($0, &left) }
    // The digits of a decimal cost the square of their number.
    case .decimal: return (value.as.decimal?.pointee.length ?? 0) < 1000
    default: return true
    }
}
