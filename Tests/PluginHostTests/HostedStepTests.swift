import CMillrace
import ConnectData
import PluginHost
import TestSupport
import Testing

/// Converters, transformations, predicates and config providers from plugins.
@Suite struct HostedStepTests {
    @Test func aConverterTurnsValuesIntoBytesAndBack() throws {
        let converter = try HostedConverter(load("converter"), ["mark": "> "], side: .value)
        let batch = textBatch(["one", "two"])
        var index = 0
        try converter.fromConnect(batch, from: &index)
        #expect(index == 2)
        #expect(batch.records.map(\.value.valueType) == [.bytes, .bytes])
        #expect(batch.records.map(\.value.text) == ["> one", "> two"])
        index = 0
        try converter.toConnect(batch, from: &index)
        try BatchCheck.check(batch)
        #expect(batch.records.map(\.value.text) == ["one", "two"])
    }

    @Test func aStepThatFailsNamesTheRecordAndGoesOnBehindIt() throws {
        let transformation = try HostedTransformation(load("transformation"), [:])
        let batch = textBatch(["a", "b", "", "d"])
        batch.records[1].value = .int64(1)
        var index = 0
        #expect(throws: ConnectError(.badData, "not a text")) { try transformation.apply(batch, from: &index) }
        #expect(index == 1)
        index = 2
        try transformation.apply(batch, from: &index)
        try BatchCheck.check(batch)
        #expect(batch.records[0].value.text == "A")
        #expect(batch.records[2].isDropped)
        #expect(batch.records[3].value.text == "D")
    }

    @Test func whatAStepRefusesOfDroppedRecordsIsNobodysError() throws {
        let transformation = try HostedTransformation(load("careless-transformation"), [:])
        let batch = textBatch(["a", "-", "-", "b", "-"])
        for place in [1, 2, 4] { batch.records[place].isDropped = true }
        var index = 0
        try transformation.apply(batch, from: &index)
        #expect(index == 5)
        #expect(batch.records.filter { !$0.isDropped }.map(\.value.text) == ["seen", "seen"])
        batch.records[4].isDropped = false
        index = 4
        #expect(throws: ConnectError(.badData, "it begins with '-'")) { try transformation.apply(batch, from: &index) }
        #expect(index == 4)
    }

    @Test func aPredicateAnswersForEachRecord() throws {
        let predicate = try HostedPredicate(load("predicate"), ["length": "2"])
        let batch = textBatch(["a", "abc", "ab"])
        var index = 0
        let results = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 3)
        defer { results.deallocate() }
        try predicate.test(batch, from: &index, results: results)
        #expect(Array(results) == [0, 1, 0])
    }

    /// A plugin needs no C: this one writes down for itself what it needs of the header.
    @Test(.enabled(if: Zoo.hasCompiler("rustc"), "there is no rustc"))
    func aPluginInRustIsLikeAnyOther() throws {
        let plugin = try load("rust-predicate")
        #expect(plugin.name == "zoo.EvenLength")
        let predicate = try HostedPredicate(plugin, [:])
        let batch = textBatch(["a", "ab", "", "abc"])
        batch.records[3].value = .int64(1)
        var index = 0
        let results = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 4)
        defer { results.deallocate() }
        #expect(throws: ConnectError(.badData, "neither a text nor bytes")) {
            try predicate.test(batch, from: &index, results: results)
        }
        #expect(index == 3)
        #expect(Array(results.prefix(3)) == [0, 1, 1])
        predicate.destroy()
    }

    @Test func aHeaderConverterWorksOnOneHeader() throws {
        let converter = try HostedHeaderConverter(load("header-converter"), [:])
        let memory = textBatch(["text"])
        var header = Header()
        header.name = Text("trace")
        header.value = memory.records[0].value
        try converter.fromConnect(&header, topic: Text("t"), memory: memory)
        #expect(header.value.valueType == .bytes)
        try converter.toConnect(&header, topic: Text("t"), memory: memory)
        #expect(header.value.text == "text")
        header.value = .int64(1)
        #expect(throws: ConnectError(.badData, "header trace is not a text")) {
            try converter.fromConnect(&header, topic: Text("t"), memory: memory)
        }
    }

    @Test func aConfigProviderGivesValuesAndHowLongTheyHold() throws {
        let provider = try HostedConfigProvider(load("config-provider"), ["prefix": "secret of "])
        let some = try provider.get(path: "db", keys: ["user", "password"])
        #expect(some.values == ["user": "secret of db/user", "password": "secret of db/password"])
        #expect(some.lifetime == 60_000)
        #expect(try provider.get(path: "db", keys: []).values == ["only": "secret of db/only"])
        #expect(throws: ConnectError(.badConfig, "no such path")) { try provider.get(path: "nowhere", keys: []) }
    }
}
