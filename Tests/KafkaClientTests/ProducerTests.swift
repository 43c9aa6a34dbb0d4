import CRdkafka
import Foundation
import TestSupport
import Testing

@testable import KafkaClient

@Suite struct ProducerTests {
    @Test func everyRecordIsReportedOnceWithItsOpaqueAndOffset() throws {
        let cluster = try MockCluster()
        let count = 2000
        for index in 0..<count {
            try cluster.producer.send("t", partition: 0, value: "v\(index)", opaque: UInt(index))
        }
        var reported = [Int64?](repeating: nil, count: count)
        let done = cluster.producer.flush(timeoutMilliseconds: 20_000) { opaque, error, partition, offset in
            #expect(error == nil)
            #expect(partition == 0)
            #expect(reported[Int(opaque)] == nil, "reported twice")
            reported[Int(opaque)] = offset
        }
        #expect(done)
        #expect(reported == (0..<Int64(count)).map { $0 })
        #expect(cluster.producer.queuedCount == 0)
    }

    /// With idempotence on, retriable errors are retried in order and nobody hears of them.
    @Test func retriableErrorsAreRetried() throws {
        let cluster = try MockCluster(["retry.backoff.ms": "10"])
        cluster.fail(
            MockCluster.produce, [RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT])
        try cluster.producer.send("t", value: "v")
        try cluster.producer.flushAll()
    }

    @Test func anErrorThatIsNotRetriableReachesTheRecord() throws {
        let cluster = try MockCluster()
        cluster.fail(MockCluster.produce, [RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED])
        try cluster.producer.send("t", value: "v", opaque: 7)
        var failed: [UInt: KafkaError] = [:]
        #expect(cluster.producer.flush(timeoutMilliseconds: 20_000) { opaque, error, _, _ in failed[opaque] = error })
        let error = try #require(failed[7])
        #expect(error.name == "TOPIC_AUTHORIZATION_FAILED")
        #expect(!error.isRetriable)
        #expect(!error.isFatal)
    }

    @Test func anOutageOfAllBrokersIsAnEventAndLosesNothing() throws {
        let cluster = try MockCluster()
        try cluster.producer.send("t", value: "1")
        try cluster.producer.flushAll()
        cluster.setDown(1)
        try cluster.producer.send("t", value: "2")
        let deadline = MonotonicClock.milliseconds + 20_000
        var isReported = false
        while !isReported {
            try #require(MonotonicClock.milliseconds < deadline)
            cluster.producer.pollDeliveries(timeoutMilliseconds: 20) { _, _, _, _ in Issue.record("delivered to nobody")
            }
            while let event = cluster.producer.nextEvent() {
                if case .error(let error) = event, error.name == "_ALL_BROKERS_DOWN" { isReported = error.isRetriable }
            }
        }
        cluster.setUp(1)
        try cluster.producer.flushAll()
    }

