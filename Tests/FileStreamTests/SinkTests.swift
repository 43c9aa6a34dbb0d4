import CMillrace
import ConnectData
import Testing

@testable import FileStream
@testable import MillracePlugin
@testable import PluginHost

@Suite struct SinkTests {
    /// A started task; the file's own context is never used.
    private func sink(_ path: String) throws -> FileStreamSinkTask {
        Host.install(HostTable.pointer)
        let task = FileStreamSinkTask()
        let context = UnsafeMutablePointer<millrace_sink_task_context>.allocate(capacity: 1)
        context.initialize(to: millrace_sink_task_context())
        defer { context.deallocate() }
        try task.start(["file": path], SinkTaskContext(context))
        return task
    }

    private func put(_ texts: [String], to task: FileStreamSinkTask) throws {
        let batch = Batch(records: texts.count)
        let memory = RecordMemory(batch.pointer)
        for text in texts { batch.append().pointee.setValue(memory.string(text)) }
        try task.put(SinkRecords(batch.pointer))
    }

    @Test func linesAreInTheFileWhenPutReturns() throws {
        let file = try TestFile()
        let task = try sink(file.path)
        try put(["a", "b"], to: task)
        #expect(try file.content == "a\nb\n")
        try put(["c"], to: task)
        #expect(try file.content == "a\nb\nc\n")
    }

    @Test func aFileIsAppendedTo() throws {
        let file = try TestFile(Array("old\n".utf8))
        try put(["new"], to: try sink(file.path))
        #expect(try file.content == "old\nnew\n")
    }

    @Test func aTornLastLineIsEnded() throws {
        let file = try TestFile(Array("old\nto".utf8))
        let task = try sink(file.path)
        try put(["new"], to: task)
        try put(["more"], to: task)
        #expect(try file.content == "old\nto\nnew\nmore\n")
    }

    @Test func aFileThatCannotBeMadeFailsTheStart() throws {
        let error = #expect(throws: ConnectError.self) { try sink("/nowhere/at/all") }
        #expect(
            error?.message == "Couldn't find or create file '/nowhere/at/all' for FileStreamSinkTask: "
                + "No such file or directory")
    }

    @Test func aFullDiskIsTriedAgain() throws {
        let task = try sink("/dev/full")
        let error = #expect(throws: ConnectError.self) { try put(["a"], to: task) }
        #expect(error?.code == .retriable)
        #expect(error?.message.contains("/dev/full: No space left on device") == true)
    }

    @Test func valuesBecomeTheTextsOfConnect() throws {
        for recorded in try Recorded.texts() {
            let file = try TestFile()
            let task = try sink(file.path)
            let batch = Batch(records: 1)
            let value = try #require(try Self.value(recorded.name, RecordMemory(batch.pointer)))
            batch.append().pointee.setValue(value)
            try task.put(SinkRecords(batch.pointer))
            #expect(try file.content == recorded.line, "\(recorded.name)")
        }
    }

    @Test func bytesStandAsTheyAre() throws {
        let file = try TestFile()
        let task = try sink(file.path)
        let batch = Batch(records: 1)
        let bytes: [UInt8] = Array("raw".utf8)
        let value = bytes.withUnsafeBytes { RecordMemory(batch.pointer).bytes(copying: $0) }
        batch.append().pointee.setValue(value)
        try task.put(SinkRecords(batch.pointer))
        #expect(try file.content == "raw\n")
    }

    private static func value(_ name: String, _ memory: RecordMemory) throws -> Value? {
        switch name {
        case "null": .null
        case "true": .boolean(true)
        case "int8": .integer(.int8, -7)
        case "int64": .int64(.min)
        case "float32": .float32(1.1)
        case "float32 large": .float32(1.0e10)
        case "float64": .float64(0.1)
        case "float64 whole": .float64(100)
        case "float64 small": .float64(1.0e-5)
        case "string": memory.string("a\tb")
        case "decimal": decimal([0xCF, 0xCC], scale: 3, memory)
        case "decimal exponent": decimal([1], scale: -3, memory)
        case "date-time 0": .integer(.dateTime, 0)
        case "date-time leap": .integer(.dateTime, 951_782_399_999)
        case "date-time past": .integer(.dateTime, -1)
        case "date-time now": .integer(.dateTime, 1_763_696_646_000)
        case "array": memory.array([.integer(.int32, 1), memory.string("b"), .null, memory.array([])])
        case "map":
            memory.map([
                (memory.string("k"), .integer(.int32, 1)),
                (memory.string("l"), memory.map(memory.string("m"), .boolean(true))),
            ])
        case "struct": try structure(memory)
        case "struct empty":
            memory.structure(
                try HeldSchema(structNamed: nil, fields: [("b", HeldSchema(.string, optional: true))]).kept, [.null])
        default: nil
        }
    }

    private static func decimal(_ unscaled: [UInt8], scale: Int32, _ memory: RecordMemory) -> Value {
        unscaled.withUnsafeBytes { memory.decimal(unscaled: $0, scale: scale) }
    }

    private static func structure(_ memory: RecordMemory) throws -> Value {
        let inner = try HeldSchema(structNamed: nil, fields: [("x", HeldSchema(.float64))]).kept
        let logical = "org.apache.kafka.connect.data."
        let scale = [millrace_parameter(name: memory.text("scale"), value: memory.text("2"))]
        let decimal = try scale.withUnsafeBufferPointer { parameters in
            var description = millrace_schema_of(ValueType.bytes.rawValue)
            description.name = Text(Schema.LogicalName.decimal)
            description.parameters = parameters.baseAddress
            description.parameter_count = 1
            return try HeldSchema(interning: description)
        }
        let schema = try HeldSchema(
            structNamed: nil,
            fields: [
                ("a", HeldSchema(.int32)), ("b", HeldSchema(.string, optional: true)),
                ("c", HeldSchema(structNamed: nil, fields: [("x", HeldSchema(.float64))])),
                ("d", HeldSchema(arrayOf: HeldSchema(.int64))), ("date", HeldSchema(.int32, name: logical + "Date")),
                ("time", HeldSchema(.int32, name: logical + "Time")),
                ("ts", HeldSchema(.int64, name: logical + "Timestamp")), ("dec", decimal),
            ]
        ).kept
        let unscaled: [UInt8] = [0x97]
        return memory.structure(
            schema,
            [
                .integer(.int32, 1), .null, memory.structure(inner, [.float64(0.5)]),
                memory.array([.int64(1), .int64(2)]), .integer(.int32, 1), .integer(.int32, 3_723_004),
                .int64(1_700_000_000_000), unscaled.withUnsafeBytes { memory.bytes(copying: $0) },
            ])
    }
}

extension HeldSchema {
    /// The schema, held for as long as the tests run.
    fileprivate var kept: Schema {
        _ = Unmanaged.passRetained(self)
        return schema
    }
}
