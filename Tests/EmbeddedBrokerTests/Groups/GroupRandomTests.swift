import KafkaProtocol
import NIOCore
import Testing

@testable import EmbeddedBroker

/// Clients that do anything at any time, right or wrong.
@Suite struct GroupRandomTests {
    @Test(arguments: 1...12)
    func whateverHappensEveryoneIsAnsweredAndAgrees(seed: UInt64) throws {
        var crowd = Crowd(seed: seed)
        for _ in 0..<3_000 {
            crowd.act()
            try crowd.check()
        }
        try crowd.end()
    }
}

/// The generator of SplitMix64: the same numbers for the same seed.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

private struct Crowd {
    /// A group and one of its generations.
    struct Generation: Hashable {
        let group: String
        let number: Int32
    }

    /// Somebody who was given an id. Static members keep their name when they get another id.
    struct Person {
        let group: String
        let id: String
        let instanceId: String?
        var generation: Int32 = -1
        var isLeader = false
        var others: [String] = []

        var name: String { instanceId ?? id }
    }

    var random: SplitMix
    let bench: GroupBench
    var people: [Person] = []
    var joins: [(request: GroupBench.Options, answer: Answer<JoinGroupResponse>)] = []
    var syncs: [(person: Person, answer: Answer<SyncGroupResponse>)] = []
    /// By id, whoever has it or had it.
    var names: [String: String] = [:]
    var leaders: [Generation: String] = [:]

    init(seed: UInt64) {
        random = SplitMix(state: seed)
        bench = GroupBench(initialDelay: seed.isMultiple(of: 2) ? .zero : .milliseconds(200))
    }

    private mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
    private mutating func chance(_ percent: Int) -> Bool { number(0..<100) < percent }

    mutating func act() {
        switch number(0..<100) {
        case 0..<4: comeNew()
        case 4..<40: joinAgain()
        case 40..<65: sync()
        case 65..<78: beat()
        case 78..<81: leave()
        case 81..<84: commit()
        case 84..<86: bench.storingFails = chance(30) ? .coordinatorNotAvailable : nil
        case 86..<87: bench.coordinator.notStored(now: bench.now)
        default: bench.wait(.milliseconds(chance(5) ? number(0..<30_000) : number(0..<300)))
        }
    }

    private mutating func options() -> GroupBench.Options {
        var options = GroupBench.Options()
        options.group = "g\(number(0..<2))"
        options.version = Int16(number(2..<10))
        options.sessionTimeoutMs = Int32(number(6_000..<20_000))
        options.rebalanceTimeoutMs = Int32(number(chance(5) ? 0..<100 : 5_000..<30_000))
        let hasMembers = bench.coordinator.groups[options.group]?.members.isEmpty == false
        options.protocolType = chance(3) && hasMembers ? "other" : "consumer"
        options.protocols = [("a", ""), ("b", ""), ("c", "")].shuffled(using: &random)
        if chance(20) { options.protocols.removeLast(number(0..<3)) }
        if chance(10) { options.protocols = options.protocols.map { ($0.0, "changed") } }
        return options
    }

    private mutating func comeNew() {
        guard people.count < 16 else { return people.removeFirst(number(1..<8)) }
        var options = options()
        if chance(40) { options.instanceId = "s\(number(0..<4))" }
        joins.append((options, bench.join(options)))
    }

    private mutating func joinAgain() {
        guard let person = people.randomElement(using: &random) else { return }
        // Most do as they are told.
        switch bench.heartbeat(
            person.id, generation: person.generation, instanceId: person.instanceId, group: person.group)
        {
        case .none where chance(95): return
        case .unknownMemberId where person.generation >= 0 && chance(80): return people.removeAll { $0.id == person.id }
        default: break
        }
        var options = options()
        options.group = chance(97) ? person.group : "g0"
        options.memberId = person.id
        options.instanceId = chance(97) ? person.instanceId : "s0"
        if chance(85) { options.protocols = [("a", ""), ("b", "")] }
        joins.append((options, bench.join(options)))
    }

    private mutating func sync() {
        guard let person = people.randomElement(using: &random) else { return }
        let generation = chance(95) ? person.generation : person.generation - 1
        var assignments: [String: String] = [:]
        for other in person.others where chance(95) {
            assignments[other] = "\(generation) \(names[other] ?? "") \(number(0..<1000))"
        }
        let answer = bench.sync(
            person.id, generation: generation, instanceId: person.instanceId, group: person.group,
            assigning: assignments)
        syncs.append((person, answer))
    }

