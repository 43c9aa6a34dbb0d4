import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker

/// Members come and go.
@Suite struct GroupRebalanceTests {
    let bench = GroupBench()

    @Test func aMemberIsGivenAnIdBeforeItJoins() throws {
        let first = try bench.join().value
        #expect(first.errorCode == .memberIdRequired)
        #expect(first.memberId == "client-1")
        let second = bench.join { $0.memberId = first.memberId }
        bench.wait(.zero)
        #expect(try second.value.errorCode == .none)
        #expect(try second.value.memberId == "client-1")
        #expect(try second.value.generationId == 1)
    }

    @Test func oldClientsJoinWithoutAskingForAnId() throws {
        let join = bench.join { $0.version = 3 }
        bench.wait(.zero)
        #expect(try join.value.errorCode == .none)
        #expect(try join.value.memberId == "client-1")
        #expect(try join.value.leader == "client-1")
    }

    @Test func twoMembersJoinAndSync() throws {
        let first = bench.enter { $0.protocols = [("range", "first")] }
        let second = bench.enter { $0.protocols = [("range", "second")] }
        #expect(first.response == nil)
        bench.wait(.zero)
        let (a, b) = (try first.value, try second.value)
        #expect(a.leader == a.memberId)
        #expect(b.leader == a.memberId)
        #expect(
            a.members.map { [$0.memberId, String(buffer: $0.metadata)] } == [
                [a.memberId, "first"], [b.memberId, "second"],
            ])
        #expect(b.members.isEmpty)
        #expect(a.protocolType == "consumer")
        #expect(b.protocolName == "range")
        #expect(bench.state() == "CompletingRebalance")

