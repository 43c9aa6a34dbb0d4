import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// Transactions as a producer and a consumer see them.
@Suite struct TransactionTests {
    @Test func whatIsCommittedIsSeenAndWhatIsAbortedIsNot() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", partitions: 2)
                var producer = try await connection.initProducer("tx")
                try await connection.begin(producer, "t", [0, 1])
                try await connection.produce(["a"], to: "t", partition: 0, by: producer.next())
                try await connection.produce(["b"], to: "t", partition: 1, by: producer.next(-1))
                #expect(try await connection.values("t", isReadCommitted: true) == [])
                #expect(try await connection.values("t") == ["a"])
                #expect(try await connection.end(producer, commit: true) == .none)
                #expect(try await connection.values("t", isReadCommitted: true) == ["a"])
                #expect(try await connection.values("t", partition: 1, isReadCommitted: true) == ["b"])

                try await connection.begin(producer, "t", [0])
                try await connection.produce(["lost"], to: "t", by: producer.next())
                #expect(try await connection.end(producer, commit: false) == .none)
                try await connection.produce(["plain"], to: "t")
                #expect(try await connection.values("t", isReadCommitted: true) == ["a", "plain"])
                #expect(try await connection.values("t") == ["a", "lost", "plain"])
            }
        }
    }

    @Test func anOpenTransactionHoldsBackWhatComesBehindIt() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t")
                var producer = try await connection.initProducer("tx")
                try await connection.begin(producer, "t", [0])
                try await connection.produce(["first"], to: "t", by: producer.next())
                try await connection.produce(["second"], to: "t")
                let data = try await connection.fetch("t", isReadCommitted: true)
                #expect(data.lastStableOffset == 0)
                #expect(data.highWatermark == 2)
                #expect(data.records?.readableBytes == 0)
                try await connection.end(producer, commit: true)
                #expect(try await connection.values("t", isReadCommitted: true) == ["first", "second"])
            }
        }
    }

    @Test func aNewProducerKeepsTheOldOneOutAndAbortsWhatItLeft() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t")
                var old = try await connection.initProducer("tx")
                try await connection.begin(old, "t", [0])
                try await connection.produce(["zombie"], to: "t", by: old.next())
                let new = try await connection.initProducer("tx")
                #expect(new.id == old.id)
                #expect(new.epoch > old.epoch)
                let late = try await connection.produce(["late"], to: "t", by: old.next())
                #expect(late.errorCode == .invalidProducerEpoch)
                #expect(try await connection.end(old, commit: true) == .producerFenced)
                #expect(try await connection.values("t", isReadCommitted: true) == [])
                #expect(try await connection.values("t") == ["zombie"])
            }
        }
    }

    @Test func aTransactionThatIsOpenTooLongIsAborted() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t")
                // A machine that is busy may need longer than the timeout for one request: then again, with more.
                var timeoutMs: Int32 = 500
                var producer = BrokerConnection.Producer()
                var slow = ProduceResponse.PartitionProduceResponse()
                repeat {
                    producer = try await connection.initProducer("tx", timeoutMs: timeoutMs)
                    try await connection.begin(producer, "t", [0])
                    timeoutMs *= 2
                    slow = try await connection.produce(["slow"], to: "t", by: producer.next())
                } while slow.errorCode != .none
                // Only the end of the transaction can wake this reader.
                try await connection.produce(["behind"], to: "t")
                let data = try await connection.fetch(
                    "t", from: slow.baseOffset, isReadCommitted: true, maxWaitMs: 60_000)
                #expect(data.abortedTransactions?.map(\.producerId) == [producer.id])
                #expect(try await connection.values("t", isReadCommitted: true) == ["behind"])
                #expect(try await connection.end(producer, commit: true) == .producerFenced)
            }
        }
    }

    @Test func openTransactionsAndProducersSurviveARestart() async throws {
        try await inTemporaryDirectory { directory in
            nonisolated(unsafe) var producer = BrokerConnection.Producer()  // used by one closure after the other
            try await TestBroker.with(directory) { broker in
                producer = try await broker.connected { connection in
                    try await connection.createTopic("t")
                    var producer = try await connection.initProducer("tx")
                    try await connection.begin(producer, "t", [0])
                    try await connection.produce(["before"], to: "t", by: producer.next())
                    return producer
                }
            }
            let survivor = producer
            try await TestBroker.with(directory) { broker in
                try await broker.connected { connection in
                    var producer = survivor
                    #expect(try await connection.values("t", isReadCommitted: true) == [])
                    let repeated = try await connection.produce(["before"], to: "t", by: survivor)
                    #expect(repeated.errorCode == .none)
                    #expect(repeated.baseOffset == 0)
                    try await connection.produce(["after"], to: "t", by: producer.next())
                    try await connection.end(producer, commit: true)
                    #expect(try await connection.values("t", isReadCommitted: true) == ["before", "after"])
                }
            }
        }
    }

    @Test func recordsOfATransactionGoOnlyWhereItWasTold() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", partitions: 2)
                var producer = try await connection.initProducer("tx")
                try await connection.begin(producer, "t", [0])
                let answer = try await connection.produce(["x"], to: "t", partition: 1, by: producer.next())
                #expect(answer.errorCode == .invalidTxnState)
                #expect(try await connection.end(producer, commit: true) == .none)
                #expect(try await connection.end(producer, commit: true) == .none)
                #expect(try await connection.end(producer, commit: false) == .invalidTxnState)
            }
        }
    }
}

extension BrokerConnection.Producer {
    /// The producer of the next batch of one record.
    ///
    /// - Parameter step: how far the sequence moves; each partition has its own.
    mutating func next(_ step: Int32 = 1) -> Self {
        sequence += max(step, 0)
        var producer = self
        if step < 0 { producer.sequence = 0 }
        return producer
    }
}

extension BrokerConnection {
    mutating func initProducer(_ id: String?, timeoutMs: Int32 = 60_000) async throws -> Producer {
        var request = InitProducerIdRequest()
        request.transactionalId = id
        request.transactionTimeoutMs = timeoutMs
        let response = try await send(request)
        if response.errorCode != .none { throw response.errorCode }
        return Producer(id: response.producerId, epoch: response.producerEpoch, sequence: -1, transactionalId: id)
    }

    mutating func begin(_ producer: Producer, _ topic: String, _ partitions: [Int32]) async throws {
        var added = AddPartitionsToTxnRequest.AddPartitionsToTxnTopic()
        added.name = topic
        added.partitions = partitions
        var request = AddPartitionsToTxnRequest()
        request.v3AndBelowTransactionalId = producer.transactionalId ?? ""
        request.v3AndBelowProducerId = producer.id
        request.v3AndBelowProducerEpoch = producer.epoch
        request.v3AndBelowTopics = [added]
        for result in try await send(request).resultsByTopicV3AndBelow.flatMap(\.resultsByPartition)
        where result.partitionErrorCode != .none {
            throw result.partitionErrorCode
        }
    }

    @discardableResult
    mutating func end(_ producer: Producer, commit: Bool) async throws -> ErrorCode {
        var request = EndTxnRequest()
        request.transactionalId = producer.transactionalId ?? ""
        request.producerId = producer.id
        request.producerEpoch = producer.epoch
        request.committed = commit
        return try await send(request).errorCode
    }
}
