import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// What older builds have written is there, and goes on, in this one.
@Suite struct FrozenSampleTests {
    @Test func everySchemaHasASample() {
        #expect(FrozenSample.all.map(\.version) == Array(1...BrokerSchema.version))
    }

    @Test(arguments: FrozenSample.all) func topicsAreThere(_ sample: FrozenSample) async throws {
        try await sample.withCopy { connection in
            var all = MetadataRequest()
            all.topics = nil
            let metadata = try await connection.send(all)
            #expect(metadata.clusterId == sample.clusterId)
            let single = [
                "appended", "compacted", "configured", "gzip", "idempotent", "lz4", "open", "snappy", "transactions",
                "trimmed", "zstd",
            ]
            var expected = Dictionary(uniqueKeysWithValues: single.map { ($0, 1) })
            expected["wide"] = 3
            let topics = metadata.topics.map { ($0.name ?? "", $0.partitions.count) }
            #expect(Dictionary(uniqueKeysWithValues: topics) == expected)
        }
    }

    @Test(arguments: FrozenSample.all) func batchesAreAsTheirProducersSentThem(_ sample: FrozenSample) async throws {
        try await sample.withCopy { connection in
            for codec in FrozenSample.codecs {
                var bytes = try #require(try await connection.fetch(codec).records)
                for (index, client) in ["java", "librdkafka"].enumerated() {
                    let batch = try #require(try RecordBatch(next: &bytes))
                    #expect(batch.baseOffset == Int64(100 * index))
                    #expect(batch.lastOffset == Int64(100 * index + 99))
                    #expect(batch.checksum == batch.computedChecksum())
                    let sent = try RecordedBatch.named("\(client) \(codec)")
                    #expect(batch.attributes == sent.attributes)
                    #expect(batch.storedRecords == sent.storedRecords)
                }
                #expect(bytes.readableBytes == 0)
                let values = (0..<100).map { i in
                    i % 11 == 10 ? "null" : String(repeating: "value-\(i) ", count: 20)
                }
                #expect(try await connection.values(codec) == values + values)
            }
        }
    }

    @Test(arguments: FrozenSample.all) func recordsAreThere(_ sample: FrozenSample) async throws {
        try await sample.withCopy { connection in
            for partition: Int32 in 0..<3 {
                #expect(try await connection.values("wide", partition: partition) == ["in \(partition)"])
            }
            #expect(try await connection.values("compacted") == ["c8", "a9", "b9", "c9"])
            #expect(try await connection.fetch("compacted").highWatermark == 30)
            #expect(try await connection.fetch("trimmed").errorCode == .offsetOutOfRange)
            #expect(try await connection.fetch("trimmed", from: 2).logStartOffset == 2)
            #expect(try await connection.values("trimmed", from: 2) == ["c"])
            var appended = try #require(try await connection.fetch("appended").records)
            let batch = try #require(try RecordBatch(next: &appended))
            #expect(batch.attributes.timestampType == .logAppendTime)
            #expect(batch.maxTimestamp > 1_700_000_000_000)
            #expect(try await connection.produce(["next"], to: "wide", key: "k").baseOffset == 1)
        }
    }

    @Test(arguments: FrozenSample.all) func configurationsAreThere(_ sample: FrozenSample) async throws {
        try await sample.withCopy { connection in
            let topic = try await connection.describeConfigs(.topic, "configured")
            #expect(topic["max.message.bytes"]?.value == "100000")
            #expect(topic["retention.bytes"]?.value == "1000000")
            #expect(topic["retention.ms"]?.value == "-1")
            #expect(topic["retention.ms"]?.configSource == ConfigSource.dynamicDefaultBroker.rawValue)
            let other = try await connection.describeConfigs(.topic, "compacted")
            #expect(other["cleanup.policy"]?.value == "compact")
            #expect(other["max.message.bytes"]?.value == "900000")
            #expect(other["max.message.bytes"]?.configSource == ConfigSource.dynamicBroker.rawValue)
            let large = String(repeating: "x", count: 100_000)
            #expect(try await connection.produce([large], to: "configured").errorCode == .messageTooLarge)
            #expect(try await connection.produce([large], to: "wide").errorCode == .none)
        }
    }

