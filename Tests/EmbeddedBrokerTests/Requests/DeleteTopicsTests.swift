import KafkaProtocol
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// Topics as an admin client deletes them.
@Suite struct DeleteTopicsTests {
    @Test func byNameAndById() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("named")
                let id = try await connection.create("identified").topicId
                try await connection.createTopic("kept")
                let results = try await connection.delete([("named", .none), (nil, id)])
                #expect(results.map(\.errorCode) == [.none, .none])
                #expect(results.map(\.name) == ["named", "identified"])
                #expect(try await connection.topicNames() == ["kept"])
            }
        }
    }

    @Test func whatIsNotThereOrNotClearIsRefused() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                let id = try await connection.create("t").topicId
                func codes(_ topics: [(String?, WireUUID)]) async throws -> [ErrorCode] {
                    try await connection.delete(topics).map(\.errorCode)
                }
                #expect(try await codes([("missing", .none)]) == [.unknownTopicOrPartition])
                #expect(try await codes([(nil, .random())]) == [.unknownTopicId])
                #expect(try await codes([(nil, .none)]) == [.invalidRequest])
                #expect(try await codes([("t", id)]) == [.invalidRequest])
                #expect(try await codes([("t", .none), ("t", .none)]) == [.invalidRequest])
                #expect(try await codes([("t", .none), (nil, id)]) == [.invalidRequest])
                #expect(try await connection.topicNames() == ["t"])
            }
        }
    }

    @Test func aFetchThatWaitsIsToldAtOnce() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in try await connection.createTopic("t") }
            async let waiting = broker.connected { connection in
                try await connection.fetch("t", maxWaitMs: 600_000)
            }
            try await broker.connected { connection in
                // The other one may come before it is gone or after: it is told either way.
                _ = try await connection.delete([("t", .none)])
            }
            #expect(try await waiting.errorCode == .unknownTopicOrPartition)
        }
    }

    @Test func aTransactionEndsWithoutTheTopicThatItWroteTo() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("gone")
                try await connection.createTopic("kept")
                var producer = try await connection.initProducer("tx")
                try await connection.begin(producer, "gone", [0])
                try await connection.begin(producer, "kept", [0])
                try await connection.produce(["lost"], to: "gone", by: producer.next())
                try await connection.produce(["found"], to: "kept", by: producer.next(-1))
                _ = try await connection.delete([("gone", .none)])
                #expect(try await connection.end(producer, commit: true) == .none)
                #expect(try await connection.values("kept", isReadCommitted: true) == ["found"])
                try await connection.createTopic("gone")
                #expect(try await connection.values("gone") == [])
            }
        }
    }
}

extension BrokerConnection {
    fileprivate mutating func delete(
        _ topics: [(String?, WireUUID)]
    ) async throws -> [DeleteTopicsResponse.DeletableTopicResult] {
        var request = DeleteTopicsRequest()
        request.topics = topics.map { name, id in
            var topic = DeleteTopicsRequest.DeleteTopicState()
            topic.name = name
            topic.topicId = id
            return topic
        }
        return try await send(request).responses
    }
}
