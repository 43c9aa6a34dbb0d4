import KafkaProtocol
import Testing

@testable import EmbeddedBroker

/// Whatever is saved and committed is there after the file was opened again.
@Suite struct BrokerStoreTests {
    /// Changes one store, commits, and looks at the file through another.
    private func reopening(_ change: (BrokerStore) throws -> Void, _ look: (BrokerStore) throws -> Void) throws {
        try withDirectory { path in
            do {
                let store = try BrokerStore(in: BrokerDirectory(path))
                try change(store)
                #expect(store.hasChanges)
                try store.commit()
                #expect(!store.hasChanges)
                try store.close()
            }
            try look(BrokerStore(in: BrokerDirectory(path)))
        }
    }

    @Test func topics() throws {
        let uuid = WireUUID(high: 0x0102_0304_0506_0708, low: .max)
        try reopening { store in
            let orders = try store.createTopic(
                name: "orders", uuid: uuid, createdMs: 17, partitions: 2,
                configs: ["cleanup.policy": "compact", "retention.ms": "5"])
            _ = try store.createPartitions(2..<3, topic: orders.id)
            try store.setConfig("retention.ms", to: nil, topic: orders.id)
            try store.setConfig("segment.bytes", to: "7", topic: orders.id)
            try store.append(100, to: orders.partitions[1].id, offsets: 0...41)
            try store.moveLogStart(partition: orders.partitions[1].id, to: 40)
            let gone = try store.createTopic(
                name: "gone", uuid: .random(), createdMs: 1, partitions: 1, configs: ["a": "b"])
            try store.deleteTopic(id: gone.id, name: gone.name)
        } _: { store throws in
            let topics = try store.topics()
            #expect(topics.count == 1)
            let orders = try #require(topics.first)
            #expect(orders.name == "orders")
            #expect(orders.uuid == uuid)
            #expect(orders.createdMs == 17)
            #expect(orders.configs == ["cleanup.policy": "compact", "segment.bytes": "7"])
            #expect(orders.partitions.map(\.number) == [0, 1, 2])
            #expect(orders.partitions.map(\.logStart) == [0, 40, 0])
            #expect(orders.partitions.map(\.nextOffset) == [0, 42, 0])
            #expect(orders.partitions.map(\.size) == [0, 100, 0])
        }
    }

    @Test func aTopicTakesItsOffsetsAlong() throws {
        try withStore { store in
            let topic = try store.createTopic(
                name: "orders", uuid: .random(), createdMs: 1, partitions: 1, configs: [:])
            try store.saveOffset(OffsetRow(topic: "orders", partition: 0, offset: 5, committedMs: 1), groupID: "group")
            try store.saveOffset(OffsetRow(topic: "other", partition: 0, offset: 5, committedMs: 1), groupID: "group")
            try store.deleteTopic(id: topic.id, name: topic.name)
            #expect(try store.offsets(groupID: "group").map(\.topic) == ["other"])
        }
    }

    @Test func configsAndProperties() throws {
        try reopening { store in
            try store.setProperty("cluster.id", to: "abc")
            try store.setProperty("next.producer.id", to: "1")
            try store.setProperty("next.producer.id", to: "2")
            try store.setConfig("message.max.bytes", to: "7", broker: "")
            try store.setConfig("log.retention.ms", to: "8", broker: "1")
            try store.setConfig("log.retention.ms", to: nil, broker: "1")
        } _: { store throws in
            #expect(try store.properties() == ["cluster.id": "abc", "next.producer.id": "2"])
            #expect(try store.brokerConfigs() == ["": ["message.max.bytes": "7"]])
        }
    }

    @Test func producers() throws {
        let recent = [
            ProducerStates.State.Batch(firstSequence: .max, lastSequence: 3, baseOffset: 100),
            ProducerStates.State.Batch(firstSequence: 4, lastSequence: 4, baseOffset: .max),
        ]
        let state = ProducerStates.State(epoch: 3, lastTimestamp: 99, recent: recent)
        let empty = ProducerStates.State(epoch: 0, lastTimestamp: 1, recent: [])
        try reopening { store in
            try store.setProducer(7, partition: 1, empty)
            try store.setProducer(7, partition: 1, state)
            try store.setProducer(7, partition: 2, state)
            try store.setProducer(8, partition: 1, empty)
            try store.deleteProducer(7, partition: 2)
        } _: { store throws in
            #expect(try store.producers(partition: 1) == [7: state, 8: empty])
            #expect(try store.producers(partition: 2) == [:])
        }
    }

