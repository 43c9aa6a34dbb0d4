import CMillrace
import ConnectData
import Converters
import Testing

/// The built-in converters as a task uses them: over batches, by name, with the settings of the worker file.
@Suite struct BuiltinConverterTests {
    @Test(arguments: [
        "org.apache.kafka.connect.json.JsonConverter", "JsonConverter", "Json",
        "org.apache.kafka.connect.storage.StringConverter", "StringConverter", "String",
        "org.apache.kafka.connect.converters.ByteArrayConverter", "ByteArrayConverter", "ByteArray",
    ])
    func areFoundByEveryNameOfConnect(name: String) throws {
        #expect(try BuiltinConverters.converter(name, [:], .key) != nil)
        #expect(try BuiltinConverters.headerConverter(name, [:]) != nil)
    }

    @Test func knowNoOtherNames() throws {
        #expect(try BuiltinConverters.converter("com.example.AvroConverter", [:], .value) == nil)
        #expect(try BuiltinConverters.converter("SimpleHeaderConverter", [:], .value) == nil)
        #expect(try BuiltinConverters.headerConverter("SimpleHeaderConverter", [:]) != nil)
    }

    @Test(arguments: [
        ("JsonConverter", "schemas.enable", "maybe"), ("JsonConverter", "decimal.format", "HEX"),
        ("JsonConverter", "schemas.cache.size", "many"), ("JsonConverter", "schema.content", "{"),
        ("StringConverter", "converter.encoding", "EBCDIC"),
    ])
    func refuseAWrongSettingByItsName(converter: String, key: String, value: String) {
        let error = #expect(throws: ConnectError.self) {
            try BuiltinConverters.converter(converter, [key: value], .value)
        }
        #expect(error?.code == .badConfig)
        #expect(error?.message.contains(key) == true)
    }

    /// As Java writes and reads them.
    @Test(
        arguments: [
            ("windows-1252", "é€日", [0xE9, 0x80, 0x3F], "é€?"),
            ("Shift_JIS", "日本é", [0x93, 0xFA, 0x96, 0x7B, 0x3F], "日本?"),
            ("GB18030", "日", [0xC8, 0xD5], "日"), ("Cp037", "A日", [0xC1, 0x6F], "A?"),
            ("UTF-32", "A", [0, 0, 0, 0x41], "A"),
            ("ISO-2022-JP", "日", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x42], "日"),
        ] as [(String, String, [UInt8], String)])
    func textsHaveTheCharacterSetThatIsSet(name: String, text: String, bytes: [UInt8], back: String) throws {
        let converter = try #require(
            try BuiltinConverters.converter("StringConverter", ["converter.encoding": name], .value))
        let batch = batch([text])
        batch.records[0].value = .string(batch.records[0].value.rawBytes)
        var index = 0
        try converter.fromConnect(batch, from: &index)
        #expect(Array(batch.records[0].value.rawBytes) == bytes)
        index = 0
        try converter.toConnect(batch, from: &index)
        #expect(self.text(batch.records[0].value) == back)
    }

    @Test func malformedTextIsReplaced() throws {
        let converter = try #require(
            try BuiltinConverters.converter("StringConverter", ["converter.encoding": "Shift_JIS"], .value))
        let batch = batch([""])
        batch.records[0].value = .bytes(([0x41, 0xFF, 0x42, 0x93] as [UInt8]).withUnsafeBytes { batch.copy($0) })
        var index = 0
        try converter.toConnect(batch, from: &index)
        #expect(Array(batch.records[0].value.rawBytes) == Array("A\u{FFFD}B\u{FFFD}".utf8))
    }

    @Test func convertOneSideAndLeaveTheOther() throws {
        let batch = batch(["{\"a\":1}", "[2]"])
        for index in 0..<2 { batch.records[index].key = batch.records[index].value }
        let converter = try #require(
            try BuiltinConverters.converter("JsonConverter", ["schemas.enable": "false"], .key))
        var index = 0
        try converter.toConnect(batch, from: &index)
        #expect(index == 2)
        #expect(batch.records[0].key.valueType == .map)
        #expect(batch.records[1].key.valueType == .array)
        #expect(batch.records[0].value.valueType == .bytes)
    }

    /// A plugin's step may follow, after which the host checks the batch.
    @Test(arguments: [
        #"{"schema":{"type":"string","default":"some text"},"payload":null}"#,
        #"{"schema":{"type":"struct","fields":[{"field":"a","type":"array","items":{"type":"string"},"default":["x"]}]},"payload":{}}"#,
    ])
    func takeDefaultsIntoTheBatch(document: String) throws {
        let batch = batch([document])
        let converter = try #require(try BuiltinConverters.converter("JsonConverter", [:], .value))
        var index = 0
        try converter.toConnect(batch, from: &index)
        try BatchCheck.check(batch)
        let value = batch.records[0].value
        let text = value.valueType == .structure ? value.fields[0].elements[0] : value
        #expect(["some text", "x"].contains(self.text(text)))
    }

    /// The runtime skips, retries or fails at the record that is at fault, and then goes on.
    @Test func stopAtTheRecordAtFaultAndGoOnAfterIt() throws {
        let batch = batch(["1", "nope", "3", "4"])
        batch.records[2].isDropped = true
        let converter = try #require(
            try BuiltinConverters.converter("JsonConverter", ["schemas.enable": "false"], .value))
        var index = 0
        #expect(throws: ConnectError.self) { try converter.toConnect(batch, from: &index) }
        #expect(index == 1)
        #expect(text(batch.records[1].value) == "nope")
        index = 2
        try converter.toConnect(batch, from: &index)
        #expect(text(batch.records[2].value) == "3")
        #expect(batch.records[3].value.valueType == .int64)
    }

    @Test func passStringsOnWithoutACopy() throws {
        let batch = batch(["héllo"])
        let converter = try #require(try BuiltinConverters.converter("StringConverter", [:], .value))
        let before = batch.records[0].value.as.bytes
        var index = 0
        try converter.toConnect(batch, from: &index)
        #expect(batch.records[0].value.valueType == .string)
        #expect(batch.records[0].valueSchema?.type == .string)
        #expect(batch.records[0].valueSchema?.isOptional == true)
        index = 0
        try converter.fromConnect(batch, from: &index)
        #expect(batch.records[0].value.as.bytes == before)
        #expect(batch.records[0].valueSchema == nil)
    }

    /// A batch in which the schema changes from record to record, with a cache of any size.
    @Test(arguments: ["-1", "0", "1", "1000"]) func followChangesOfTheSchema(cacheSize: String) throws {
        let types = ["int32", "int64", "double", "string"]
        let documents = (0..<40).map { place in
            let type = types[place % types.count]
            let payload = type == "string" ? "\"5\"" : type == "double" ? "5.0" : "5"
            return "{\"schema\":{\"type\":\"\(type)\",\"optional\":false},\"payload\":\(payload)}"
        }
        let batch = batch(documents)
        let converter = try #require(
            try BuiltinConverters.converter("JsonConverter", ["schemas.cache.size": cacheSize], .value))
        var index = 0
        try converter.toConnect(batch, from: &index)
        #expect(
            batch.records.map { $0.valueSchema?.type.name }
                == (0..<40).map { ["INT32", "INT64", "FLOAT64", "STRING"][$0 % 4] })
        index = 0
        try converter.fromConnect(batch, from: &index)
        #expect(batch.records.map { text($0.value) } == documents)
    }

    @Test func convertHeadersInAListOfTheirOwn() throws {
        let batch = batch(["v"])
        let headers = batch.allocate(2, of: Header.self)
        for (place, content) in ["true", "text"].enumerated() {
            (headers + place).initialize(to: Header(name: Text("name"), schema: nil, value: bytes(content, batch)))
        }
        batch.records[0].headers = UnsafePointer(headers)
        batch.records[0].header_count = 2
        let converter = try #require(try BuiltinConverters.headerConverter("SimpleHeaderConverter", [:]))
        var index = 0
        try converter.toConnect(batch, from: &index)
        #expect(batch.records[0].headerList.map(\.value.valueType) == [.boolean, .string])
        #expect(batch.records[0].headerList.allSatisfy { $0.schema != nil })
        #expect(headers[0].value.valueType == .bytes)
        index = 0
        try converter.fromConnect(batch, from: &index)
        #expect(batch.records[0].headerList.map { text($0.value) } == ["true", "text"])
    }

    /// Whatever is in a payload, the converter gives a value or bad data, and what it gave it writes and reads again.
    @Test func surviveMutatedPayloads() throws {
        var random = SplitMix(state: 11)
        let seeds = ConverterCase.table("to-connect").filter { $0.converter == "JsonConverter" }
            .compactMap { $0.bytes("input") }.filter { !$0.isEmpty }
        var read = 0
        for settings in [[:], ["schemas.enable": "false"]] {
            let converter = try #require(try BuiltinConverters.converter("JsonConverter", settings, .value))
            for _ in 0..<4000 {
                var document = seeds[Int(random.next() % UInt64(seeds.count))]
                let place = Int(random.next() % UInt64(document.count))
                document[place] = seeds[Int(random.next() % UInt64(seeds.count))].randomElement(using: &random) ?? 0x20
                let batch = Batch(records: 1)
                batch.append().pointee.value = document.withUnsafeBytes { .bytes(batch.copy($0)) }
                var index = 0
                guard (try? converter.toConnect(batch, from: &index)) != nil else { continue }
                let first = batch.records[0]
                index = 0
                guard (try? converter.fromConnect(batch, from: &index)) != nil else { continue }
                index = 0
                // A value without schema can be one that no document gives, such as none at all.
                try converter.toConnect(batch, from: &index)
                #expect(batch.records[0].valueSchema == first.valueSchema)
                if !String(decoding: document, as: UTF8.self).contains(where: { "eE.".contains($0) }) {
                    #expect(batch.records[0].value.equals(first.value), "\(String(decoding: document, as: UTF8.self))")
                }
                read += 1
            }
        }
        #expect(read > 500)
    }

    private func batch(_ payloads: [String]) -> Batch {
        let batch = Batch(records: payloads.count)
        for payload in payloads { batch.append().pointee.value = bytes(payload, batch) }
        return batch
    }

    private func bytes(_ text: String, _ batch: Batch) -> Value {
        Array(text.utf8).withUnsafeBytes { .bytes(batch.copy($0)) }
    }

    private func text(_ value: Value) -> String { String(decoding: value.rawBytes, as: UTF8.self) }
}

/// Sebastiano Vigna's SplitMix64: the same sequence on every run.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
