import CRdkafka
import TestSupport
import Testing

@testable import KafkaClient

@Suite struct ConsumerTests {
    private let broker: Broker

    init() throws {
        broker = try Broker.shared()
    }

    /// Sends the numbers from 0 as values.
    private func fill(_ topic: String, _ count: Int, partition: Int32 = 0, on other: Broker? = nil) throws {
        let producer = try KafkaProducer(properties: (other ?? broker).properties(.producer))
        for index in 0..<count { try producer.send(topic, partition: partition, value: "\(index)") }
        try producer.flushAll()
    }

    @Test(arguments: BrokerProgram.allCases)
    func recordsAreReadInPlaceAndInOrder(program: BrokerProgram) throws {
        let broker = try Broker.shared(program)
        let topic = try broker.topic()
        let producer = try KafkaProducer(properties: broker.properties(.producer))
        let headers = MessageHeaders()
        withBytes("h") { name in
            headers.append(name: name!, value: nil)
            withBytes("x") { headers.append(name: name!, value: $0) }
            withBytes("") { headers.append(name: name!, value: $0) }
        }
        try producer.send(topic, partition: 0, key: "k", value: "v", timestamp: 0, headers: headers)
        try producer.send(topic, partition: 0, key: "", value: nil, timestamp: 99)
        try producer.send(topic, partition: 0, key: nil, value: "")
        try producer.flushAll()

        let consumer = try broker.consumer(Broker.unique("g"))
        try consumer.subscribe(topics: [topic])
        var count = 0
        try consumer.consume(3) { message in
            #expect(message.topic == topic)
            #expect(message.topicName.text == topic)
            #expect(message.partition == 0)
            #expect(message.offset == Int64(count))
            switch count {
            case 0:
                #expect(message.key?.text == "k")
                #expect(message.value?.text == "v")
                #expect(message.timestamp == (0, .createTime))
                let headers = try #require(try message.headers())
                #expect((0..<headers.count).map { headers[$0].name.text } == ["h", "h", "h"])
                #expect((0..<headers.count).map { headers[$0].value?.text } == [nil, "x", ""])
            case 1:
                #expect(message.key?.count == 0)
                #expect(message.value == nil)
                #expect(message.timestamp == (99, .createTime))
                #expect(try message.headers() == nil)
            default:
                #expect(message.key == nil)
                #expect(message.value?.count == 0)
            }
            count += 1
        }
        try consumer.close()
    }

    @Test func aBatchHoldsNoMoreThanItsCapacity() throws {
        let topic = try broker.topic()
        try fill(topic, 25)
        let consumer = try broker.consumer(Broker.unique("g"))
        try consumer.subscribe(topics: [topic])
        let batch = ConsumedMessages(capacity: 10)
        var next: Int64 = 0
        let deadline = MonotonicClock.milliseconds + 20_000
        while next < 25 {
            try #require(MonotonicClock.milliseconds < deadline)
            consumer.poll(into: batch, timeoutMilliseconds: 100)
            #expect(batch.count <= 10)
            for index in 0..<batch.count {
                #expect(batch[index].offset == next)
                next += 1
            }
            batch.release()
        }
        try consumer.close()
    }

    /// As for a partition that is revoked while a poll goes on.
    @Test func recordsThatAreTakenOutOfABatchLeaveTheOthersInOrder() throws {
        let topic = try broker.topic(partitions: 2)
        let producer = try KafkaProducer(properties: broker.properties(.producer))
        for index in 0..<12 { try producer.send(topic, partition: Int32(index % 2), value: "\(index)") }
        try producer.flushAll()
        let consumer = try broker.consumer(Broker.unique("g"))
        try consumer.subscribe(topics: [topic])
        let batch = ConsumedMessages(capacity: 12)
        var (taken, kept): (Int, [Int64]) = (0, [])
        let deadline = MonotonicClock.milliseconds + 20_000
        while taken < 12 {
            try #require(MonotonicClock.milliseconds < deadline)
            taken += consumer.poll(into: batch, timeoutMilliseconds: 100)
            batch.remove { $0.pointee.partition == 0 }
            for index in 0..<batch.count {
                #expect(batch[index].partition == 1)
                kept.append(batch[index].offset)
            }
            batch.release()
        }
        #expect(kept == Array(0..<6))
        try consumer.close()
    }

