import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker

/// KIP-345: members with a name of their own may restart without a rebalance.
@Suite struct StaticMemberTests {
    let bench = GroupBench()

    /// A stable group of these instances; the first leads.
    private func stableGroup(_ instances: [String]) throws -> [String] {
        let answers = instances.map { name in bench.join { $0.instanceId = name } }
        bench.wait(.zero)
        let ids = try answers.map { try $0.value.memberId }
        try bench.complete(generation: 1, leader: ids[0], ids)
        return ids
    }

    @Test func aStaticMemberJoinsAtOnceAndTheLeaderIsToldItsName() throws {
        let answer = bench.join { $0.instanceId = "a" }
        bench.wait(.zero)
        #expect(try answer.value.errorCode == .none)
        #expect(try answer.value.memberId == "a-1")
        #expect(try answer.value.members.map(\.groupInstanceId) == ["a"])
        #expect(bench.coordinator.describe("g").members.map(\.groupInstanceId) == ["a"])
    }

    @Test func aFollowerRestartsWithoutARebalance() throws {
        let ids = try stableGroup(["a", "b"])
        let restarted = try bench.join { $0.instanceId = "b" }.value
        #expect(restarted.errorCode == .none)
        #expect(restarted.generationId == 1)
        #expect(restarted.memberId == "b-3")
        #expect(restarted.leader == ids[0])
        #expect(!restarted.skipAssignment)
        #expect(bench.state() == "Stable")
        #expect(try bench.sync("b-3", generation: 1, instanceId: "b").value.text == ids[1])
        #expect(bench.heartbeat(ids[0], generation: 1) == .none)
        #expect(bench.stored.last?.assignments == [ids[0]: ids[0], "b-3": ids[1]], "the new id is stored")
    }

    @Test func aLeaderRestartsAndIsToldNotToAssignAnew() throws {
        let ids = try stableGroup(["a", "b"])
        let restarted = try bench.join { $0.instanceId = "a" }.value
        #expect(restarted.memberId == "a-3")
        #expect(restarted.leader == "a-3")
        #expect(restarted.skipAssignment)
        #expect(restarted.members.map(\.memberId) == ["a-3", ids[1]])
        #expect(bench.state() == "Stable")
    }

    @Test func aLeaderOfAnOldClientIsNotToldThatItLeads() throws {
        let ids = try stableGroup(["a", "b"])
        let restarted = try bench.join {
            $0.instanceId = "a"
            $0.version = 8
        }.value
        #expect(restarted.leader == ids[0])
        #expect(restarted.members.isEmpty)
        #expect(!restarted.skipAssignment)
        #expect(try bench.sync(restarted.memberId, generation: 1, instanceId: "a").value.text == ids[0])
    }

    @Test func aRestartThatChangesTheProtocolIsARebalance() throws {
        let names = [("range", ""), ("sticky", "")]
        let answers = ["a", "b"].map { name in
            bench.join {
                $0.instanceId = name
                $0.protocols = names
            }
        }
        bench.wait(.zero)
        let ids = try answers.map { try $0.value.memberId }
        try bench.complete(generation: 1, leader: ids[0], ids)
        let restarted = bench.join {
            $0.instanceId = "b"
            $0.protocols = [("sticky", "")]
        }
        #expect(restarted.response == nil)
        #expect(bench.heartbeat(ids[0], generation: 1) == .rebalanceInProgress)
        _ = bench.join {
            $0.memberId = ids[0]
            $0.instanceId = "a"
            $0.protocols = names
        }
        #expect(try restarted.value.protocolName == "sticky")
    }

    @Test func whoeverUsesTheOldIdIsFenced() throws {
        let ids = try stableGroup(["a", "b"])
        _ = bench.join { $0.instanceId = "b" }
        #expect(bench.heartbeat(ids[1], generation: 1, instanceId: "b") == .fencedInstanceId)
        #expect(bench.commit(ids[1], generation: 1, instanceId: "b") == .fencedInstanceId)
        #expect(try bench.sync(ids[1], generation: 1, instanceId: "b").value.errorCode == .fencedInstanceId)
        #expect(bench.leave([(ids[1], "b")]).members.map(\.errorCode) == [.fencedInstanceId])
        let join = bench.join {
            $0.memberId = ids[1]
            $0.instanceId = "b"
        }
        #expect(try join.value.errorCode == .fencedInstanceId)
        #expect(bench.heartbeat(ids[1], generation: 1) == .unknownMemberId, "without its name it is a stranger")
    }