    @Test func aFencedProducerIsFatal() throws {
        let cluster = try MockCluster(["transactional.id": "t"])
        try cluster.producer.initTransactions(timeoutMilliseconds: 10_000)
        try cluster.producer.beginTransaction()
        cluster.fail(MockCluster.produce, [RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH])
        cluster.fail(MockCluster.initProducerId, [RD_KAFKA_RESP_ERR_PRODUCER_FENCED])
        try cluster.producer.send("t", value: "v")
        _ = cluster.producer.flush(timeoutMilliseconds: 20_000) { _, _, _, _ in }
        let error = #expect(throws: KafkaError.self) {
            try cluster.producer.commitTransaction(timeoutMilliseconds: 10_000)
        }
        #expect(error?.isFatal == true || error?.requiresAbort == true, "\(error.map { "\($0)" } ?? "")")
        if error?.requiresAbort == true {
            let second = #expect(throws: KafkaError.self) {
                try cluster.producer.abortTransaction(timeoutMilliseconds: 10_000)
            }
            #expect(second?.isFatal == true)
        }
        #expect(cluster.producer.fatalError?.isFatal == true)
        guard case .failed(let refused) = try send(cluster.producer, "more") else {
            Issue.record("a fenced producer took a record")
            return
        }
        #expect(refused.isFatal)
    }

    private func send(_ producer: KafkaProducer, _ value: String) throws -> SendOutcome {
        let topic = try producer.topic("t")
        return withBytes(value) { producer.send(topic: topic, key: nil, value: $0) }
    }

    @Test func aFullQueueSaysSoAndTakesTheRecordLater() throws {
        let cluster = try MockCluster(["queue.buffering.max.messages": "10"])
        cluster.setDown(1)
        for index in 0..<10 { try cluster.producer.send("t", value: "\(index)") }
        guard case .queueFull = try send(cluster.producer, "10") else {
            Issue.record("the queue is not bounded")
            return
        }
        cluster.setUp(1)
        try cluster.producer.flushAll()
        guard case .queued = try send(cluster.producer, "10") else {
            Issue.record("there is room, but it is not used")
            return
        }
        try cluster.producer.flushAll()
    }

    @Test func aPurgeReportsEveryRecord() throws {
        let cluster = try MockCluster()
        cluster.setDown(1)
        for index in 0..<5 { try cluster.producer.send("t", value: "v", opaque: UInt(index)) }
        cluster.producer.purge(inFlight: true)
        var purged: Set<UInt> = []
        _ = cluster.producer.flush(timeoutMilliseconds: 20_000) { opaque, error, _, _ in
            if error?.name.hasPrefix("_PURGE") == true { purged.insert(opaque) }
        }
        #expect(purged == [0, 1, 2, 3, 4])
    }

    @Test func flushSaysWhetherAllIsDelivered() throws {
        let cluster = try MockCluster()
        cluster.setDown(1)
        try cluster.producer.send("t", value: "v")
        #expect(!cluster.producer.flush(timeoutMilliseconds: 50) { _, _, _, _ in })
    }

    @Test func aTopicIsFoundAgain() throws {
        let cluster = try MockCluster()
        let names = (0..<300).map { "topic-\($0)" }
        let handles = try names.map { try cluster.producer.topic($0) }
        for (name, handle) in zip(names, handles) {
            #expect(handle.name == name)
            #expect(try cluster.producer.topic(name).pointer == handle.pointer)
        }
    }

    @Test(arguments: ["", "a\0b", String(repeating: "x", count: 600)]) func anImpossibleTopicIsAnError(_ name: String)
        throws
    {
        let producer = try MockCluster().producer
        #expect(throws: KafkaError.self) { try producer.topic(name) }
    }

    @Test func aTimestampBefore1970IsAnError() throws {
        let producer = try MockCluster().producer
        #expect(throws: KafkaError.self) { try producer.send("t", value: "v", timestamp: -1) }
    }

    @Test func nothingIsPrintedAndLogLinesReachTheOwner() throws {
        let properties = try ClientProperties.translate(
            ["bootstrap.servers": "127.0.0.1:1", "reconnect.backoff.ms": "10"], for: .producer)
        let producer = try KafkaProducer(properties: properties)
        try producer.send("t", value: "v")
        let deadline = MonotonicClock.milliseconds + 20_000
        var hasLine = false
        while !hasLine {
            try #require(MonotonicClock.milliseconds < deadline)
            producer.pollDeliveries(timeoutMilliseconds: 20) { _, _, _, _ in }
            while let event = producer.nextEvent() {
                if case .log(_, _, let message) = event { hasLine = hasLine || message.contains("127.0.0.1:1") }
            }
        }
    }

    /// The hashes are those of Java's `Utils.murmur2`, as its own tests list them.
    @Test(
        arguments: [
            ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
        ] as [(String, Int32)])
    func keysGoWhereJavaSendsThem(_ key: String, _ hash: Int32) throws {
        let broker = try Broker.shared()
        let topic = try broker.topic(partitions: 7)
        let producer = try KafkaProducer(properties: broker.properties(.producer))
        try producer.send(topic, key: key, value: "v")
        var partition: Int32 = -1
        #expect(producer.flush(timeoutMilliseconds: 20_000) { _, _, found, _ in partition = found })
        #expect(partition == (hash & 0x7FFF_FFFF) % 7)
    }
}
