import CMillrace
import ConnectData
import PluginHost
import TestSupport
import Testing

@Suite struct ForeignFunctionTests {
    // MARK: - Functions that people have

    @Test func itCallsTheMathLibrary() throws {
        let run = ForeignRun()
        run.add([("a", .float64(3)), ("b", .integer(.int32, 4))])
        #expect(try run.result("double(double, double)", "hypot", "a, b", library: "libm.so.6").as.float64 == 5)
        run.add([("a", .float64(3))])
        #expect(try run.result("double(double,double)", "pow", "a, 2", library: "libm.so.6").as.float64 == 9)
    }

    @Test func itCallsTheCLibrary() throws {
        let run = ForeignRun()
        let libc = "libc.so.6"
        run.add([("t", run.text("Grüße"))])
        #expect(try run.result("size_t(string)", "strlen", "t", library: libc).as.integer == 7)
        run.add([("c", .int64(97))])
        #expect(try run.result("int(int)", "toupper", "c", library: libc).as.integer == 65)
        run.add([("t", run.text("ff zz"))])
        #expect(try run.result("long(string, string, int)", "strtol", "t, null, 16", library: libc).as.integer == 255)
        run.add([("t", run.text("key=value"))])
        #expect(try run.result("string(string, int)", "strchr", "t, 61", library: libc).text == "=value")
        #expect(run.batch.records.last?.value.valueType == .string)
        run.add([("t", run.text("again"))])
        #expect(try run.result("owned string(string)", "strdup", "t", library: libc).text == "again")
    }

    @Test func itCallsZlib() throws {
        let run = ForeignRun()
        run.add([("body", run.bytes(Array("123456789".utf8)))])
        let checksum = try run.result("ulong(ulong, bytes:uint)", "crc32", "0, body", library: "libz.so.1")
        #expect(checksum.valueType == .int64)
        #expect(checksum.as.integer == 0xCBF4_3926)
        run.add([("text", run.text(String(repeating: "a", count: 1000)))])
        let packed = try run.result(
            "status(out bytes[256]:&ulong, bytes)", "compress", "text", library: "libz.so.1")
        #expect(packed.valueType == .bytes && packed.rawBytes.count < 50 && packed.rawBytes.first == 0x78)
        run.add([("packed", packed)])
        let whole = try run.result(
            "status(out string[2000]:&ulong, bytes)", "uncompress", "packed", library: "libz.so.1")
        #expect(whole.text == String(repeating: "a", count: 1000))
    }

    // MARK: - Types

    @Test func everyNumberGoesThereAndBack() throws {
        let run = ForeignRun()
        func call(_ signature: String, _ symbol: String, _ value: Value) throws -> Value {
            run.add([("n", value)])
            return try run.result(signature, symbol, "n")
        }
        func expect(_ value: Value, _ type: ValueType, _ number: Int64) {
            #expect(value.valueType == type)
            #expect(value.as.integer == number)
        }
        expect(try call("int8(int8)", "negate8", .int64(127)), .int8, -127)
        expect(try call("int16(int16)", "negate16", .integer(.int8, 5)), .int16, -5)
        expect(try call("int32(int32)", "negate32", .integer(.int32, .init(Int32.max))), .int32, -2_147_483_647)
        expect(try call("int64(int64)", "negate64", .int64(1 << 40)), .int64, -1 << 40)
        expect(try call("uint8(uint8)", "next8", .int64(254)), .int16, 255)
        expect(try call("uint16(uint16)", "next16", .int64(65534)), .int32, 65535)
        expect(try call("uint32(uint32)", "next32", .int64(1 << 31)), .int64, (1 << 31) + 1)
        expect(try call("uint64()", "all_bits", .null, arguments: ""), .int64, -1)
        #expect(try call("float(float)", "half", .integer(.int16, 5)).as.float32 == 2.5)
        #expect(try call("double(double)", "third", .float32(1.5)).as.float64 == 0.5)
        #expect(try call("bool(bool)", "is_not", .boolean(true)).as.boolean == 0)
        #expect(try call("bool(bool)", "is_not", .boolean(false)).valueType == .boolean)

        func call(_ signature: String, _ symbol: String, _ value: Value, arguments: String) throws -> Value {
            run.add([("n", value)])
            return try run.result(signature, symbol, arguments)
        }
    }

