import CMillrace
import ConnectData
import Dispatch
import MillracePlugin
import PluginHost
import Synchronization
import TaskProtocol
import Testing

@Suite struct TaskTests {
    private func source(_ mode: String) throws -> HostedSourceTask {
        let task = try HostedSourceTask(try Sample.find(.source), offsets: Services())
        try task.start(["mode": mode])
        return task
    }

    @Test func aSourcesRecordsPassTheHostsCheck() throws {
        let task = try source("fill")
        let batch = try #require(try task.poll())
        try BatchCheck.check(batch)
        let record = try #require(batch.records.first)
        #expect(batch.count == 1 && record.topic.string == "people" && record.token == 99)
        #expect(record.partitionIfSet == 7 && record.timestampIfSet == 1000)
        #expect(Text(record.key.rawBytes).string == "key")
        let schema = try #require(record.valueSchema)
        #expect(schema.name.string == "person" && schema.version == 3)
        #expect(schema.fields.map(\.name.string) == ["name", "scores"])
        #expect(Text(record.value.fields[0].rawBytes).string == "Ada")
        #expect(record.value.fields[1].elements.map(\.as.integer) == [1, 2])
        #expect(record.headerList.map(\.name.string) == ["h"])
        let offset = try #require(record.source_offset?.pointee.entries.first)
        #expect(Text(offset.value.rawBytes).string == "offset of 1")
    }

    @Test func nothingNowIsNoBatch() throws {
        #expect(try source("none").poll() == nil)
    }

    @Test func aRetriableErrorSaysSo() throws {
        let task = try source("retry")
        #expect(throws: ConnectError(.retriable, "not now")) { try task.poll() }
    }

    @Test func stopEndsAWaitOnAnotherThread() throws {
        let task = try source("wait")
        let stop = task.stop
        DispatchQueue.global().async { try? stop() }
        #expect(try task.poll() == nil)
    }

    @Test func acknowledgementsReachATaskThatWantsThem() throws {
        let task = try source("none")
        #expect(task.wantsAcknowledgements)
        let records = [millrace_acknowledgement(token: 5, offset: 12, partition: 0, reserved: 0)]
        try records.withUnsafeBufferPointer { try task.acknowledged($0) }
        #expect(SampleSourceTask.log.withLock { $0 } == ["5@12"])
    }

    private func batch(_ texts: [String]) -> Batch {
        let batch = Batch(records: texts.count)
        let memory = RecordMemory(batch.pointer)
        for text in texts {
            let record = batch.append()
            record.pointee.topic = memory.text("t")
            record.pointee.setValue(memory.string(text))
        }
        return batch
    }

    @Test func aSinkTaskRunsThroughTheABI() throws {
        let services = Services()
        let task = try HostedSinkTask(try Sample.find(.sink), services: services)
        try task.start([:])
        try task.open([SinkPartition(topic: "t", partition: 0), SinkPartition(topic: "t", partition: 1)])
        try task.put(batch(["a", "errant", "keep"]))
        #expect(throws: ConnectError(.retriable, "later")) { try task.put(batch(["b", "again"])) }
        let safe = try task.preCommit([
            SinkOffset(SinkPartition(topic: "t", partition: 0), offset: 10),
            SinkOffset(SinkPartition(topic: "t", partition: 1), offset: 20),
        ])
        #expect(safe == [SinkOffset(SinkPartition(topic: "t", partition: 0), offset: 9)])
        try task.close([SinkPartition(topic: "t", partition: 0)])
        try task.stop()
        #expect(
            SampleSinkTask.log.withLock { $0 } == [
                #"open ["t-0", "t-1"]"#, "put a", "put errant", "put keep", "put b", "close 1", "stop",
            ])
        #expect(services.notes.withLock { $0 } == ["errant 1 no good", "retry after 5"])
        let kept = SampleSinkTask.retained.withLock { $0 }
        #expect(kept.flatMap(\.records).map { Text($0.value.rawBytes).string } == ["a", "errant", "keep"])
        SampleSinkTask.retained.withLock { $0 = [] }
    }

    @Test func aTransformationLeavesARecordThatFailsAsItWas() throws {
        let transformation = try HostedTransformation(try Sample.find(.transformation), [:])
        let batch = batch(["a", "drop", "bad", "b"])
        var index = 0
        #expect(throws: ConnectError(.badData, "bad text")) { try transformation.apply(batch, from: &index) }
        #expect(index == 2)
        index = 3
        try transformation.apply(batch, from: &index)
        #expect(batch.records.map { Text($0.value.rawBytes).string } == ["A", "DROP", "bad", "B"])
        #expect(batch.records.map(\.isDropped) == [false, true, false, false])
        #expect(batch.records.map(\.topic.string) == ["changed", "changed", "t", "changed"])
    }

    @Test func aPredicateJudgesEachRecord() throws {
        let predicate = try HostedPredicate(try Sample.find(.predicate), ["prefix": "a"])
        let results = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 3)
        defer { results.deallocate() }
        var index = 0
        try predicate.test(batch(["ab", "ba", "a"]), from: &index, results: results)
        #expect(Array(results) == [1, 0, 1] && index == 3)
    }

    @Test func aConverterWorksOnItsSide() throws {
        let converter = try HostedConverter(try Sample.find(.converter), [:], side: .value)
        let batch = batch(["ab", "cd"])
        batch.append().pointee.setValue(.null)
        var index = 0
        try converter.fromConnect(batch, from: &index)
        #expect(batch.records.map(\.value.valueType) == [.bytes, .bytes, .null])
        #expect(batch.records.map { Text($0.value.rawBytes).string } == ["ba", "dc", ""])
        index = 0
        try converter.toConnect(batch, from: &index)
        #expect(batch.records.map { Text($0.value.rawBytes).string } == ["ab", "cd", ""])
        #expect(throws: ConnectError(.badConfig, "no keys")) {
            try HostedConverter(try Sample.find(.converter), ["noKeys": ""], side: .key)
        }
    }

    @Test func aHeaderConverterWorksOnOneHeader() throws {
        let converter = try HostedHeaderConverter(try Sample.find(.headerConverter), [:])
        let batch = Batch(records: 1)
        let memory = RecordMemory(batch.pointer)
        var header = Header(name: memory.text("h"), schema: nil, value: memory.string("ab"))
        try converter.fromConnect(&header, topic: memory.text("t"), memory: batch)
        #expect(header.value.valueType == .bytes && Text(header.value.rawBytes).string == "ba")
        try converter.toConnect(&header, topic: memory.text("t"), memory: batch)
        #expect(header.value.valueType == .string && Text(header.value.rawBytes).string == "ab")
    }

    @Test func aConfigProviderGivesKeysAndLifetime() throws {
        let provider = try HostedConfigProvider(try Sample.find(.configProvider), ["suffix": "!"])
        let some = try provider.get(path: "p", keys: ["a", "b"])
        #expect(some.values == ["a": "p!", "b": "p!"] && some.lifetime == 500)
        let all = try provider.get(path: "p", keys: [])
        #expect(all.values == ["all": "p!"] && all.lifetime == nil)
    }
}