    private mutating func beat() {
        guard let person = people.randomElement(using: &random) else { return }
        _ = bench.heartbeat(
            person.id, generation: person.generation, instanceId: person.instanceId, group: person.group)
    }

    private mutating func leave() {
        guard let person = people.randomElement(using: &random) else { return }
        _ = bench.leave([(chance(80) ? person.id : "", person.instanceId)], group: person.group)
    }

    private mutating func commit() {
        guard let person = people.randomElement(using: &random) else { return }
        _ = bench.commit(
            person.id, generation: person.generation, instanceId: person.instanceId, group: person.group)
    }

    /// What must hold after every step.
    mutating func check() throws {
        for group in bench.coordinator.groups.values { try check(group) }
        try collectJoins()
        try collectSyncs()
    }

    private func check(_ group: Group) throws {
        let waitsForJoin = group.members.contains { $0.joinReply != nil }
        let waitsForSync = group.members.contains { $0.syncReply != nil }
        try #require(Set(group.members.map(\.id)).count == group.members.count)
        let instances = group.members.compactMap(\.instanceId)
        try #require(Set(instances).count == instances.count)
        try #require(group.members.isEmpty == (group.leader == nil))
        try #require(group.leader == nil || group.member(group.leader ?? "") != nil)
        try #require(bench.coordinator.nextDeadline <= group.nextTimer?.deadline ?? .distantFuture)
        switch group.state {
        case .empty: try #require(group.members.isEmpty)
        case .preparingRebalance: try #require(group.joinTimer != nil && !waitsForSync)
        case .completingRebalance: try #require(!waitsForJoin && group.joinTimer == nil)
        case .stable: try #require(!waitsForJoin && !waitsForSync && group.joinTimer == nil)
        case .dead: Issue.record("a dead group is kept")
        }
        if group.state == .completingRebalance || group.state == .stable {
            let name = try #require(group.protocolName)
            try #require(group.members.allSatisfy { $0.metadata(for: name) != nil })
            try #require(group.syncDeadline != nil || !group.members.contains(where: \.owesSync))
        }
    }

    private mutating func collectJoins() throws {
        for (options, answer) in joins {
            guard let response = answer.response else { continue }
            try #require(answer.all.count == 1)
            if response.errorCode == .memberIdRequired {
                note(Person(group: options.group, id: response.memberId, instanceId: options.instanceId))
            }
            guard response.errorCode == .none else { continue }
            var person = Person(group: options.group, id: response.memberId, instanceId: options.instanceId)
            person.generation = response.generationId
            person.isLeader = response.leader == response.memberId
            person.others = response.members.map(\.memberId)
            for member in response.members { names[member.memberId] = member.groupInstanceId ?? member.memberId }
            note(person)
            // One leader a generation, whoever is asked, though a restart may give it another id.
            let generation = Generation(group: options.group, number: response.generationId)
            if let leader = names[response.leader] {
                try #require(leaders[generation, default: leader] == leader)
                leaders[generation] = leader
            }
            try #require(response.members.isEmpty || person.isLeader)
        }
        joins.removeAll { $0.answer.response != nil }
    }

    private mutating func note(_ person: Person) {
        names[person.id] = person.name
        people.removeAll { $0.id == person.id }
        people.append(person)
    }

    /// Whoever is answered has what was stored for it, which is what the leader said, in this generation.
    private mutating func collectSyncs() throws {
        for (person, answer) in syncs {
            guard let response = answer.response else { continue }
            try #require(answer.all.count == 1)
            guard response.errorCode == .none else {
                try #require(response.text.isEmpty)
                continue
            }
            let stored = try #require(
                bench.stored.last { $0.group == person.group && $0.assignments[person.id] != nil })
            try #require(response.text == stored.assignments[person.id])
            let words = response.text.split(separator: " ").map(String.init)
            try #require(words.isEmpty || words[0] == "\(stored.generation)" && words[1] == person.name)
        }
        syncs.removeAll { $0.answer.response != nil }
    }

    /// Nobody says anything any more.
    mutating func end() throws {
        bench.storingFails = nil
        bench.wait(.seconds(3_600))
        try check()
        #expect(joins.isEmpty)
        #expect(syncs.isEmpty)
        #expect(bench.coordinator.groups.values.allSatisfy { $0.state == .empty })
        #expect(bench.coordinator.nextDeadline == .distantFuture)
        #expect(bench.stored.count { $0.assignments.values.count { !$0.isEmpty } > 1 } > 4, "the crowd gets somewhere")
    }
}