    @Test func aPollWithoutRecordsEndsInTime() throws {
        let topic = try broker.topic()
        let consumer = try broker.consumer(Broker.unique("g"))
        try consumer.subscribe(topics: [topic])
        try consumer.poll { !consumer.assignment.isEmpty }
        let batch = ConsumedMessages(capacity: 10)
        let start = MonotonicClock.milliseconds
        #expect(consumer.poll(into: batch, timeoutMilliseconds: 60) == 0)
        #expect(MonotonicClock.milliseconds - start >= 50)
        #expect(consumer.poll(into: batch, timeoutMilliseconds: 0) == 0)
        try consumer.close()
    }

    @Test(arguments: BrokerProgram.allCases)
    func committedOffsetsAreWhereTheNextMemberGoesOn(program: BrokerProgram) throws {
        let broker = try Broker.shared(program)
        let topic = try broker.topic()
        try fill(topic, 10, on: broker)
        let group = Broker.unique("g")
        let partition = TopicPartition(topic: topic, partition: 0)
        let first = try broker.consumer(group)
        try first.subscribe(topics: [topic])
        try first.consume(4, capacity: 4) { _ in }
        #expect(try first.position([partition]).first?.offset == 4)
        #expect(try first.committed([partition]).first?.offset == nil)

        var results: [UInt: KafkaError?] = [:]
        var committed: [PartitionOffset] = []
        first.onCommitted = { token, offsets, error in
            results[token] = error
            committed = offsets
        }
        try first.commit([PartitionOffset(partition, offset: 3, metadata: "note")], token: 42)
        try first.poll { results[42] != nil }
        #expect(results[42] == KafkaError?.none)
        #expect(committed.first?.partition == partition)
        #expect(committed.first?.offset == 3)
        #expect(try first.committed([partition]).first?.metadata == "note")
        try first.commit([PartitionOffset(partition, offset: 6)])
        try first.close()

        let second = try broker.consumer(group)
        try second.subscribe(topics: [topic])
        var offsets: [Int64] = []
        try second.consume(4) { offsets.append($0.offset) }
        #expect(offsets == [6, 7, 8, 9])
        try second.close()
    }

    @Test func nothingIsCommittedByItself() throws {
        let topic = try broker.topic()
        try fill(topic, 5)
        let group = Broker.unique("g")
        for _ in 0..<2 {
            let consumer = try broker.consumer(group)
            try consumer.subscribe(topics: [topic])
            var first: Int64?
            try consumer.consume(5) { first = first ?? $0.offset }
            #expect(first == 0)
            try consumer.close()
        }
    }

    @Test func seekGoesBackAndForth() throws {
        let topic = try broker.topic()
        try fill(topic, 100)
        let partition = TopicPartition(topic: topic, partition: 0)
        let consumer = try broker.consumer(Broker.unique("g"))
        try consumer.subscribe(topics: [topic])
        try consumer.consume(10, capacity: 10) { _ in }
        for offset in [50, 0, 99] as [Int64] {
            try consumer.seek([PartitionOffset(partition, offset: offset)])
            var found: Int64?
            try consumer.consume(1, capacity: 1) { found = $0.offset }
            #expect(found == offset)
        }
        try consumer.close()
    }

