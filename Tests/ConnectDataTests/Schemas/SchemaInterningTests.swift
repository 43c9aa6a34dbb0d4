import CMillrace
import Glibc
import Testing

@testable import ConnectData

/// Equal schemas are one pointer for as long as someone holds them, and gone afterwards.
@Suite struct SchemaInterningTests {
    private let table = SchemaTable()
    private let make: Making

    init() { make = Making(table: table) }

    @Test func equalDescriptionsAreOneSchema() throws {
        let first = try table.intern(make.description(.string, name: "a", version: 1, doc: "d", optional: true))
        let second = try table.intern(make.description(.string, name: "a", version: 1, doc: "d", optional: true))
        #expect(first == second)
        #expect(table.count == 1)
        table.release(first)
        #expect(table.count == 1)
        #expect(second.name.string == "a")
        table.release(second)
        #expect(table.count == 0)
    }

    @Test func whatDiffersInAnyMemberIsAnotherSchema() throws {
        let string = try table.intern(make.description(.string))
        let number = try table.intern(make.description(.int32))
        let descriptions = [
            make.description(.int64), make.description(.float64), make.description(.int64, optional: true),
            make.description(.int64, name: "n"), make.description(.int64, name: ""),
            make.description(.int64, version: 0), make.description(.int64, version: 1),
            make.description(.int64, doc: "n"), make.description(.int64, parameters: [("k", "v")]),
            make.description(.int64, parameters: [("k", "w")]), make.description(.int64, parameters: [("l", "v")]),
            make.description(.int64, defaultValue: .int64(0)), make.description(.int64, defaultValue: .int64(1)),
            make.description(.int64, defaultValue: .null), make.description(.array, value: string),
            make.description(.array, value: number), make.description(.map, key: string, value: number),
            make.description(.map, key: number, value: string), make.description(.structure),
            make.description(.structure, fields: [("f", string)]),
            make.description(.structure, fields: [("g", string)]),
            make.description(.structure, fields: [("f", number)]),
            make.description(.structure, fields: [("f", string), ("g", number)]),
            make.description(.structure, fields: [("g", number), ("f", string)]),
        ]
        let schemas = try descriptions.map { try table.intern($0) }
        #expect(Set(schemas).count == descriptions.count)
        let again = try descriptions.map { try table.intern($0) }
        #expect(again == schemas)
        for schema in schemas + again + [string, number] { table.release(schema) }
        #expect(table.count == 0)
    }

