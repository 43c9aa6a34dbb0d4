import CMillrace
import ConnectData
import PluginHost
import Synchronization
import TaskProtocol
import TestSupport
import Testing

/// One process runs one sink task, and so do these tests: one after the other.
@Suite(.serialized) struct HostedSinkTests {
    final class Services: SinkTaskServices {
        var errant: [String] = []
        var refusal: ConnectError?

        func seek(_ offsets: [SinkOffset]) {}
        func pause(_ partitions: [SinkPartition]) {}
        func resume(_ partitions: [SinkPartition]) {}
        func retryAfter(milliseconds: Int64) {}
        func requestCommit() {}

        func reportErrant(_ batch: Batch, index: Int, message: String) throws(ConnectError) {
            if let refusal { throw refusal }
            errant.append("\(batch.records[index].value.text): \(message)")
        }
    }

    /// The lines that plugins logged.
    static let lines: @Sendable () -> [String] = {
        let lines = SharedLines()
        HostTable.setLog { _, line in lines.add(line) }
        return { lines.all }
    }()

    final class SharedLines: Sendable {
        private let lines = Mutex<[String]>([])

        var all: [String] { lines.withLock { $0 } }

        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private let services = Services()

    private func start(_ name: String, _ config: [String: String] = [:]) throws -> HostedSinkTask {
        _ = Self.lines
        let task = try HostedSinkTask(load(name), services: services)
        try task.start(config)
        return task
    }

    @Test func aSinkReadsItsRecordsInPlace() throws {
        let task = try start("sink", ["log.values": "true"])
        try task.put(textBatch(["in", "place"]))
        #expect(Self.lines().contains("in"))
        #expect(Self.lines().contains("place"))
        try task.stop()
        task.destroy()
    }

    @Test func aTaskWithoutPreCommitFlushesAndLetsEverythingBeCommitted() throws {
        let task = try start("sink")
        let offsets = [SinkOffset(SinkPartition(topic: "t", partition: 3), offset: 42)]
        #expect(try task.preCommit(offsets) == offsets)
    }

    @Test func aPutThatFailsForNowSucceedsWithTheSameBatchLater() throws {
        let task = try start("retry-in-put")
        let batch = textBatch(["a"])
        #expect(throws: ConnectError(.retriable, "the zoo is busy")) { try task.put(batch) }
        try task.put(batch)
    }

    @Test func aRecordThatCannotBeDeliveredIsReported() throws {
        let task = try start("errant-in-put")
        try task.put(textBatch(["x", "y"]))
        #expect(
            services.errant == [
                "x: the zoo does not take this record", "y: the zoo does not take this record",
            ])
    }

    @Test func aReportThatIsNotToleratedEndsThePut() throws {
        let task = try start("errant-in-put")
        services.refusal = ConnectError(.fatal, "Tolerance exceeded")
        #expect(throws: ConnectError(.fatal, "Tolerance exceeded")) { try task.put(textBatch(["x"])) }
    }

    @Test func aBatchThatTheSinkRetainsLivesUntilItIsReleased() throws {
        let task = try start("retaining-sink")
        weak var kept: Batch?
        do {
            let batch = textBatch(Array(repeating: "four", count: 1000))
            kept = batch
            try task.put(batch)
        }
        // The flush waits until the sink's own thread has read the batch and given it back.
        _ = try task.preCommit([])
        #expect(Self.lines().contains("retained: 1000 4000"))
        #expect(kept == nil)
        task.destroy()
    }

    @Test func aSinkConnectorIsAskedNoQuestionOfASource() throws {
        let connector = try HostedConnector(load("sink"), services: RecordedServices())
        #expect(try connector.exactlyOnceSupport([:]) == .unknown)
        #expect(try connector.transactionBoundaries([:]) == .unknown)
    }

    @Test func theBlackholeCountsRecordsAndBytes() throws {
        let task = try start("Blackhole", ["log.every": "3"])
        try task.put(textBatch(["ab", "cd"]))
        #expect(!Self.lines().contains { $0.hasPrefix("Swallowed 2 records") })
        try task.put(textBatch(["ef", "gh"]))
        #expect(Self.lines().contains { $0.hasPrefix("Swallowed 4 records, 8 bytes") })
        try task.stop()
        task.destroy()
    }
}
