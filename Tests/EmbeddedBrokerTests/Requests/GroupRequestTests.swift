import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// Groups as their members and tools see them through a broker.
@Suite(.timeLimit(.minutes(1))) struct GroupRequestTests {
    @Test func membersShareAGroup() async throws {
        try await TestBroker.with { broker in
            let first = try await broker.connected { try await $0.lead("g") }
            async let second = broker.connected { connection async throws in
                let id = try await connection.join("g").memberId
                let member = try await connection.join("g", as: id)
                return (member, try await connection.sync("g", id, member.generationId))
            }
            try await broker.connected { connection async throws in
                while try await connection.heartbeat("g", first.memberId, 1) == .none { await Task.yield() }
                let again = try await connection.join("g", as: first.memberId)
                #expect(again.generationId == 2)
                let ids = again.members.map(\.memberId)
                #expect(ids.count == 2)
                let assignments = Dictionary(uniqueKeysWithValues: ids.map { ($0, "of \($0)") })
                let sync = try await connection.sync("g", first.memberId, 2, assigning: assignments)
                #expect(String(buffer: sync.assignment) == "of \(first.memberId)")
                #expect(try await connection.describe("g").groupState == "Stable")
            }
            let (member, sync) = try await second
            #expect(member.leader == first.memberId)
            #expect(String(buffer: sync.assignment) == "of \(member.memberId)")
        }
    }

    @Test func aMemberThatIsGoneIsRemovedAndTheGroupIsEmpty() async throws {
        try await TestBroker.with {
            $0.sessionTimeouts = .milliseconds(50)...(.seconds(60))
        } _: { broker in
            try await broker.connected { connection async throws in
                _ = try await connection.lead("g", sessionTimeoutMs: 2000)
                while try await connection.describe("g").groupState != "Empty" {
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(try await connection.describe("g").members.isEmpty)
            }
        }
    }

    @Test func aRestartedBrokerGoesOnWithTheSameGeneration() async throws {
        try await inTemporaryDirectory { directory in
            var members: [JoinGroupResponse] = []
            try await TestBroker.with(directory) { broker in
                members = try await broker.connected { connection async throws in
                    try await connection.touchTopic("t")
                    let dynamic = try await connection.lead("g")
                    #expect(try await connection.commitOffset("g", 5, of: "t", by: dynamic.memberId, 1) == .none)
                    return [dynamic, try await connection.lead("s", instance: "one", protocolType: "connect")]
                }
            }
            let survivors = members
            try await TestBroker.with(directory) { broker in
                try await broker.connected { connection async throws in
                    let members = survivors
                    #expect(try await connection.listGroups() == ["g Stable", "s Stable"])
                    #expect(try await connection.heartbeat("g", members[0].memberId, 1) == .none)
                    #expect(try await connection.heartbeat("s", members[1].memberId, 1, instance: "one") == .none)
                    #expect(
                        try await connection.sync("g", members[0].memberId, 1).assignment == ByteBuffer(string: "all"))
                    #expect(try await connection.describe("s").protocolType == "connect")
                    #expect(try await connection.commitOffset("g", 6, of: "t", by: members[0].memberId, 1) == .none)
                    #expect(try await connection.committed("g") == ["t/0 6"])
                    #expect(try await connection.leave("g", members[0].memberId) == .none)
                    #expect(try await connection.listGroups() == ["g Empty", "s Stable"])
                }
            }
        }
    }

    @Test func offsetsAreCommittedAndFetched() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection async throws in
                try await connection.touchTopic("a")
                try await connection.touchTopic("b")
                #expect(try await connection.committed("g") == [])
                #expect(try await connection.committed("g", of: ["a"]) == ["a/0 -1"])
                #expect(try await connection.commitOffset("g", 3, of: "a") == .none)
                #expect(try await connection.commitOffset("g", 4, of: "a") == .none)
                #expect(try await connection.commitOffset("g", 9, of: "b") == .none)
                #expect(try await connection.commitOffset("g", 9, of: "b", partition: 1) == .unknownTopicOrPartition)
                #expect(try await connection.commitOffset("g", 9, of: "c") == .unknownTopicOrPartition)
                let long = String(repeating: "m", count: 4097)
                #expect(try await connection.commitOffset("g", 1, of: "a", metadata: long) == .offsetMetadataTooLarge)
                #expect(try await connection.committed("g") == ["a/0 4", "b/0 9"])
                #expect(try await connection.committed("g", of: ["b", "c"]) == ["b/0 9", "c/0 -1"])
                #expect(try await connection.committed("other") == [])
                #expect(try await connection.listGroups() == ["g Empty"], "a commit makes a group")
            }
        }
    }

    @Test func strangersDoNotCommitForMembers() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection async throws in
                try await connection.touchTopic("t")
                let member = try await connection.lead("g")
                #expect(try await connection.commitOffset("g", 1, of: "t", by: member.memberId, 1) == .none)
                #expect(try await connection.commitOffset("g", 2, of: "t") == .unknownMemberId)
                #expect(try await connection.commitOffset("g", 2, of: "t", by: "x", 1) == .unknownMemberId)
                #expect(
                    try await connection.commitOffset("g", 2, of: "t", by: member.memberId, 0) == .illegalGeneration)
                #expect(try await connection.commitOffset("none", 2, of: "t", by: "x", 1) == .groupIdNotFound)
                #expect(try await connection.committed("g") == ["t/0 1"])
            }
        }
    }

    @Test func offsetsAndGroupsAreDeleted() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection async throws in
                for topic in ["read", "left"] { try await connection.touchTopic(topic) }
                let member = try await connection.lead("g", topics: ["read"])
                for topic in ["read", "left"] {
                    #expect(try await connection.commitOffset("g", 1, of: topic, by: member.memberId, 1) == .none)
                }
                #expect(try await connection.deleteOffset("g", of: "read") == .groupSubscribedToTopic)
                #expect(try await connection.deleteOffset("g", of: "left") == .none)
                #expect(try await connection.deleteOffset("g", of: "none") == .unknownTopicOrPartition)
                #expect(try await connection.deleteOffset("none", of: "read") == .groupIdNotFound)
                #expect(try await connection.committed("g") == ["read/0 1"])
                #expect(try await connection.deleteGroup("g") == .nonEmptyGroup)
                #expect(try await connection.leave("g", member.memberId) == .none)
                #expect(try await connection.deleteGroup("g") == .none)
                #expect(try await connection.deleteGroup("g") == .groupIdNotFound)
                #expect(try await connection.committed("g") == [])
                #expect(try await connection.describe("g").groupState == "Dead")
            }
        }
    }

    @Test func theBrokerCoordinatesEverything() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection async throws in
                var request = FindCoordinatorRequest()
                request.coordinatorKeys = ["a", "b"]
                for type: Int8 in [0, 1] {
                    request.keyType = type
                    let found = try await connection.send(request).coordinators
                    #expect(found.map(\.key) == ["a", "b"])
                    #expect(found.allSatisfy { $0.errorCode == .none && $0.nodeId == 1 })
                    #expect(found.map { "\($0.host):\($0.port)" } == [broker.server.address, broker.server.address])
                }
                request.keyType = 2
                #expect(try await connection.send(request).coordinators[0].errorCode == .invalidRequest)
            }
        }
    }

    @Test func aBrokerThatEndsAnswersThoseWhoWait() async throws {
        var waiting: Task<JoinGroupResponse, any Error>?
        try await TestBroker.with { broker in
            _ = try await broker.connected { try await $0.lead("g") }
            waiting = Task {
                try await broker.connected { connection in
                    let id = try await connection.join("g").memberId
                    return try await connection.join("g", as: id)
                }
            }
            try await broker.connected { connection in
                while try await connection.describe("g").groupState != "PreparingRebalance" { await Task.yield() }
            }
        }
        // Told so, or cut off: the answer and the end of the connection are one after the other.
        let answer = try? await waiting?.value
        #expect(answer?.errorCode ?? .coordinatorNotAvailable == .coordinatorNotAvailable)
    }

    /// KIP-447: a consumer that takes over does not begin before the offsets that a transaction is about to commit.
    @Test func offsetsOfATransactionAreWithheldUntilItEnds() async throws {
        try await TestBroker.with { broker in
            try await broker.connected { connection async throws in
                try await connection.touchTopic("t")
                #expect(try await connection.commitOffset("g", 1, of: "t") == .none)
                for commit in [false, true] {
                    let producer = try await connection.beginTransaction(with: "g")
                    let member = try await connection.lead("g")
                    let generation = member.generationId
                    func commitOffset(_ generation: Int32) async throws -> ErrorCode {
                        try await connection.commitOffset(
                            "g", 2, of: "t", in: producer, by: member.memberId, generation)
                    }
                    #expect(try await commitOffset(generation - 1) == .illegalGeneration)
                    #expect(try await commitOffset(generation) == .none)
                    #expect(try await connection.committed("g") == ["t/0 1"])
                    #expect(try await connection.committed("g", isStable: true) == ["t/0 UNSTABLE_OFFSET_COMMIT"])
                    #expect(try await connection.leave("g", member.memberId) == .none)
                    try await connection.endTransaction(producer, commit: commit)
                    #expect(try await connection.committed("g", isStable: true) == ["t/0 \(commit ? 2 : 1)"])
                }
                var zombie = try await connection.beginTransaction(with: "g")
                zombie.epoch -= 1
                #expect(try await connection.commitOffset("g", 3, of: "t", in: zombie) == .invalidProducerEpoch)
                #expect(try await connection.commitOffset("other", 3, of: "t", in: zombie) == .invalidProducerEpoch)
                zombie.epoch += 1
                #expect(try await connection.commitOffset("other", 3, of: "t", in: zombie) == .invalidTxnState)
            }
        }
    }

    @Test func aTransactionOutlivesTheBroker() async throws {
        try await inTemporaryDirectory { directory in
            var producer = BrokerConnection.Producer()
            try await TestBroker.with(directory) { broker in
                producer = try await broker.connected { connection async throws in
                    try await connection.touchTopic("t")
                    let producer = try await connection.beginTransaction(with: "g")
                    #expect(try await connection.commitOffset("g", 7, of: "t", in: producer) == .none)
                    return producer
                }
            }
            let survivor = producer
            try await TestBroker.with(directory) { broker in
                try await broker.connected { connection async throws in
                    #expect(try await connection.committed("g", of: ["t"]) == ["t/0 -1"])
                    #expect(
                        try await connection.committed("g", of: ["t"], isStable: true) == ["t/0 UNSTABLE_OFFSET_COMMIT"]
                    )
                    try await connection.endTransaction(survivor, commit: true)
                    #expect(try await connection.committed("g", isStable: true) == ["t/0 7"])
                    #expect(try await connection.listGroups() == ["g Empty"])
                }
            }
        }
    }

    @Test func offsetsExpireWhenTheirGroupHasBeenEmptyForLong() async throws {
        try await TestBroker.with {
            $0.offsetsRetention = .zero
            $0.retentionCheckInterval = .milliseconds(20)
        } _: { broker in
            try await broker.connected { connection async throws in
                for topic in ["read", "left"] { try await connection.touchTopic(topic) }
                let member = try await connection.lead("g", topics: ["read"])
                for topic in ["read", "left"] {
                    #expect(try await connection.commitOffset("g", 1, of: topic, by: member.memberId, 1) == .none)
                }
                while try await connection.committed("g").count > 1 { try await Task.sleep(for: .milliseconds(5)) }
                #expect(try await connection.committed("g") == ["read/0 1"], "what members read is kept")
                #expect(try await connection.leave("g", member.memberId) == .none)
                while try await connection.listGroups() != [] { try await Task.sleep(for: .milliseconds(5)) }
                #expect(try await connection.committed("g") == [])
            }
        }
    }
}
