import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker

/// Members that say nothing.
@Suite struct GroupTimeoutTests {
    let bench = GroupBench()

    @Test func aMemberThatSendsNoHeartbeatsIsRemovedWhenItsSessionEnds() throws {
        let ids = try bench.stableGroup(of: 2)
        bench.wait(.seconds(6))
        #expect(bench.heartbeat(ids[0], generation: 1) == .none)
        bench.wait(.seconds(4))
        #expect(bench.memberIds() == [ids[0]])
        #expect(bench.heartbeat(ids[0], generation: 1) == .rebalanceInProgress)
        #expect(bench.heartbeat(ids[1], generation: 1) == .unknownMemberId)
    }

    @Test func heartbeatsKeepAMemberForever() throws {
        let ids = try bench.stableGroup(of: 1)
        for _ in 0..<20 {
            bench.wait(.seconds(9))
            #expect(bench.heartbeat(ids[0], generation: 1) == .none)
        }
    }

    @Test func commitsKeepAMemberToo() throws {
        let ids = try bench.stableGroup(of: 1)
        for _ in 0..<3 {
            bench.wait(.seconds(9))
            #expect(bench.commit(ids[0], generation: 1) == .none)
        }
    }

    @Test func aGroupWhoseMembersAllDieIsEmpty() throws {
        _ = try bench.stableGroup(of: 3)
        bench.wait(.seconds(10))
        #expect(bench.state() == "Empty")
        #expect(bench.coordinator.nextDeadline == .distantFuture)
        #expect(bench.stored.last?.assignments == [:])
    }

    @Test func whoeverDoesNotJoinAgainInTimeIsLeftBehind() throws {
        let ids = try bench.stableGroup(of: 3) { $0.rebalanceTimeoutMs = 20_000 }
        let joined = bench.join {
            $0.memberId = ids[0]
            $0.rebalanceTimeoutMs = 20_000
        }
        // Alive, but busy.
        for _ in 0..<3 {
            bench.wait(.seconds(5))
            for id in ids.dropFirst() { #expect(bench.heartbeat(id, generation: 1) == .rebalanceInProgress) }
        }
        #expect(joined.response == nil)
        bench.wait(.seconds(5))
        #expect(try joined.value.members.map(\.memberId) == [ids[0]])
        #expect(bench.heartbeat(ids[1], generation: 1) == .unknownMemberId)
    }

    @Test func aLeaderThatDoesNotJoinAgainLosesTheLead() throws {
        let ids = try bench.stableGroup(of: 2) { $0.rebalanceTimeoutMs = 7_000 }
        let joined = bench.join {
            $0.memberId = ids[1]
            $0.protocols = [("range", "news")]
        }
        bench.wait(.seconds(60))
        #expect(try joined.value.leader == ids[1])
        #expect(try joined.value.generationId == 2)
    }

    @Test func whoeverWaitsForOthersNeedsNoHeartbeats() throws {
        let ids = try bench.stableGroup(of: 2)
        let waiting = bench.join { $0.memberId = ids[0] }
        for _ in 0..<5 {
            bench.wait(.seconds(9))
            #expect(bench.heartbeat(ids[1], generation: 1) == .rebalanceInProgress)
        }
        _ = bench.join { $0.memberId = ids[1] }
        #expect(try waiting.value.generationId == 2)
        #expect(bench.memberIds() == Set(ids))
    }

    @Test func aNewMemberThatNobodyWaitsForIsGivenUpAfterFiveMinutes() throws {
        let ids = try bench.stableGroup(of: 1) { $0.rebalanceTimeoutMs = 1_000_000 }
        let new = bench.enter()
        for _ in 0..<59 {
            bench.wait(.seconds(5))
            _ = bench.heartbeat(ids[0], generation: 1)
        }
        #expect(new.response == nil)
        bench.wait(.seconds(5))
        #expect(try new.value.errorCode == .unknownMemberId)
        #expect(bench.memberIds() == [ids[0]])
    }

    @Test func anIdThatNobodyUsesLapses() throws {
        let ids = try bench.stableGroup(of: 1)
        let pending = try bench.join().value.memberId
        #expect(bench.state() == "Stable")
        let leader = bench.join { $0.memberId = ids[0] }
        #expect(leader.response == nil, "the one who was given an id is expected")
        bench.wait(.seconds(10))
        #expect(try leader.value.generationId == 2)
        #expect(try bench.join { $0.memberId = pending }.value.errorCode == .unknownMemberId)
    }

    @Test func anIdCanBeGivenBack() throws {
        let ids = try bench.stableGroup(of: 1)
        let pending = try bench.join().value.memberId
        let leader = bench.join { $0.memberId = ids[0] }
        #expect(bench.leave([(pending, nil)]).members.map(\.errorCode) == [.none])
        #expect(try leader.value.generationId == 2)
    }

    @Test func aLeaderThatDiesBeforeItsSyncIsReplaced() throws {
        let answers = [bench.enter(), bench.enter()]
        bench.wait(.zero)
        let ids = try answers.map { try $0.value.memberId }
        let waiting = bench.sync(ids[1], generation: 1)
        bench.wait(.seconds(10))
        #expect(try waiting.value.errorCode == .rebalanceInProgress)
        let again = try bench.join { $0.memberId = ids[1] }.value
        #expect(again.leader == ids[1])
        #expect(again.generationId == 2)
        try bench.complete(generation: 2, leader: ids[1], [ids[1]])
    }

    @Test func aMemberThatNeverSyncsIsRemovedThoughItSendsHeartbeats() throws {
        let answers = (0..<2).map { _ in bench.enter { $0.rebalanceTimeoutMs = 15_000 } }
        bench.wait(.zero)
        let ids = try answers.map { try $0.value.memberId }
        _ = bench.sync(ids[0], generation: 1, assigning: [:])
        #expect(bench.state() == "Stable")
        for _ in 0..<2 {
            bench.wait(.seconds(7))
            for id in ids { #expect(bench.heartbeat(id, generation: 1) == .none) }
        }
        bench.wait(.seconds(1))
        #expect(bench.memberIds() == [ids[0]])
        #expect(bench.state() == "PreparingRebalance")
    }

    @Test func aLateTimerDoesEverythingThatIsDue() throws {
        let ids = try bench.stableGroup(of: 3)
        _ = bench.join { $0.memberId = ids[0] }
        bench.coordinator.expire(now: bench.now + .hours(1))
        #expect(bench.state() == "CompletingRebalance")
        bench.coordinator.expire(now: bench.now + .hours(2))
        #expect(bench.state() == "Empty")
    }
}