    @Test(arguments: FrozenSample.all) func anIdempotentProducerGoesOn(_ sample: FrozenSample) async throws {
        try await sample.withCopy { connection in
            var producer = FrozenSample.idempotent
            for sequence: Int32 in 0..<5 {
                producer.sequence = sequence
                let again = try await connection.produce(["\(sequence)"], to: "idempotent", by: producer)
                #expect(again.errorCode == .none && again.baseOffset == Int64(sequence))
            }
            producer.sequence = 6
            let early = try await connection.produce(["6"], to: "idempotent", by: producer)
            #expect(early.errorCode == .outOfOrderSequenceNumber)
            producer.sequence = 5
            #expect(try await connection.produce(["5"], to: "idempotent", by: producer).baseOffset == 5)
            #expect(try await connection.values("idempotent") == ["0", "1", "2", "3", "4", "5"])
            #expect(try await connection.initProducer(nil).id == 4, "no id is given twice")
        }
    }

    @Test(arguments: FrozenSample.all) func transactionsHaveEndedAsTheyDid(_ sample: FrozenSample) async throws {
        try await sample.withCopy { connection in
            #expect(try await connection.values("transactions") == ["a", "b", "aborted", "plain"])
            #expect(try await connection.values("transactions", isReadCommitted: true) == ["a", "b", "plain"])
            #expect(try await connection.committed("done", isStable: true) == ["open/0 11"])
            var old = FrozenSample.fenced
            let late = try await connection.produce(["late"], to: "transactions", by: old.next())
            #expect(late.errorCode == .invalidProducerEpoch)
            var new = try await connection.initProducer("payments")
            #expect(new.id == old.id && new.epoch == 2)
            try await connection.begin(new, "transactions", [0])
            try await connection.produce(["c"], to: "transactions", by: new.next())
            #expect(try await connection.end(new, commit: true) == .none)
            #expect(try await connection.values("transactions", isReadCommitted: true) == ["a", "b", "plain", "c"])
        }
    }

    @Test(arguments: FrozenSample.all, [true, false])
    func theOpenTransactionIsEndedByItsProducer(_ sample: FrozenSample, commit: Bool) async throws {
        try await sample.withCopy { connection in
            let data = try await connection.fetch("open", isReadCommitted: true)
            #expect(data.lastStableOffset == 0 && data.highWatermark == 2)
            #expect(try await connection.values("open", isReadCommitted: true) == [])
            #expect(
                try await connection.committed("pending", of: ["open"], isStable: true)
                    == ["open/0 UNSTABLE_OFFSET_COMMIT"])
            var producer = FrozenSample.open
            #expect(try await connection.produce(["open"], to: "open", by: producer).baseOffset == 0)
            try await connection.produce(["more"], to: "open", by: producer.next())
            #expect(try await connection.end(producer, commit: commit) == .none)
            let values = try await connection.values("open", isReadCommitted: true)
            #expect(values == (commit ? ["open", "behind", "more"] : ["behind"]))
            let offset = try await connection.committed("pending", of: ["open"], isStable: true)
            #expect(offset == [commit ? "open/0 7" : "open/0 -1"])
        }
    }

    @Test(arguments: FrozenSample.all) func membersKeepTheirGeneration(_ sample: FrozenSample) async throws {
        try await sample.withCopy { connection in
            #expect(
                try await connection.listGroups().sorted() == [
                    "consumers Stable", "done Empty", "pending Empty", "tools Empty", "workers Stable",
                ])
            let group = try await connection.describe("consumers")
            let id = try #require(group.members.first).memberId
            #expect(group.protocolType == "consumer" && group.protocolData == "range")
            #expect(try await connection.sync("consumers", id, 2).assignment == ByteBuffer(string: "of the second"))
            #expect(try await connection.heartbeat("consumers", id, 2) == .none)
            #expect(try await connection.heartbeat("consumers", id, 1) == .illegalGeneration)
            #expect(try await connection.commitOffset("consumers", 43, of: "gzip", by: id, 2) == .none)
            #expect(try await connection.join("consumers", as: id, topics: ["gzip"]).generationId == 3)

            let workers = try await connection.describe("workers")
            let worker = try #require(workers.members.first)
            #expect(workers.protocolType == "connect" && worker.groupInstanceId == "one")
            #expect(try await connection.heartbeat("workers", worker.memberId, 1, instance: "one") == .none)
        }
    }

    @Test(arguments: FrozenSample.all) func committedOffsetsAreThere(_ sample: FrozenSample) async throws {
        try await sample.withCopy { connection in
            #expect(try await connection.committed("tools") == ["lz4/0 3"])
            var group = OffsetFetchRequest.OffsetFetchRequestGroup()
            group.groupId = "consumers"
            group.topics = nil
            var request = OffsetFetchRequest()
            request.groups = [group]
            let topics = try await connection.send(request).groups[0].topics
            #expect(topics.map(\.name) == ["gzip"])
            let partition = try #require(topics.first?.partitions.first)
            #expect(partition.committedOffset == 42 && partition.metadata == "noted")
        }
    }
}
