import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker

/// Who may commit and delete offsets, and what tools are told.
@Suite struct GroupOffsetsTests {
    let bench = GroupBench()

    @Test func aConsumerWithoutAGroupCommitsToAnEmptyOne() throws {
        #expect(bench.commit("", generation: -1) == .none)
        #expect(bench.state() == "Empty")
        #expect(bench.coordinator.describe("g").protocolType == "")
        #expect(bench.commit("", generation: -1) == .none)
        _ = try bench.stableGroup(of: 1)
        #expect(bench.commit("", generation: -1) == .unknownMemberId, "its members would lose their place")
    }

    @Test func aMemberCommitsInItsGeneration() throws {
        let ids = try bench.stableGroup(of: 1)
        #expect(bench.commit(ids[0], generation: 1) == .none)
        #expect(bench.commit(ids[0], generation: 0) == .illegalGeneration)
        #expect(bench.commit(ids[0], generation: -1) == .illegalGeneration)
        #expect(bench.commit("stranger", generation: 1) == .unknownMemberId)
        #expect(bench.commit(ids[0], generation: 1, instanceId: "stranger") == .unknownMemberId)
        #expect(bench.commit("stranger", generation: 1, group: "other") == .groupIdNotFound)
        #expect(bench.commit("stranger", generation: 1, group: "other", version: 8) == .illegalGeneration)
    }

    @Test func aMemberMayCommitBeforeItJoinsAgainAndNotBetweenJoinAndSync() throws {
        let ids = try bench.stableGroup(of: 1)
        let new = bench.enter()
        #expect(bench.commit(ids[0], generation: 1) == .none)
        _ = bench.join { $0.memberId = ids[0] }
        #expect(try new.value.generationId == 2)
        #expect(bench.commit(ids[0], generation: 1) == .illegalGeneration)
        #expect(bench.commit(ids[0], generation: 2) == .rebalanceInProgress)
        try bench.complete(generation: 2, leader: ids[0], [ids[0], try new.value.memberId])
        #expect(bench.commit(ids[0], generation: 2) == .none)
    }

    @Test func aTransactionCommitsInTheGenerationThatItNames() throws {
        func commit(_ memberId: String, _ generation: Int32, instanceId: String? = nil, group: String = "g")
            -> ErrorCode
        {
            bench.coordinator.validateTransactionalCommit(
                group: group, generation: generation, memberId: memberId, instanceId: instanceId)
        }
        let ids = try bench.stableGroup(of: 1)
        #expect(commit(ids[0], 1) == .none)
        #expect(commit(ids[0], 0) == .illegalGeneration)
        #expect(commit("stranger", 1) == .unknownMemberId)
        #expect(commit(ids[0], 1, instanceId: "stranger") == .unknownMemberId)
        #expect(commit("", -1) == .none, "clients before KIP-447 name no member")
        #expect(commit("", -1, group: "new") == .none)
        #expect(commit("stranger", 1, group: "none") == .illegalGeneration)
        _ = bench.join { $0.memberId = ids[0] }
        #expect(bench.state() == "CompletingRebalance")
        #expect(commit(ids[0], 2) == .none, "the consumer may not have asked for its assignment yet")
    }

    /// A consumer's metadata: version, topics, user data.
    private func subscription(_ topics: [String]) -> String {
        var buffer = ByteBuffer()
        buffer.writeInteger(Int16(0))
        buffer.writeInteger(Int32(topics.count))
        for topic in topics {
            buffer.writeInteger(Int16(topic.utf8.count))
            buffer.writeString(topic)
        }
        buffer.writeInteger(Int32(-1))
        return String(buffer: buffer)
    }

    @Test func theBrokerKnowsWhatConsumersAreSubscribedTo() throws {
        var answers: [Answer<JoinGroupResponse>] = []
        for topics in [["a"], ["a", "b"]] {
            answers.append(bench.enter { $0.protocols = [("range", subscription(topics))] })
        }
        bench.wait(.zero)
        let ids = try answers.map { try $0.value.memberId }
        let group = try #require(bench.coordinator.groups["g"])
        #expect(["a", "b", "c"].map(group.isSubscribed) == [true, true, false])
        #expect(bench.coordinator.validateOffsetDelete(group: "g") == .none)
        _ = bench.leave([(ids[1], nil)])
        #expect(["a", "b", "c"].map(group.isSubscribed) == [true, false, false])
        _ = bench.leave([(ids[0], nil)])
        #expect(!group.isSubscribed(to: "a"))
    }

    @Test func consumersWithMetadataOfTheirOwnMayBeSubscribedToAnything() throws {
        _ = try bench.stableGroup(of: 1) { $0.protocols = [("mine", "?")] }
        #expect(bench.coordinator.groups["g"]?.isSubscribed(to: "a") == true)
    }