    @Test func whoeverWaitsUnderTheOldIdIsFenced() throws {
        let first = bench.join { $0.instanceId = "a" }
        let second = bench.join { $0.instanceId = "a" }
        #expect(try first.value.errorCode == .fencedInstanceId)
        bench.wait(.zero)
        #expect(try second.value.generationId == 1)

        _ = bench.join { $0.instanceId = "b" }
        let third = bench.join {
            $0.instanceId = "a"
            $0.memberId = try! second.value.memberId
        }
        bench.wait(.zero)
        let ids = [try third.value.memberId, "b-3"]
        let sync = bench.sync(ids[1], generation: 2, instanceId: "b")
        _ = bench.join { $0.instanceId = "b" }
        #expect(try sync.value.errorCode == .fencedInstanceId)
        #expect(bench.state() == "PreparingRebalance", "the leader may have the old id already")
    }

    @Test func aRestartDuringARebalanceTakesPartInIt() throws {
        let ids = try stableGroup(["a", "b"])
        let leader = bench.join {
            $0.memberId = ids[0]
            $0.instanceId = "a"
        }
        let restarted = bench.join { $0.instanceId = "b" }
        #expect(try restarted.value.generationId == 2)
        #expect(try leader.value.members.map(\.memberId) == [ids[0], "b-3"])
    }

    @Test func aStaticMemberThatDoesNotJoinAgainStaysUntilItsSessionEnds() throws {
        let ids = try stableGroup(["a", "b"])
        let leader = bench.join {
            $0.memberId = ids[0]
            $0.instanceId = "a"
            $0.rebalanceTimeoutMs = 6_000
        }
        // The longest rebalance timeout counts: 60 seconds.
        for _ in 0..<10 {
            #expect(leader.response == nil)
            bench.wait(.seconds(6))
            _ = bench.heartbeat(ids[1], generation: 1, instanceId: "b")
        }
        #expect(try leader.value.members.map(\.memberId) == ids)
        _ = bench.sync(ids[0], generation: 2, instanceId: "a", assigning: [:])
        bench.wait(.seconds(9))
        #expect(bench.memberIds() == Set(ids))
        _ = bench.heartbeat(ids[0], generation: 2, instanceId: "a")
        bench.wait(.seconds(1))
        #expect(bench.memberIds() == [ids[0]])
    }

    @Test func aDeadStaticMemberMayComeBackWithinItsSession() throws {
        let ids = try stableGroup(["a"])
        bench.wait(.seconds(9))
        let restarted = try bench.join { $0.instanceId = "a" }.value
        #expect(restarted.generationId == 1)
        bench.wait(.seconds(9))
        #expect(bench.memberIds() == [restarted.memberId], "its session began anew")
        #expect(restarted.memberId != ids[0])
    }

    @Test func anOperatorPutsStaticMembersOutByTheirNames() throws {
        let ids = try stableGroup(["a", "b", "c"])
        let response = bench.leave([("", "a"), ("", "stranger"), (ids[1], "b"), (ids[2], "a")])
        #expect(response.errorCode == .none)
        #expect(response.members.map(\.errorCode) == [.none, .unknownMemberId, .none, .unknownMemberId])
        #expect(response.members.map(\.groupInstanceId) == ["a", "stranger", "b", "a"])
        #expect(bench.memberIds() == [ids[2]])
    }

    @Test func aRestartWhoseNewIdCannotBeStoredIsRefused() throws {
        _ = try stableGroup(["a", "b"])
        bench.storingFails = .coordinatorNotAvailable
        #expect(try bench.join { $0.instanceId = "b" }.value.errorCode == .coordinatorNotAvailable)
        bench.storingFails = nil
        #expect(try bench.join { $0.instanceId = "b" }.value.errorCode == .none)
        #expect(bench.state() == "Stable")
    }
}
