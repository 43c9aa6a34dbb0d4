import CMillrace
import Testing

@testable import ConnectData

/// What a plugin hands over is checked before anything reads it.
@Suite struct BatchCheckTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let says: String
        let spoil: @Sendable (Making, inout Record) throws -> Void
        var testDescription: String { says }

        init(_ says: String, _ spoil: @escaping @Sendable (Making, inout Record) throws -> Void) {
            self.says = says
            self.spoil = spoil
        }
    }

    private static func batch(_ fill: (Making, inout Record) throws -> Void) rethrows -> Batch {
        let batch = Batch(records: 4)
        let make = Making(batch)
        // A good record before the one in question, so that whatever the check remembers is set.
        let first = batch.append()
        first.pointee.topic = make.text("topic")
        first.pointee.value = make.string("good")
        first.pointee.source_partition = make.place(make.map([(make.string("p"), .int64(1))]))
        var record = Record()
        record.topic = first.pointee.topic
        record.source_partition = first.pointee.source_partition
        try fill(make, &record)
        batch.append().pointee = record
        return batch
    }

    private static let good = [
        Case("nothing but a topic") { _, _ in },
        Case("no topic") { _, record in record.topic = .absent },
        Case("an empty topic that lies anywhere") { _, record in record.topic = Text("" as StaticString) },
        Case("values of every type without a schema") { make, record in
            record.value = make.array([
                .null, .integer(.int8, -128), .integer(.int16, 32767), .integer(.int32, -1), .int64(.min),
                .float32(.nan), .float64(.infinity), .boolean(true), make.string("\u{1F600}"), make.bytes([0xFF]),
                make.array([]), make.map([(.null, .boolean(false))]), .integer(.dateTime, 0),
                make.decimal(scale: -3, [0x80]),
                make.structure(try make.struct_([("f", try make.schema(.int8))]), [.integer(.int8, 1)]),
            ])
        },
        Case("values with schemas") { make, record in
            let text = try make.schema(.string)
            let number = try make.schema(make.description(.int32, defaultValue: .integer(.int32, 7)))
            let inner = try make.struct_([("n", number)], optional: true)
            let map = try make.schema(make.description(.map, key: text, value: inner))
            let outer = try make.struct_([("m", map), ("t", try make.schema(.string, optional: true)), ("i", inner)])
            record.key_schema = text.pointer
            record.key = make.string("key")
            record.value_schema = outer.pointer
            let entry = make.structure(inner, [.null])
            record.value = make.structure(
                outer, [make.map([(make.string("k"), entry), (make.string("l"), .null)]), .null, .null])
        },
        Case("a schema inside one that is held") { make, record in
            let inner = try SchemaTable.shared.intern(make.description(.int64, name: "inside another"))
            _ = try make.schema(make.description(.array, value: inner))
            SchemaTable.shared.release(inner)
            record.value_schema = inner.pointer
            record.value = .int64(1)
        },
        Case("headers") { make, record in
            record.setHeaders([("a", make.string("x")), ("a", .int64(3)), ("", .null)], make)
        },
        Case("an offset map with every primitive") { make, record in
            let values: [Value] = [
                .null, .integer(.int8, 1), .integer(.int16, 1), .integer(.int32, 1), .int64(1), .float32(1),
                .float64(1), .boolean(true), make.string("s"), make.bytes([1]),
            ]
            record.source_offset = make.place(
                make.map(values.enumerated().map { (make.string("\($0)"), $1) }))
        },
        Case("no source partition") { _, record in record.source_partition = nil },
        Case("a null struct field with a default") { make, record in
            let field = try make.schema(make.description(.string, defaultValue: make.string("d")))
            let schema = try make.struct_([("f", field)])
            record.value_schema = schema.pointer
            record.value = make.structure(schema, [.null])
        },
        Case("one value many times") { make, record in
            var value = make.string("shared")
            for _ in 0..<10 { value = make.array([value, value]) }
            record.value = value
        },
        Case("nesting as deep as is allowed") { make, record in
            var value = make.string("deep")
            for _ in 0..<1000 { value = make.array([value]) }
            record.value = value
        },
        Case("text in an attached buffer") { make, record in
            make.batch.attach(staticText, release: nil, context: nil)
            record.value = .string(UnsafeRawBufferPointer(rebasing: staticText[2...]))
        },
        Case("text in a buffer that is attached twice, and in part") { make, record in
            make.batch.attach(UnsafeRawBufferPointer(rebasing: staticText[4..<6]), release: nil, context: nil)
            make.batch.attach(staticText, release: nil, context: nil)
            make.batch.attach(staticText, release: nil, context: nil)
            record.value = .string(UnsafeRawBufferPointer(rebasing: staticText[5...]))
        },
        Case("a dropped record") { _, record in record.isDropped = true },
    ]

    @Test(arguments: good)
    func aGoodBatchIsTaken(_ good: Case) throws {
        let batch = try Self.batch(good.spoil)
        try BatchCheck.check(batch)
        batch.walk()
    }

    private static let corrupt = [
        Case("topic: it points outside") { _, record in record.topic = Text("elsewhere" as StaticString) },
        Case("topic: its length") { _, record in record.topic.length = -1 },
        Case("topic: its length") { _, record in record.topic.length = 1 << 32 },
        Case("topic: its text is not UTF-8") { make, record in record.topic = Text(make.bytes([0xFF]).rawBytes) },
        Case("original topic: it points outside") { _, record in
            record.original_topic = Text("elsewhere" as StaticString)
        },
        Case("value: it points outside") { _, record in record.value = .string(staticText) },
        Case("key: it points outside") { _, record in record.key = .bytes(staticText) },
        Case("value: it points outside") { make, record in
            record.value = make.string("x")
            record.value.length = 1 << 30
        },
        Case("value: it points outside") { make, record in
            record.value = make.string("x")
            record.value.as.bytes = nil
        },
        Case("value: it points outside") { make, record in
            record.value = make.bytes([1])
            record.value.as.bytes = UnsafePointer(bitPattern: UInt.max - 4)
            record.value.length = 100
        },
        Case("value: its length") { make, record in
            record.value = make.bytes([1])
            record.value.length = .max
        },
        Case("value: its length") { make, record in
            record.value = make.array([.null])
            record.value.length = 1 << 31
        },
        Case("value: its type tag is 15") { _, record in record.value.type = 15 },
        Case("value: its type tag is 255") { make, record in
            var bad = Value.null
            bad.type = 255
            record.value = make.map([(make.string("k"), make.array([bad]))])
        },
        Case("fit its type INT8") { _, record in record.value = .integer(.int8, 128) },
        Case("fit its type INT16") { _, record in record.value = .integer(.int16, -32769) },
        Case("fit its type INT32") { _, record in record.value = .integer(.int32, 1 << 31) },
        Case("fit its type BOOLEAN") { _, record in
            record.value = .boolean(true)
            record.value.as.boolean = 2
        },
        Case("value: its text is not UTF-8") { make, record in
            record.value = .string(make.bytes([0xC0, 0x80]).rawBytes)
        },
        Case("value: its text is not UTF-8") { make, record in
            // Cut in the middle of a character, in a text of which the whole is good.
            record.key = make.string("gr\u{FC}n")
            record.value = record.key
            record.value.length = 3
        },
        Case("value: it points to memory that is not aligned") { make, record in
            record.value = make.array([.null, .null])
            record.value.as.bytes += 4
            record.value.length = 1
        },
        Case("headers: it points to memory that is not aligned") { make, record in
            record.headers = UnsafeRawPointer(make.place(.null)).advanced(by: 1).assumingMemoryBound(to: Header.self)
            record.header_count = 1
        },
        Case("headers: it points outside") { _, record in record.header_count = 1 },
        Case("headers: its length") { make, record in
            record.setHeaders([("a", .null)], make)
            record.header_count = 1 << 31
        },
        Case("headers: its text is not UTF-8") { make, record in
            record.setHeaders([("a", .null)], make, name: Text(make.bytes([0x80]).rawBytes))
        },
        Case("headers: its length") { make, record in record.setHeaders([("a", .null)], make, name: .absent) },
        Case("headers: the batch does not hold its schema") { make, record in
            record.setHeaders([("a", make.string("x"))], make, schema: try foreignSchema())
        },
        Case("value: the batch does not hold its schema") { _, record in
            record.value_schema = try foreignSchema().pointer
        },
        Case("key: the batch does not hold its schema") { _, record in
            record.key_schema = UnsafePointer(bitPattern: 0x1000)
        },
        Case("the batch does not hold its schema") { make, record in
            record.value = make.array([make.structure(try foreignSchema(), [.int64(1)])])
        },
        Case("of type STRING and its schema of type INT64") { make, record in
            record.value_schema = try make.schema(.int64).pointer
            record.value = make.string("one")
        },
        Case("of type DECIMAL and its schema of type BYTES") { make, record in
            record.value_schema = try make.schema(.bytes).pointer
            record.value = make.decimal(scale: 0, [1])
        },
        Case("of type INT32 and its schema of type STRING") { make, record in
            let list = try make.schema(make.description(.array, value: try make.schema(.string)))
            record.value_schema = list.pointer
            record.value = make.array([make.string("a"), .integer(.int32, 3)])
        },
        Case("not optional") { make, record in record.value_schema = try make.schema(.int64).pointer },
        Case("not optional") { make, record in
            let schema = try make.struct_([("f", try make.schema(.string))])
            record.value_schema = schema.pointer
            record.value = make.structure(schema, [.null])
        },
        Case("a struct without a schema") { make, record in record.value = make.structure(nil, []) },
        Case("of another schema than") { make, record in
            let number = try make.schema(.int64)
            let (one, other) = (try make.struct_([("a", number)]), try make.struct_([("b", number)]))
            record.value_schema = one.pointer
            record.value = make.structure(other, [.int64(1)])
        },
        Case("of another schema than") { make, record in
            record.value = make.structure(try make.schema(.int64), [])
        },
        Case("not as many field values") { make, record in
            record.value = make.structure(try make.struct_([("a", try make.schema(.int64))]), [.int64(1), .int64(2)])
        },
        Case("not as many field values") { make, record in
            record.value = make.structure(try make.struct_([("a", try make.schema(.int64))]), [])
        },
        Case("value: its length") { make, record in record.value = make.decimal(scale: 1, []) },
        Case("more than 1000 levels") { make, record in
            var value = make.string("deep")
            for _ in 0..<1001 { value = make.map([(.null, value)]) }
            record.value = value
        },
        Case("more than 1000 levels") { make, record in
            let cycle = make.batch.allocate(2, of: Value.self)
            cycle.initialize(repeating: .array(UnsafeBufferPointer(start: cycle, count: 2)), count: 2)
            record.value = cycle.pointee
        },
        Case("refers to more than") { make, record in
            var value = Value.null
            for _ in 0..<40 { value = make.array([value, value]) }
            record.value = value
        },
        Case("source offset: it is not a map") { make, record in record.source_offset = make.place(.int64(1)) },
        Case("source partition: it is not a map") { make, record in record.source_partition = make.place(.null) },
        Case("source offset: it is not a map from strings") { make, record in
            record.source_offset = make.place(make.map([(.int64(1), .int64(1))]))
        },
        Case("source offset: it is not a map from strings") { make, record in
            record.source_offset = make.place(make.map([(make.string("a"), make.array([]))]))
        },
        Case("source offset: it has an offset and no source partition") { make, record in
            record.source_partition = nil
            record.source_offset = make.place(make.map([]))
        },
        Case("source offset: it points outside") { _, record in
            record.source_offset = UnsafePointer(bitPattern: 0x7000)
        },
    ]

    @Test(arguments: corrupt)
    func aCorruptBatchIsRefusedWithItsPlace(_ corrupt: Case) throws {
        let batch = try Self.batch(corrupt.spoil)
        let error = #expect(throws: ConnectError.self) { try BatchCheck.check(batch, mostValues: 1 << 16) }
        #expect(error?.code == .fatal)
        #expect(error?.message.contains("record 1: ") == true)
        #expect(error?.message.contains(corrupt.says) == true, "\(error?.message ?? "")")
    }

    /// A plugin that writes to the members that it may only read.
    @Test(
        arguments: [
            { $0.count = $0.capacity + 1 }, { $0.capacity += 1 }, { $0.records += 8 }, { $0.record_size -= 8 },
            { $0.cursor -= 1 << 20 }, { $0.cursor = $0.limit + 8 }, { $0.limit += 8 }, { $0.limit = nil },
        ] as [@Sendable (inout millrace_batch) -> Void])
    func aBatchWhoseOwnMembersWereWrittenOverIsRefused(_ spoil: @Sendable (inout millrace_batch) -> Void) {
        let batch = Self.batch { _, _ in }
        spoil(&batch.pointer.pointee)
        let error = #expect(throws: ConnectError.self) { try BatchCheck.check(batch) }
        #expect(error?.message.contains("members") == true)
    }
}

/// Text that no batch knows of.
private var staticText: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: ("0123456789" as StaticString).utf8Start, count: 10)
}

/// A schema that is alive, but held by no batch under test.
private func foreignSchema() throws -> Schema {
    let make = Making()
    return try SchemaTable.shared.intern(
        make.description(.structure, name: "foreign", fields: [("n", try make.schema(.int64))]))
}

extension Record {
    fileprivate mutating func setHeaders(
        _ list: [(String, Value)], _ make: Making, name: Text? = nil, schema: Schema? = nil
    ) {
        let headers = make.batch.allocate(list.count, of: Header.self)
        for (index, header) in list.enumerated() {
            (headers + index).initialize(
                to: Header(name: name ?? make.text(header.0), schema: schema?.pointer, value: header.1))
        }
        self.headers = UnsafePointer(headers)
        header_count = UInt32(list.count)
    }
}