    struct Range: Sendable {
        var from: Int64
        var before: Int64
        var producers: [Int64]
    }

    @Test(arguments: [
        Range(from: 0, before: 100, producers: [1, 2, 3]), Range(from: 20, before: 21, producers: [1, 2]),
        Range(from: 21, before: 30, producers: [2]), Range(from: 0, before: 5, producers: []),
        Range(from: 0, before: 6, producers: [1]), Range(from: 71, before: 100, producers: []),
    ]) func abortedTransactionsThatOverlap(_ range: Range) throws {
        try withStore { store in
            for (producer, first, last) in [(1, 5, 20), (2, 10, 30), (3, 60, 70)] as [(Int64, Int64, Int64)] {
                try store.addAbortedTransaction(
                    AbortedTransaction(producerID: producer, firstOffset: first, lastOffset: last), partition: 1)
            }
            try store.addAbortedTransaction(
                AbortedTransaction(producerID: 9, firstOffset: 0, lastOffset: 1000), partition: 2)
            try store.commit()
            let reader = try BatchReader(database: store.connection.file)
            let found = try reader.abortedTransactions(partition: 1, from: range.from, before: range.before)
            #expect(found.map(\.producerID) == range.producers)
        }
    }

    @Test func transactions() throws {
        var ongoing = TransactionRow(
            transactionalID: "copy-1", producerID: 5, epoch: 2, timeoutMs: 60_000, state: "Ongoing", startedMs: 10,
            updatedMs: 20)
        let offset = TransactionRow.Offset(
            groupID: "group", topic: "orders", partition: 3, offset: 44, leaderEpoch: 0, metadata: "m")
        let idle = TransactionRow(
            transactionalID: "copy-2", producerID: 6, epoch: 0, timeoutMs: 1, state: "CompleteCommit", startedMs: nil,
            updatedMs: 21)
        try reopening { store in
            try store.saveTransaction(ongoing)
            try store.saveTransactionPartition("copy-1", partition: 1, firstOffset: nil)
            try store.saveTransactionPartition("copy-1", partition: 2, firstOffset: nil)
            try store.saveTransactionPartition("copy-1", partition: 2, firstOffset: 100)
            try store.addTransactionGroup("copy-1", groupID: "group")
            try store.addTransactionGroup("copy-1", groupID: "group")
            try store.saveTransactionOffset("copy-1", offset)
            try store.saveTransaction(idle)
            try store.saveTransactionPartition("copy-2", partition: 1, firstOffset: 8)
            try store.clearTransaction("copy-2")
            try store.saveTransaction(
                TransactionRow(
                    transactionalID: "gone", producerID: 1, epoch: 1, timeoutMs: 1, state: "Empty", updatedMs: 1))
            try store.deleteTransaction("gone")
        } _: { store throws in
            ongoing.partitions = [1: .init(firstOffset: nil), 2: .init(firstOffset: 100)]
            ongoing.groups = ["group"]
            ongoing.offsets = [offset]
            let found = try store.transactions().sorted { $0.transactionalID < $1.transactionalID }
            #expect(found == [ongoing, idle])

            try store.commitTransactionOffsets("copy-1", committedMs: 77)
            try store.clearTransaction("copy-1")
            let committed = try store.offsets(groupID: "group")
            let expected = OffsetRow(
                topic: "orders", partition: 3, offset: 44, leaderEpoch: 0, metadata: "m", committedMs: 77)
            #expect(committed == [expected])
            #expect(try store.transactions().first { $0.transactionalID == "copy-1" }?.offsets == [])
        }
    }