    @Test func manyParametersAreEachInTheirPlace() throws {
        let run = ForeignRun()
        run.add([("text", run.text("abc")), ("bytes", run.bytes([1, 2]))])
        let sum = try run.result(
            "double(int8, uint16, int32, int64, float, double, bool, string, bytes, uint32, double, float)",
            "sum_of_all", "-1, 2, 4, 8, 0.5, 16.25, true, text, bytes, 32, 64, 128")
        #expect(sum.as.float64 == -1 + 2 + 4 + 8 + 0.5 + 16.25 + 1 + 3 + 1 + 2 + 32 + 64 + 128)
    }

    @Test func textsComeFromTheLibrarysMemoryOrFromItsHeap() throws {
        let run = ForeignRun()
        run.add([("n", .int64(12)), ("t", run.text("ab"))])
        #expect(try run.result("string(int)", "size_of", "n").text == "large")
        run.add([("n", .int64(-1))])
        #expect(try run.result("string(int)", "size_of", "n").isNull)
        let long = String(repeating: "é", count: 500)
        run.add([("t", run.text(long))])
        #expect(try run.result("owned string(string)", "twice", "t").text == long + long)
    }

    @Test func buffersGiveWhatWasWritten() throws {
        let run = ForeignRun()
        run.add([("b", run.bytes([1, 2, 3]))])
        #expect(Array(try run.result("length(bytes, out bytes[8])", "reverse", "b").rawBytes) == [3, 2, 1])
        run.add([("b", run.text("abc"))])
        #expect(try run.result("length(bytes, out string[8])", "reverse", "b").text == "cba")
        run.add([("b", run.bytes([1, 2, 3, 4, 9]))])
        #expect(
            Array(try run.result("status(out bytes[4]:none, bytes:uint)", "digest", "b").rawBytes) == [8, 2, 3, 4])
        run.add([("t", run.text("loud"))])
        #expect(try run.result("void(string, out string[100])", "shout", "t").text == "LOUD")
    }

    @Test func nothingAndEmptyAreTwoThings() throws {
        let run = ForeignRun()
        run.add([("b", run.bytes([]))])
        #expect(try run.result("int(bytes)", "kind_of_nothing", "b").as.integer == 1)
        run.add([("b", .bytes(UnsafeRawBufferPointer(start: nil, count: 0)))])
        #expect(try run.result("int(bytes)", "kind_of_nothing", "b").as.integer == 1)
        run.add([])
        #expect(try run.result("int(bytes)", "kind_of_nothing", "null").as.integer == 2)
        run.add([])
        #expect(try run.result("int(bytes)", "kind_of_nothing", "x'00'").as.integer == 0)
    }

    @Test func constantsMayHoldWhatSeparatesThem() throws {
        let run = ForeignRun()
        run.add([("a,b", run.text("x")), ("in", run.map([("deep.er", run.text("abcd"))]))])
        #expect(try run.result("size_t(string)", "strlen", "'it''s, yes'", library: "libc.so.6").as.integer == 9)
        run.add([("a,b", run.text("x")), ("in", run.map([("deep.er", run.text("abcd"))]))])
        #expect(try run.result("size_t(string)", "strlen", "in.`deep.er`", library: "libc.so.6").as.integer == 4)
        run.add([("a,b", run.text("x"))])
        #expect(try run.result("size_t(string)", "strlen", "`a,b`", library: "libc.so.6").as.integer == 1)
    }

    @Test func theWholeValueCanBeTheArgument() throws {
        let batch = textBatch(["some text"])
        let config = ForeignRun.settings("size_t(string)", "strlen", "*", library: "libc.so.6")
        let step = try #require(
            try ForeignFunctions.transformation("io.millrace.transforms.ForeignFunction$Value", config))
        var index = 0
        try step.apply(to: batch, from: &index)
        #expect(batch.records[0].value.as.integer == 9)
    }

    // MARK: - Structs

    @Test func theResultIsANewFieldOrTakesTheOldOnesPlace() throws {
        let (number, text) = (try SchemaReference(.float64), try SchemaReference(.string))
        let schema = try SchemaReference.structure([("a", number), ("label", text), ("b", number)])
        let run = ForeignRun()
        for (a, b) in [(3.0, 4.0), (5, 12)] { run.add(schema, [.float64(a), run.text("l"), .float64(b)]) }
        var index = 0
        let config = ForeignRun.settings("double(double,double)", "hypot", "a,b", library: "libm.so.6")
        try run.transform(config.merging(["result": "c"]) { $1 }, from: &index)
        #expect(run.batch.records.map { $0.value.fields[3].as.float64 } == [5, 13])
        let added = try #require(run.batch.records[0].valueSchema)
        #expect(added.fields.map(\.name.string) == ["a", "label", "b", "c"])
        #expect(added.fields[3].schema?.pointee.optional == 1)
        #expect(run.batch.records[1].valueSchema == added)

        index = 0
        try run.transform(config.merging(["result": "label"]) { $1 }, from: &index)
        let replaced = try #require(run.batch.records[0].valueSchema)
        #expect(replaced.fields.map(\.name.string) == ["a", "label", "b", "c"])
        #expect(replaced.fields[1].schema.map { Schema($0).type } == .float64)
        #expect(run.batch.records[1].value.fields[1].as.float64 == 13)
    }

    @Test func typesAreCheckedBySchema() throws {
        let text = try SchemaReference(.string)
        let schema = try SchemaReference.structure([("in", try .structure([("a", text)]))])
        func message(_ arguments: String) -> String {
            let run = ForeignRun()
            run.add(schema, [.null])
            do {
                _ = try run.result("double(double)", "third", arguments)
                return "no error"
            } catch { return "\(error)" }
        }
        #expect(
            message("in.a")
                == "Argument 1 of the function third, field 'in.a', has a type that cannot be passed: it is "
                + "STRING (signature double(double))")
        #expect(message("in.b").contains("field 'in.b', is no field of the schema"))
    }

    // MARK: - Nulls and bad data

    @Test func nullArgumentsMakeTheResultNullOrFail() throws {
        let optional = try SchemaReference(.float64, optional: true)
        let schema = try SchemaReference.structure([("a", optional)])
        let run = ForeignRun()
        run.add(schema, [.null])
        let config = ForeignRun.settings("double(double)", "third", "a", library: try ForeignRun.zoo, ["result": "r"])
        var index = 0
        try run.transform(config, from: &index)
        #expect(run.batch.records[0].value.fields[1].isNull)
        index = 0
        let error = #expect(throws: ConnectError.self) {
            try run.transform(config.merging(["null.arguments": "fail"]) { $1 }, from: &index)
        }
        #expect(error?.code == .badData)
        #expect(error?.message.contains("field 'a', is null") == true)
        run.batch.append().pointee.set(.value, nil, .null)
        index = 1
        try run.transform(config, from: &index)
        #expect(run.batch.records[1].value.isNull)
    }

    @Test(arguments: [
        ("int8(int8)", "negate8", "big", "is a number that does not fit"),
        ("uint8(uint8)", "next8", "negative", "is a number that does not fit"),
        ("float(float)", "half", "inexact", "is a number that does not fit"),
        ("double(double)", "third", "huge", "is a number that does not fit"),
        ("float(float)", "half", "double", "has a type that cannot be passed: it is java.lang.Double"),
        ("int(int)", "negate32", "double", "has a type that cannot be passed"),
        ("bool(bool)", "is_not", "big", "has a type that cannot be passed"),
        ("owned string(string)", "twice", "nul", "is a text with a NUL in it"),
        ("owned string(string)", "twice", "big", "has a type that cannot be passed"),
        ("int(bytes)", "kind_of_nothing", "list", "has a type that cannot be passed: it is java.util.ArrayList"),
        ("string()", "not_utf8", "", "The function not_utf8 returned text that is not UTF-8"),
        ("length(bytes, out bytes[2])", "reverse", "nul", "The function reverse gave the length -1"),
        ("status(out bytes[4]:none, bytes:uint)", "digest", "''", "The function digest returned the status 22"),
    ])
    func whatCannotBeIsBadData(_ signature: String, _ symbol: String, _ arguments: String, _ message: String) throws {
        let run = ForeignRun()
        run.add([
            ("big", .int64(128)), ("negative", .int64(-1)), ("inexact", .int64((1 << 24) + 1)),
            ("huge", .int64((1 << 53) + 1)), ("double", .float64(1)), ("nul", run.text("a\0b")),
            ("list", .array(UnsafeBufferPointer(start: nil, count: 0))),
        ])
        let before = run.batch.records[0].value
        let error = #expect(throws: ConnectError.self) { try run.result(signature, symbol, arguments) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
        #expect(run.batch.records[0].value.equals(before))
    }

    // MARK: - Settings

    @Test(arguments: [
        (["library": "libnothing.so.9"], "library 'libnothing.so.9' cannot be loaded: "),
        (["library": "lib/libm.so"], "is a relative path"),
        (["symbol": "no_such_function"], "has no symbol 'no_such_function'"),
        (["symbol": "a_number"], "'a_number' of the library '"),
        (["symbol": "a_number"], "is a variable, not a function"),
        (["signature": "double(double"], "configuration signature: at character 14, expected ')'"),
        (["arguments": "a, b"], "Invalid arguments: there are 2, and the signature double(double) takes 1"),
        (["arguments": "'text'"], "argument 1 has a type that cannot be passed by the signature double(double)"),
        (["arguments": "null"], "argument 1 has a type that cannot be passed"),
        (["arguments": "a,"], "an argument is empty"),
        (["arguments": "'a"], "' is not closed"),
        (["arguments": "1x"], "1x is no number"),
        (["arguments": "x'0'"], "x'0' is no bytes"),
        (["arguments": "`a"], "` is not closed"),
        (
            ["signature": "uint8(uint8)", "symbol": "next8", "arguments": "256"],
            "argument 1 is a number that does not fit"
        ),
        (["null.arguments": "skip"], "Invalid value skip for configuration null.arguments"),
        (["result": ""], "Invalid value  for configuration result"),
    ])
    func aWrongSettingIsRefusedBeforeAnyRecord(_ changes: [String: String], _ message: String) throws {
        let config = ForeignRun.settings("double(double)", "third", "a", library: try ForeignRun.zoo, changes)
        let error = #expect(throws: ConnectError.self) {
            try ForeignFunctions.transformation("io.millrace.transforms.ForeignFunction$Key", config)
        }
        #expect(error?.code == .badConfig)
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    }

    @Test func settingsThatDoNotFitEachOtherAreToldByTheOneToChange() throws {
        func key(_ changes: [String: String], of name: String = "transforms.ForeignFunction$Key") throws -> String? {
            let config = ForeignRun.settings("double(double)", "third", "a", library: try ForeignRun.zoo, changes)
            return ForeignFunctions.mistake("io.millrace.\(name)", config)?.key
        }
        #expect(try key([:]) == nil)
        #expect(try key(["symbol": "no_such_function"]) == "symbol")
        #expect(try key(["arguments": ""]) == "arguments")
        #expect(try key(["signature": "length(double, out bytes[8])"]) == nil)
        let predicate = "transforms.predicates.ForeignFunction$Value"
        #expect(try key(["signature": "length(double, out bytes[8])"], of: predicate) == "signature")
        #expect(try key(["symbol": "no_such_function"], of: predicate) == "symbol")
        #expect(try key(["symbol": "no_such_function"], of: "transforms.Other") == nil)
    }

    // MARK: - The predicate

    private func predicate(_ config: [String: String], on batch: Batch) throws -> [Bool] {
        let name = "io.millrace.transforms.predicates.ForeignFunction$Value"
        let predicate = try #require(try ForeignFunctions.predicate(name, config))
        let results = UnsafeMutablePointer<Bool>.allocate(capacity: batch.count)
        defer { results.deallocate() }
        results.initialize(repeating: false, count: batch.count)
        var index = 0
        try predicate.test(batch, from: &index, results: results)
        return Array(UnsafeBufferPointer(start: results, count: batch.count))
    }

    @Test func thePredicateIsWhatCTakesForTrue() throws {
        let run = ForeignRun()
        for value: Value in [run.text("needle in hay"), run.text("hay"), .null] { run.add([("t", value)]) }
        _ = run.batch.append()
        let search = ForeignRun.settings("string(string, string)", "strstr", "t, 'needle'", library: "libc.so.6")
        #expect(try predicate(search, on: run.batch) == [true, false, false, false])
        let length = ForeignRun.settings("int(string, string)", "strcmp", "t, 'hay'", library: "libc.so.6")
        #expect(try predicate(length, on: run.batch) == [true, false, false, false])
        let buffer = ForeignRun.settings("length(bytes, out bytes[8])", "reverse", "t", library: try ForeignRun.zoo)
        #expect(throws: ConnectError.self) { try predicate(buffer, on: run.batch) }
    }
}