    @Test func onlyEmptyGroupsLoseTheirOffsetsOrGoAway() throws {
        let ids = try bench.stableGroup(of: 1) { $0.protocolType = "connect" }
        let coordinator = bench.coordinator
        #expect(coordinator.validateOffsetDelete(group: "g") == .nonEmptyGroup)
        #expect(coordinator.validateDelete(group: "g") == .nonEmptyGroup)
        #expect(coordinator.validateOffsetDelete(group: "other") == .groupIdNotFound)
        #expect(coordinator.validateDelete(group: "other") == .groupIdNotFound)
        _ = bench.leave([(ids[0], nil)])
        #expect(coordinator.validateOffsetDelete(group: "g") == .none)
        #expect(coordinator.validateDelete(group: "g") == .none)
        coordinator.remove("g")
        #expect(bench.state() == "Dead")
        #expect(bench.heartbeat(ids[0], generation: 1) == .unknownMemberId)
    }

    @Test func groupsAreListedByStateAndType() throws {
        _ = bench.commit("", generation: -1, group: "simple")
        _ = try bench.stableGroup(of: 1) {
            $0.group = "workers"; $0.protocolType = "connect"
        }
        func list(_ states: [String], _ types: [String] = []) -> [String] {
            bench.coordinator.list(states: states, types: types).map {
                "\($0.groupId) \($0.protocolType) \($0.groupState) \($0.groupType)"
            }
        }
        #expect(list([]) == ["simple  Empty Classic", "workers connect Stable Classic"])
        #expect(list(["stable", "Dead"]) == ["workers connect Stable Classic"])
        #expect(list([], ["classic"]).count == 2)
        #expect(list([], ["consumer"]).isEmpty)
    }

    @Test func onlyAStableGroupIsDescribedWithMetadata() throws {
        let ids = try bench.stableGroup(of: 1) { $0.protocols = [("range", "metadata")] }
        let stable = bench.coordinator.describe("g")
        #expect(stable.members.map(\.clientId) == ["client"])
        #expect(stable.members.map(\.clientHost) == ["/127.0.0.1"])
        #expect(stable.members.map { String(buffer: $0.memberMetadata) } == ["metadata"])
        _ = bench.enter { $0.protocols = [("range", "metadata")] }
        let rebalancing = bench.coordinator.describe("g")
        #expect(rebalancing.groupState == "PreparingRebalance")
        #expect(rebalancing.protocolData == "")
        #expect(rebalancing.members.map(\.memberMetadata.readableBytes) == [0, 0])
        #expect(rebalancing.members.first?.memberId == ids[0])
    }

    /// What the store gives back at the start of a broker.
    @Test func aRestoredGroupGoesOnAsIfNothingHadHappened() throws {
        let member = { (id: String, instance: String?) in
            GroupMember(
                id: id, instanceId: instance, clientId: "c", clientHost: "/h", rebalanceTimeoutMs: 60_000,
                sessionTimeoutMs: 10_000, protocols: [GroupProtocol(name: "range", metadata: ByteBuffer())],
                assignment: ByteBuffer(string: "of \(id)"))
        }
        let group = Group(
            id: "g", protocolType: "consumer", protocolName: "range", generation: 7, leader: "m-2",
            members: [member("m-1", nil), member("s-1", "s"), member("m-2", nil)])
        bench.coordinator.restore(group, now: bench.now)
        #expect(bench.state() == "Stable")
        bench.wait(.seconds(9))
        #expect(bench.heartbeat("m-1", generation: 7) == .none)
        #expect(bench.heartbeat("s-1", generation: 7, instanceId: "s") == .none)
        #expect(try bench.sync("m-1", generation: 7).value.text == "of m-1")
        #expect(try bench.join { $0.memberId = "m-1" }.value.generationId == 7, "nothing new, no rebalance")
        #expect(bench.commit("m-2", generation: 7) == .none)
        bench.wait(.seconds(9))
        #expect(bench.memberIds() == ["m-1", "s-1", "m-2"])
        bench.wait(.seconds(1))
        #expect(bench.state() == "Empty", "sessions began at the start")
        #expect(bench.stored.last?.generation == 8)
    }

    @Test func aRestoredEmptyGroupKeepsItsGeneration() throws {
        bench.coordinator.restore(
            Group(id: "g", protocolType: "consumer", protocolName: nil, generation: 4, leader: nil, members: []),
            now: bench.now)
        #expect(bench.state() == "Empty")
        let join = bench.enter()
        bench.wait(.zero)
        #expect(try join.value.generationId == 5)
    }
}