    @Test func offsets() throws {
        func row(_ topic: String, _ partition: Int32, _ offset: Int64, at time: Int64) -> OffsetRow {
            OffsetRow(
                topic: topic, partition: partition, offset: offset, leaderEpoch: -1, metadata: nil, committedMs: time)
        }
        try reopening { store in
            try store.saveOffset(row("a", 0, 1, at: 10), groupID: "one")
            try store.saveOffset(row("a", 0, 2, at: 11), groupID: "one")
            try store.saveOffset(row("a", 1, 3, at: 5), groupID: "one")
            try store.saveOffset(row("b", 0, 4, at: 5), groupID: "one")
            try store.saveOffset(row("c", 0, 5, at: 50), groupID: "one")
            try store.saveOffset(row("c", 0, 6, at: 1), groupID: "two")
            #expect(try store.deleteOffset(groupID: "one", topic: "c", partition: 0))
            #expect(try !store.deleteOffset(groupID: "one", topic: "c", partition: 0))
        } _: { store throws in
            #expect(try store.groupsWithOffsets().sorted() == ["one", "two"])
            #expect(try store.offsets(groupID: "one").map(\.offset) == [2, 3, 4])
            #expect(try store.offsets(groupID: "one").first == row("a", 0, 2, at: 11))
            let expired = try store.expireOffsets(groupID: "one", committedBefore: 11, keeping: ["b"])
            #expect(expired == [row("a", 1, 3, at: 5)])
            #expect(try store.offsets(groupID: "one").map(\.offset) == [2, 4])
        }
    }

    @Test func groups() throws {
        let leader = GroupRow.Member(
            memberID: "m1", instanceID: "static-1", clientID: "client", clientHost: "/127.0.0.1",
            rebalanceTimeoutMs: 300_000, sessionTimeoutMs: 45_000,
            protocols: [.init(name: "range", metadata: [1, 2, 3]), .init(name: "", metadata: [])], assignment: [9, 8])
        var second = leader
        second.memberID = "m2"
        second.instanceID = nil
        second.protocols = []
        second.assignment = []
        var group = GroupRow(
            groupID: "group", protocolType: "consumer", generation: 4, protocolName: "range", leader: "m1",
            stateChangedMs: 100, members: [leader])
        let empty = GroupRow(groupID: "empty", protocolType: "connect", generation: 1, stateChangedMs: 3)
        try reopening { store in
            try store.saveGroup(group)
            group.members = [leader, second]
            group.generation = 5
            try store.saveGroup(group)
            try store.saveGroup(empty)
            try store.saveGroup(GroupRow(groupID: "gone", protocolType: "", generation: 0, stateChangedMs: 0))
            try store.saveOffset(OffsetRow(topic: "a", partition: 0, offset: 1, committedMs: 1), groupID: "gone")
            try store.deleteGroup("gone")
        } _: { store throws in
            #expect(try store.groups().sorted { $0.groupID < $1.groupID } == [empty, group])
            #expect(try store.groupsWithOffsets() == [])
        }
    }

    @Test func whatIsRolledBackNeverWas() throws {
        try withStore { store in
            let partition = try store.makePartition()
            try store.append(5000, to: partition, offsets: 0...0)
            try store.setProperty("a", to: "b")
            store.rollback()
            #expect(!store.hasChanges)
            #expect(try store.properties().isEmpty)
            try store.append(5000, to: partition, offsets: 0...9)
            try store.commit()
            #expect(try store.partition(partition)?.nextOffset == 10)
        }
    }

    /// Nothing that was changed with it may be half done.
    @Test func aChangeThatFailsFailsTheCommit() throws {
        try withStore { store in
            try store.setProperty("a", to: "b")
            let topic = try store.createTopic(name: "a", uuid: .random(), createdMs: 1, partitions: 1, configs: [:])
            #expect(throws: StorageError.self) {
                try store.createTopic(name: topic.name, uuid: .random(), createdMs: 1, partitions: 1, configs: [:])
            }
            #expect(throws: StorageError.self) { try store.setProperty("c", to: "d") }
            #expect(store.hasChanges)
            #expect(throws: StorageError.self) { try store.commit() }
            #expect(try store.properties().isEmpty)
            #expect(try store.topics().isEmpty)
            try store.setProperty("c", to: "d")
            try store.commit()
            #expect(try store.properties() == ["c": "d"])
        }
    }
}
