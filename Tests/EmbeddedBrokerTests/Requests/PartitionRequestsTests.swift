import KafkaProtocol
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// Partitions as an admin client changes and describes them.
@Suite struct PartitionRequestsTests {
    @Test func partitionsAreAdded() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", partitions: 2)
                #expect(try await connection.addPartitions("t", 4, validateOnly: true) == nil)
                #expect(
                    try await connection.produce(["x"], to: "t", partition: 3).errorCode == .unknownTopicOrPartition)
                #expect(try await connection.addPartitions("t", 4) == nil)
                try await connection.produce(["x"], to: "t", partition: 3)
                #expect(try await connection.values("t", partition: 3) == ["x"])
            }
        }
    }

    static let refusedCounts: [(topic: String, count: Int32, Refusal)] = [
        ("t", 2, Refusal(.invalidPartitions, "Topic already has 2 partition(s).")),
        (
            "t", 1,
            Refusal(
                .invalidPartitions, "The topic t currently has 2 partition(s); 1 would not be an increase.")
        ),
        ("t", 20_000, Refusal(.policyViolation, "Excessively large number of partitions per request.")),
        ("missing", 3, Refusal(.unknownTopicOrPartition)),
    ]

    @Test(arguments: refusedCounts)
    func partitionsThatCannotBeAreRefused(topic: String, count: Int32, refusal: Refusal) async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", partitions: 2)
                #expect(try await connection.addPartitions(topic, count) == refusal)
            }
        }
    }

    @Test func whatCannotBeAddedMakesNoRoomForMore() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", partitions: 2)
                try await connection.createTopic("u", partitions: 2)
                let codes = try await connection.addPartitions([("t", 2_000_000_000), ("missing", -2_000_000_000)])
                #expect(codes == [.policyViolation, .unknownTopicOrPartition])
                #expect(
                    try await connection.addPartitions([("t", 5_002), ("u", 5_003)]) == [
                        .policyViolation, .policyViolation,
                    ])
                // What is there already does not count.
                #expect(
                    try await connection.addPartitions([("t", 5_002), ("u", 5_002)], validateOnly: true) == [
                        .none, .none,
                    ])
            }
        }
    }

    @Test func deletedRecordsAreNotReadAgain() async throws {
        try await inTemporaryDirectory { directory in
            try await TestBroker.with(directory) { broker in
                try await broker.connected { connection in
                    try await connection.createTopic("t")
                    for value in ["a", "b", "c"] { try await connection.produce([value], to: "t") }
                    #expect(try await connection.deleteRecords("t", before: 2).lowWatermark == 2)
                    #expect(try await connection.fetch("t", from: 1).errorCode == .offsetOutOfRange)
                    // What is deleted already stays so.
                    #expect(try await connection.deleteRecords("t", before: 1).lowWatermark == 2)
                    #expect(try await connection.deleteRecords("t", before: 4).errorCode == .offsetOutOfRange)
                    #expect(try await connection.deleteRecords("t", before: -2).errorCode == .offsetOutOfRange)
                    let missing = try await connection.deleteRecords("t", before: 0, partition: 1)
                    #expect(missing.errorCode == .unknownTopicOrPartition)
                    #expect(missing.lowWatermark == -1)
                }
            }
            try await TestBroker.with(directory) { broker in
                try await broker.connected { connection in
                    let data = try await connection.fetch("t", from: 2)
                    #expect(data.errorCode == .none)
                    #expect(data.logStartOffset == 2)
                    #expect(try await connection.deleteRecords("t", before: -1).lowWatermark == 3)
                }
            }
        }
    }

    @Test func recordsOfCompactedTopicsAreNotDeletedByOffset() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t", configs: ["cleanup.policy": "compact"])
                try await connection.produce(["a"], to: "t", key: "k")
                #expect(try await connection.deleteRecords("t", before: 1).errorCode == .policyViolation)
            }
        }
    }

    @Test func deletingTheRecordsOfAnOpenTransactionLeavesNothingBehindIt() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("t")
                var producer = try await connection.initProducer("tx")
                try await connection.begin(producer, "t", [0])
                try await connection.produce(["open"], to: "t", by: producer.next())
                #expect(try await connection.deleteRecords("t", before: -1).lowWatermark == 1)
                let data = try await connection.fetch("t", from: 1, isReadCommitted: true)
                #expect(data.errorCode == .none)
                #expect(data.lastStableOffset == 1)
                #expect(try await connection.end(producer, commit: false) == .none)
            }
        }
    }

    @Test func logDirectoriesTellWhatEachPartitionTakes() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                try await connection.createTopic("full")
                try await connection.createTopic("empty", partitions: 2)
                try await connection.produce([String(repeating: "x", count: 5000)], to: "full")
                var request = DescribeLogDirsRequest()
                request.topics = nil
                let all = try await connection.send(request).results
                #expect(all.count == 1)
                #expect(all[0].topics.map(\.name) == ["empty", "full"])
                #expect(all[0].topics[0].partitions.map(\.partitionSize) == [0, 0])
                #expect(all[0].topics[1].partitions[0].partitionSize > 5000)
                #expect(all[0].totalBytes > all[0].usableBytes)
                var wanted = DescribeLogDirsRequest.DescribableLogDirTopic()
                wanted.topic = "empty"
                wanted.partitions = [1, 7]
                request.topics = [wanted]
                let some = try await connection.send(request).results
                #expect(some[0].topics.map(\.name) == ["empty"])
                #expect(some[0].topics[0].partitions.map(\.partitionIndex) == [1])
            }
        }
    }

    @Test func theClusterIsThisBroker() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection in
                var request = DescribeClusterRequest()
                request.includeClusterAuthorizedOperations = true
                let cluster = try await connection.send(request)
                #expect(cluster.brokers.map { "\($0.host):\($0.port)" } == [broker.server.address])
                #expect(cluster.controllerId == cluster.brokers[0].brokerId)
                #expect(cluster.clusterAuthorizedOperations == 0b1_1111_1010_0000)
                request.endpointType = 2
                #expect(try await connection.send(request).errorCode == .mismatchedEndpointType)
            }
        }
    }
}

extension BrokerConnection {
    fileprivate mutating func addPartitions(
        _ counts: [(topic: String, count: Int32)], validateOnly: Bool = false
    ) async throws -> [ErrorCode] {
        var request = CreatePartitionsRequest()
        request.topics = counts.map { topic, count in
            var wanted = CreatePartitionsRequest.CreatePartitionsTopic()
            wanted.name = topic
            wanted.count = count
            wanted.assignments = nil
            return wanted
        }
        request.validateOnly = validateOnly
        return try await send(request).results.map(\.errorCode)
    }

    fileprivate mutating func addPartitions(
        _ topic: String, _ count: Int32, validateOnly: Bool = false
    ) async throws -> Refusal? {
        var wanted = CreatePartitionsRequest.CreatePartitionsTopic()
        wanted.name = topic
        wanted.count = count
        wanted.assignments = nil
        var request = CreatePartitionsRequest()
        request.topics = [wanted]
        request.validateOnly = validateOnly
        let result = try await send(request).results[0]
        return result.errorCode == .none ? nil : Refusal(result.errorCode, result.errorMessage)
    }
}