    @Test func aSeekInsideTheAssignmentSaysWhereItBegins() throws {
        let topic = try broker.topic(partitions: 2)
        try fill(topic, 10, partition: 0)
        try fill(topic, 10, partition: 1)
        let consumer = try broker.consumer(Broker.unique("g"))
        consumer.onAssigned = { [unowned consumer] partitions in
            #expect(Set(partitions.map(\.partition)) == [0, 1])
            #expect(Set(consumer.assignment) == Set(partitions))
            #expect(throws: Never.self) {
                try consumer.seek([PartitionOffset(TopicPartition(topic: topic, partition: 0), offset: 8)])
                try consumer.pause([TopicPartition(topic: topic, partition: 1)])
            }
        }
        try consumer.subscribe(topics: [topic])
        var seen: [Int32: [Int64]] = [:]
        try consumer.consume(2) { seen[$0.partition, default: []].append($0.offset) }
        #expect(seen == [0: [8, 9]])
        try consumer.resume([TopicPartition(topic: topic, partition: 1)])
        try consumer.consume(10) { seen[$0.partition, default: []].append($0.offset) }
        #expect(seen == [0: [8, 9], 1: Array(0..<10)])
        try consumer.close()
    }

    @Test(arguments: [nil, Int64(4)])
    func aPartitionThatComesBackIsNotPaused(committed: Int64?) throws {
        let topic = try broker.topic()
        try fill(topic, 10)
        let partition = TopicPartition(topic: topic, partition: 0)
        let consumer = try broker.consumer(Broker.unique("g"))
        try consumer.subscribe(topics: [topic])
        try consumer.consume(10) { _ in }
        if let committed { try consumer.commit([PartitionOffset(partition, offset: committed)]) }
        try consumer.pause([partition])
        try consumer.unsubscribe()
        try consumer.poll { consumer.assignment.isEmpty }
        try consumer.subscribe(topics: [topic])
        let expected = Array((committed ?? 0)..<10)
        var offsets: [Int64] = []
        try consumer.consume(expected.count) { offsets.append($0.offset) }
        #expect(offsets == expected)
        try consumer.close()
    }

    /// The test pauses one partition when the other comes: as `onAssigned` is not about the first, that is done at once.
    @Test func aPartitionThatStaysIsPausedFromInsideARebalance() throws {
        let topics = [try broker.topic(), try broker.topic()]
        let staying = TopicPartition(topic: topics[0], partition: 0)
        try fill(topics[0], 5)
        let consumer = try broker.consumer(
            Broker.unique("g"),
            ["partition.assignment.strategy": "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"])
        try consumer.subscribe(topics: [topics[0]])
        try consumer.consume(5) { _ in }
        consumer.onAssigned = { [unowned consumer] _ in
            #expect(throws: Never.self) { try consumer.pause([staying]) }
        }
        try consumer.subscribe(topics: topics)
        try consumer.poll { consumer.assignment.count == 2 }
        try fill(topics[0], 5)
        try fill(topics[1], 5)
        try consumer.consume(5) { #expect($0.topic == topics[1]) }
        try consumer.resume([staying])
        try consumer.consume(5) { #expect($0.topic == topics[0]) }
        try consumer.close()
    }

    /// Pausing in the middle of what was fetched neither loses a record nor shows one twice.
    @Test func pauseAndResumeLoseNothing() throws {
        let topic = try broker.topic()
        try fill(topic, 500)
        let partition = TopicPartition(topic: topic, partition: 0)
        let consumer = try broker.consumer(Broker.unique("g"), ["fetch.max.wait.ms": "10"])
        try consumer.subscribe(topics: [topic])
        let batch = ConsumedMessages(capacity: 120)
        var next: Int64 = 0
        let deadline = MonotonicClock.milliseconds + 30_000
        while next < 500 {
            try #require(MonotonicClock.milliseconds < deadline)
            consumer.poll(into: batch, timeoutMilliseconds: 100)
            if batch.isEmpty { continue }
            for index in 0..<batch.count {
                #expect(batch[index].offset == next)
                next += 1
            }
            batch.release()
            try consumer.pause([partition])
            #expect(consumer.poll(into: batch, timeoutMilliseconds: 5) == 0, "a paused partition brought records")
            batch.release()
            try consumer.resume([partition])
        }
        try consumer.close()
    }

    @Test(arguments: BrokerProgram.allCases)
    func aSecondMemberTakesItsShareAndGivesItBack(program: BrokerProgram) throws {
        let broker = try Broker.shared(program)
        let topic = try broker.topic(partitions: 4)
        let group = Broker.unique("g")
        let first = try broker.consumer(group)
        var log: [String] = []
        first.onAssigned = { log.append("assigned \($0.count)") }
        first.onRevoked = { log.append("revoked \($0.count)\($1 ? " lost" : "")") }
        try first.subscribe(topics: [topic])
        try first.poll { first.assignment.count == 4 }
        let member = try #require(first.memberId)
        #expect(!member.isEmpty)
        let generation = try #require(first.generation)

        let second = try broker.consumer(group)
        try second.subscribe(topics: [topic])
        let batch = ConsumedMessages(capacity: 1)
        try first.poll {
            second.poll(into: batch, timeoutMilliseconds: 20)
            batch.release()
            return first.assignment.count == 2 && second.assignment.count == 2
        }
        #expect(Set(first.assignment + second.assignment).count == 4)
        #expect(log == ["assigned 4", "revoked 4", "assigned 2"])
        #expect(try #require(first.generation) > generation)

        var wasRevoked = false
        second.onRevoked = { partitions, lost in wasRevoked = partitions.count == 2 && !lost }
        try second.close()
        #expect(wasRevoked)
        try first.poll { first.assignment.count == 4 }
        try first.close()
    }

    /// Two members, each killed and replaced in turn while a topic is read: offsets that are committed when partitions
    /// are revoked leave no gap.
    @Test func rebalancesWhileReadingLoseNothing() throws {
        let topic = try broker.topic(partitions: 3)
        for partition in 0..<3 as Range<Int32> { try fill(topic, 300, partition: partition) }
        let group = Broker.unique("g")
        var seen: Set<String> = []
        let main = try Reader(broker, group, topic)
        for _ in 0..<3 {
            let guest = try Reader(broker, group, topic)
            let target = seen.count + 150
            let deadline = MonotonicClock.milliseconds + 20_000
            while seen.count < target || guest.consumer.assignment.isEmpty {
                try #require(MonotonicClock.milliseconds < deadline)
                seen.formUnion(main.read())
                seen.formUnion(guest.read())
                if seen.count == 900 { break }
            }
            try guest.consumer.close()
        }
        let deadline = MonotonicClock.milliseconds + 20_000
        while seen.count < 900 {
            try #require(MonotonicClock.milliseconds < deadline, "\(seen.count) of 900 came")
            seen.formUnion(main.read())
        }
        try main.consumer.close()
    }

    /// A member that commits what it has read when its partitions are revoked.
    private final class Reader {
        let consumer: KafkaConsumer
        private let batch = ConsumedMessages(capacity: 7)
        private var offsets: [TopicPartition: Int64] = [:]

        init(_ broker: Broker, _ group: String, _ topic: String) throws {
            consumer = try broker.consumer(group)
            consumer.onRevoked = { [unowned self] _, lost in
                if !lost, !offsets.isEmpty {
                    // A rebalance that goes on may refuse it: then the records come again.
                    try? consumer.commit(offsets.map { PartitionOffset($0.key, offset: $0.value) })
                }
                offsets = [:]
            }
            try consumer.subscribe(topics: [topic])
        }

        func read() -> [String] {
            consumer.poll(into: batch, timeoutMilliseconds: 20)
            let names = (0..<batch.count).map { index in
                let message = batch[index]
                offsets[TopicPartition(topic: message.topic, partition: message.partition)] = message.offset + 1
                return "\(message.partition)-\(message.offset)"
            }
            batch.release()
            return names
        }
    }

    @Test func aCooperativeMemberKeepsWhatItMayKeep() throws {
        let topics = [try broker.topic(partitions: 2), try broker.topic(partitions: 3)]
        let consumer = try broker.consumer(
            Broker.unique("g"),
            ["partition.assignment.strategy": "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"])
        var log: [String] = []
        consumer.onAssigned = { if !$0.isEmpty { log.append("assigned \(Set($0.map(\.topic)))") } }
        consumer.onRevoked = { partitions, _ in log.append("revoked \(Set(partitions.map(\.topic)))") }
        try consumer.subscribe(topics: [topics[0]])
        try consumer.poll { consumer.assignment.count == 2 }
        try consumer.subscribe(topics: topics)
        try consumer.poll { consumer.assignment.count == 5 }
        try consumer.subscribe(topics: [topics[1]])
        try consumer.poll { consumer.assignment.count == 3 }
        #expect(log == ["assigned [\"\(topics[0])\"]", "assigned [\"\(topics[1])\"]", "revoked [\"\(topics[0])\"]"])
        try consumer.close()
    }

    @Test func theEndOfAPartitionIsAnEventWhereItIsWanted() throws {
        let topic = try broker.topic()
        try fill(topic, 3)
        let consumer = try broker.consumer(Broker.unique("g"), ["enable.partition.eof": "true"])
        try consumer.subscribe(topics: [topic])
        var seen = 0
        var end: Int64?
        try consumer.consume(3) { _ in seen += 1 }
        try consumer.poll {
            while let event = consumer.nextEvent() {
                if case .endOfPartition(_, let offset) = event { end = offset }
            }
            return end != nil
        }
        #expect(end == 3)
        try consumer.close()
    }

    @Test func theNamesOfAllTopicsAreThereForAPattern() throws {
        let topic = try broker.topic()
        let consumer = try broker.consumer(Broker.unique("g"))
        #expect(try consumer.metadataTopics(timeoutMilliseconds: 10_000).contains(topic))
        try consumer.close()
    }

    @Test func aCommitWithoutAGroupThatIsAliveIsAnError() throws {
        let properties = try ClientProperties.translate(
            ["bootstrap.servers": "127.0.0.1:1", "group.id": "g", "default.api.timeout.ms": "100"], for: .consumer)
        let consumer = try KafkaConsumer(properties: properties)
        let error = #expect(throws: KafkaError.self) {
            try consumer.committed([TopicPartition(topic: "t", partition: 0)])
        }
        #expect(error?.isRetriable == true)
    }
}