        let follower = bench.sync(b.memberId, generation: 1)
        #expect(follower.response == nil)
        let leader = bench.sync(a.memberId, generation: 1, assigning: [a.memberId: "one", b.memberId: "two"])
        #expect(try leader.value.text == "one")
        #expect(try follower.value.text == "two")
        #expect(bench.state() == "Stable")
        #expect(
            bench.stored == [
                .init(group: "g", generation: 1, assignments: [a.memberId: "one", b.memberId: "two"])
            ])
    }

    @Test func membersThatTheLeaderForgetsGetNothing() throws {
        let first = bench.enter()
        let second = bench.enter()
        bench.wait(.zero)
        let follower = bench.sync(try second.value.memberId, generation: 1)
        _ = bench.sync(try first.value.memberId, generation: 1, assigning: ["stranger": "x"])
        #expect(try follower.value.errorCode == .none)
        #expect(try follower.value.text.isEmpty)
    }

    @Test func aThirdMemberMakesTheOthersJoinAgain() throws {
        let ids = try bench.stableGroup(of: 2)
        let third = bench.enter()
        #expect(bench.state() == "PreparingRebalance")
        #expect(bench.heartbeat(ids[0], generation: 1) == .rebalanceInProgress)
        #expect(bench.heartbeat(ids[1], generation: 1) == .rebalanceInProgress)
        let again = ids.map { id in bench.join { $0.memberId = id } }
        for answer in again + [third] {
            #expect(try answer.value.errorCode == .none)
            #expect(try answer.value.generationId == 2)
            #expect(try answer.value.leader == ids[0])
        }
        try bench.complete(generation: 2, leader: ids[0], ids + [try third.value.memberId])
        #expect(bench.heartbeat(ids[0], generation: 2) == .none)
    }

    @Test func whoeverComesDuringTheInitialDelayIsInTheFirstGeneration() throws {
        let bench = GroupBench(initialDelay: .seconds(3))
        let first = bench.enter()
        bench.wait(.seconds(2))
        let second = bench.enter()
        bench.wait(.seconds(2))
        #expect(first.response == nil, "the delay begins again when somebody comes")
        bench.wait(.seconds(2))
        #expect(try first.value.generationId == 1)
        #expect(try first.value.members.count == 2)
        #expect(try second.value.generationId == 1)
    }

    @Test func theInitialDelayEndsWithTheRebalanceTimeout() throws {
        let bench = GroupBench(initialDelay: .seconds(3))
        let first = bench.enter { $0.rebalanceTimeoutMs = 5_000 }
        for _ in 0..<5 {
            #expect(first.response == nil)
            bench.wait(.seconds(1))
            _ = bench.enter { $0.rebalanceTimeoutMs = 5_000 }
        }
        #expect(try first.value.members.count == 5)
    }

    @Test func membersVoteForTheProtocolThatAllKnow() throws {
        let answers = [["a", "b", "c"], ["b", "a"], ["b", "a"]].map { names in
            bench.enter { $0.protocols = names.map { ($0, $0) } }
        }
        bench.wait(.zero)
        for answer in answers { #expect(try answer.value.protocolName == "b") }
        #expect(try answers[0].value.members.allSatisfy { String(buffer: $0.metadata) == "b" })
    }

    @Test(arguments: [
        ("connect", ["range"]), ("consumer", ["sticky"]), ("consumer", []), ("", ["range"]),
    ])
    func whoeverHasNothingInCommonIsRefused(protocolType: String, protocols: [String]) throws {
        _ = try bench.stableGroup(of: 1)
        let stranger = bench.join {
            $0.protocolType = protocolType
            $0.protocols = protocols.map { ($0, "") }
        }
        #expect(try stranger.value.errorCode == .inconsistentGroupProtocol)
        #expect(bench.state() == "Stable")
    }

    @Test func aGroupOfConnectWorkersIsAGroupLikeAnyOther() throws {
        let ids = try bench.stableGroup(of: 3) {
            $0.protocolType = "connect"
            $0.protocols = [("sessioned", "s"), ("compatible", "c"), ("default", "d")]
        }
        let described = bench.coordinator.describe("g")
        #expect(described.protocolType == "connect")
        #expect(described.protocolData == "sessioned")
        #expect(described.members.map { String(buffer: $0.memberMetadata) } == ["s", "s", "s"])
        #expect(described.members.map { String(buffer: $0.memberAssignment) } == ids)
    }

    @Test func anEmptyGroupTakesAnotherProtocolType() throws {
        let ids = try bench.stableGroup(of: 1)
        _ = bench.leave([(ids[0], nil)])
        let connect = bench.enter { $0.protocolType = "connect" }
        bench.wait(.zero)
        #expect(try connect.value.protocolType == "connect")
        #expect(try connect.value.generationId == 3)
    }

    /// Cooperative consumers give up partitions by joining once more with what they own as metadata.
    @Test func aMemberWithOtherMetadataStartsARebalanceInWhichOthersKeepWhatTheyHave() throws {
        let ids = try bench.stableGroup(of: 2)
        let follower = bench.join {
            $0.memberId = ids[1]
            $0.protocols = [("range", "owns less")]
        }
        #expect(bench.state() == "PreparingRebalance")
        let leader = bench.join { $0.memberId = ids[0] }
        #expect(try follower.value.generationId == 2)
        #expect(try leader.value.members.map { String(buffer: $0.metadata) } == ["", "owns less"])
    }

    @Test func aFollowerThatSaysNothingNewIsToldThePresentGeneration() throws {
        let ids = try bench.stableGroup(of: 2)
        let again = try bench.join { $0.memberId = ids[1] }.value
        #expect(again.errorCode == .none)
        #expect(again.generationId == 1)
        #expect(again.members.isEmpty)
        #expect(bench.state() == "Stable")
        #expect(try bench.sync(ids[1], generation: 1).value.text == ids[1])
    }

    @Test func theLeaderCanAskForARebalance() throws {
        let ids = try bench.stableGroup(of: 2)
        let leader = bench.join { $0.memberId = ids[0] }
        #expect(leader.response == nil)
        #expect(bench.heartbeat(ids[1], generation: 1) == .rebalanceInProgress)
        _ = bench.join { $0.memberId = ids[1] }
        #expect(try leader.value.generationId == 2)
    }

    @Test func aLeaderThatMissedTheAnswerOfItsJoinGetsItAgain() throws {
        let first = bench.enter()
        _ = bench.enter()
        bench.wait(.zero)
        let again = try bench.join { $0.memberId = try! first.value.memberId }.value
        #expect(again == (try first.value))
        #expect(again.members.count == 2)
        #expect(bench.state() == "CompletingRebalance")
    }

    @Test func theSecondOfTwoJoinsOfAMemberCounts() throws {
        let ids = try bench.stableGroup(of: 2)
        let lost = bench.join { $0.memberId = ids[0] }
        let again = bench.join { $0.memberId = ids[0] }
        #expect(try lost.value.errorCode == .rebalanceInProgress)
        _ = bench.join { $0.memberId = ids[1] }
        #expect(try again.value.generationId == 2)
    }

    @Test func aMemberThatLeavesMakesTheOthersJoinAgain() throws {
        let ids = try bench.stableGroup(of: 2)
        #expect(bench.leave([(ids[0], nil)]).members.map(\.errorCode) == [.none])
        #expect(bench.heartbeat(ids[0], generation: 1) == .unknownMemberId)
        #expect(bench.heartbeat(ids[1], generation: 1) == .rebalanceInProgress)
        let rest = try bench.join { $0.memberId = ids[1] }.value
        #expect(rest.leader == ids[1])
        #expect(rest.generationId == 2)
    }

    @Test func theLastToLeaveMakesTheGroupEmptyAndThatIsStored() throws {
        let ids = try bench.stableGroup(of: 2)
        _ = bench.leave(ids.map { ($0, nil) })
        #expect(bench.state() == "Empty")
        #expect(bench.stored.last == .init(group: "g", generation: 2, assignments: [:]))
    }

    @Test func aMemberThatLeavesDuringARebalanceIsNotWaitedFor() throws {
        let ids = try bench.stableGroup(of: 2)
        let first = bench.join { $0.memberId = ids[0] }
        _ = bench.leave([(ids[1], nil)])
        #expect(try first.value.members.map(\.memberId) == [ids[0]])
    }

    @Test func whoeverIsPutOutWhileItWaitsIsTold() throws {
        let ids = try bench.stableGroup(of: 2)
        let joining = bench.join { $0.memberId = ids[0] }
        _ = bench.leave([(ids[0], nil)])
        #expect(try joining.value.errorCode == .unknownMemberId)
        let second = bench.join { $0.memberId = ids[1] }
        #expect(try second.value.errorCode == .none)
        _ = bench.sync(ids[1], generation: 2, assigning: [:])
        _ = bench.enter()
        bench.wait(.zero)
    }

    @Test func beforeVersion3OneMemberLeavesAndItsErrorIsTheAnswers() throws {
        let ids = try bench.stableGroup(of: 1)
        #expect(bench.leave([("stranger", nil)], version: 2).errorCode == .unknownMemberId)
        #expect(bench.leave([(ids[0], nil)], version: 2).errorCode == .none)
        #expect(bench.state() == "Empty")
    }

    @Test func syncsAreCheckedAgainstTheGeneration() throws {
        let ids = try bench.stableGroup(of: 1)
        #expect(try bench.sync(ids[0], generation: 0).value.errorCode == .illegalGeneration)
        #expect(try bench.sync("stranger", generation: 1).value.errorCode == .unknownMemberId)
        #expect(try bench.sync(ids[0], generation: 1, group: "other").value.errorCode == .unknownMemberId)
        #expect(try bench.sync(ids[0], generation: 1, group: "").value.errorCode == .invalidGroupId)
        let other = bench.sync(ids[0], generation: 1, protocolName: "sticky")
        #expect(try other.value.errorCode == .inconsistentGroupProtocol)
        #expect(try bench.sync(ids[0], generation: 1, protocolName: "range").value.text == ids[0])
        _ = bench.enter()
        #expect(try bench.sync(ids[0], generation: 1).value.errorCode == .rebalanceInProgress)
    }

    @Test func heartbeatsAreCheckedAgainstTheGeneration() throws {
        let ids = try bench.stableGroup(of: 1)
        #expect(bench.heartbeat(ids[0], generation: 1) == .none)
        #expect(bench.heartbeat(ids[0], generation: 0) == .illegalGeneration)
        #expect(bench.heartbeat(ids[0], generation: 2) == .illegalGeneration)
        #expect(bench.heartbeat("stranger", generation: 1) == .unknownMemberId)
        #expect(bench.heartbeat(ids[0], generation: 1, group: "other") == .unknownMemberId)
        #expect(bench.heartbeat(ids[0], generation: 1, group: "") == .invalidGroupId)
    }

    @Test func joinsWithoutSenseAreRefused() throws {
        #expect(try bench.join { $0.group = "" }.value.errorCode == .invalidGroupId)
        #expect(try bench.join { $0.sessionTimeoutMs = 5_999 }.value.errorCode == .invalidSessionTimeout)
        #expect(try bench.join { $0.sessionTimeoutMs = 1_800_001 }.value.errorCode == .invalidSessionTimeout)
        #expect(try bench.join { $0.memberId = "stranger" }.value.errorCode == .unknownMemberId)
        #expect(bench.state() == "Dead", "no group comes of it")
        _ = try bench.stableGroup(of: 1)
        #expect(try bench.join { $0.memberId = "stranger" }.value.errorCode == .unknownMemberId)
    }

    @Test func aGenerationThatCannotBeStoredIsBegunAnew() throws {
        let first = bench.enter()
        let second = bench.enter()
        bench.wait(.zero)
        let ids = [try first.value.memberId, try second.value.memberId]
        let follower = bench.sync(ids[1], generation: 1)
        bench.storingFails = .coordinatorNotAvailable
        let leader = bench.sync(ids[0], generation: 1, assigning: [ids[0]: "x", ids[1]: "y"])
        #expect(try leader.value.errorCode == .coordinatorNotAvailable)
        #expect(try follower.value.errorCode == .coordinatorNotAvailable)
        #expect(try follower.value.text.isEmpty)
        #expect(bench.state() == "PreparingRebalance")
        bench.storingFails = nil
        for id in ids { _ = bench.join { $0.memberId = id } }
        try bench.complete(generation: 2, leader: ids[0], ids)
    }

    @Test func aGenerationWhoseCommitFailsLaterIsBegunAnew() throws {
        let ids = try bench.stableGroup(of: 2)
        bench.coordinator.notStored(now: bench.now)
        #expect(bench.heartbeat(ids[0], generation: 1) == .rebalanceInProgress)
        for id in ids { _ = bench.join { $0.memberId = id } }
        try bench.complete(generation: 2, leader: ids[0], ids)
    }
}