    @Test func everythingIsCopied() throws {
        var memory: Making? = Making(table: table)
        let description = memory!.description(
            .structure, name: "outer", doc: "doc", defaultValue: nil, parameters: [("p", "1"), ("q", "")],
            fields: [("only", try table.intern(memory!.description(.bytes, defaultValue: memory!.bytes([1, 2, 3]))))])
        let schema = try table.intern(description)
        memory = nil
        #expect(schema.name.string == "outer")
        #expect(schema.doc.string == "doc")
        #expect(schema.parameters.map(\.name.string) == ["p", "q"])
        #expect(schema.parameter("p")?.string == "1")
        #expect(schema.parameter("q")?.stringIfPresent == "")
        #expect(schema.parameter("r") == nil)
        #expect(schema.fieldIndex(Text("only" as StaticString)) == 0)
        #expect(schema.fieldIndex(Text("other" as StaticString)) == nil)
        let field = Schema(try #require(schema.fields[0].schema))
        #expect(field.defaultValue.map { Array($0.rawBytes) } == [1, 2, 3])
        table.release(schema)
        table.release(field)
        #expect(table.count == 0)
    }

    @Test func aSchemaHoldsThoseInsideIt() throws {
        let inner = try table.intern(make.description(.string, name: "inner"))
        let list = try table.intern(make.description(.array, value: inner))
        let map = try table.intern(make.description(.map, key: inner, value: list))
        let record = try table.intern(make.description(.structure, fields: [("a", map), ("b", inner), ("c", inner)]))
        for schema in [inner, list, map] { table.release(schema) }
        #expect(table.count == 4)
        #expect(Schema(record.fields[0].schema!).keySchema?.name.string == "inner")
        table.release(record)
        #expect(table.count == 0)
    }

    @Test func aDefaultHoldsTheSchemasOfItsStructs() throws {
        let number = try table.intern(make.description(.int64))
        let plain = try table.intern(make.description(.structure, fields: [("n", number)]))
        let withDefault = try table.intern(
            make.description(.structure, defaultValue: make.structure(plain, [.int64(7)]), fields: [("n", number)]))
        table.release(plain)
        table.release(number)
        #expect(table.count == 3)
        #expect(withDefault.defaultValue?.structSchema == plain)
        #expect(withDefault.defaultValue?.fields[0].as.integer == 7)
        table.release(withDefault)
        #expect(table.count == 0)
    }

    @Test func defaultsAreComparedDeeply() throws {
        func map(_ entries: [(String, Int64)]) -> Value {
            make.map(entries.map { (make.string($0), .int64($1)) })
        }
        let (text, number) = (try table.intern(make.description(.string)), try table.intern(make.description(.int64)))
        let defaults = [
            map([("a", 1), ("b", 2)]), map([("b", 2), ("a", 1)]), map([("a", 2), ("b", 1)]), map([("a", 1)]), map([]),
        ]
        let schemas = try defaults.map {
            try table.intern(make.description(.map, defaultValue: $0, key: text, value: number))
        }
        #expect(schemas[0] == schemas[1], "a map's order does not count")
        #expect(Set(schemas).count == 4)
        for schema in schemas + [text, number] { table.release(schema) }
        #expect(table.count == 0)
    }

    @Test func nestingDeeperThanTheStackIsGivenBack() throws {
        var schema = try table.intern(make.description(.string))
        for _ in 0..<200_000 {
            var description = millrace_schema_of(millrace_type(MILLRACE_ARRAY))
            description.value_schema = schema.pointer
            let outer = try table.intern(description)
            table.release(schema)
            schema = outer
        }
        #expect(table.count == 200_001)
        table.release(schema)
        #expect(table.count == 0)
    }

    /// As a source gives them: each record of a batch with a schema of its own. Kept, they would take 1.3 GB.
    @Test func aMillionDistinctSchemasUseBoundedMemory() async throws {
        let before = try residentBytes()
        try await onThread { try Self.hold(distinctSchemas: 1_000_000) }
        // The allocator of AddressSanitizer keeps what is freed for a while.
        #expect(try residentBytes() - before < 900 << 20)
    }

    private static func hold(distinctSchemas count: Int32) throws {
        let batch = Batch(records: 1)
        let memory = Making()
        let doc = memory.text(String(repeating: "d", count: 1000))
        var description = millrace_schema_of(millrace_type(MILLRACE_STRING))
        description.doc = doc
        description.has_version = 1
        defer { withExtendedLifetime(memory) {} }
        for version in 0..<count {
            description.version = version
            let schema = try SchemaTable.shared.intern(description)
            batch.hold(schema)
            SchemaTable.shared.release(schema)
            if version % 500 == 0 { batch.reset() }
        }
    }

    @Test(arguments: ["heldByABatch", "notHeld"])
    func schemasOfABatchLiveAsLongAsTheBatch(_ way: String) throws {
        let shared = Making()
        let description = shared.description(.string, name: "only \(#function) \(way)")
        let schema = try SchemaTable.shared.intern(description)
        var batch: Batch? = Batch(records: 1)
        if way == "heldByABatch" { for _ in 0..<3 { batch?.hold(schema) } }
        SchemaTable.shared.release(schema)
        let again = try SchemaTable.shared.intern(description)
        #expect(way != "heldByABatch" || again == schema)
        #expect(batch?.holds(again) == (way == "heldByABatch"))
        SchemaTable.shared.release(again)
        batch = nil
    }
}

/// What the process has in memory now.
private func residentBytes() throws -> Int {
    let file = try #require(fopen("/proc/self/statm", "r"))
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    let text = try #require(fgets(&line, Int32(line.count), file))
    let pages = String(cString: text).split(separator: " ")[1]
    return try #require(Int(pages)) * Int(getpagesize())
}
