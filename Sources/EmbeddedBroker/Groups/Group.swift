internal import KafkaProtocol
internal import NIOCore

/// A group's members and what they agreed on. The rules of how it changes are the coordinator's. Confined to the storage
/// thread.
final class Group {
    /// What the group does when its members have had their time to join.
    enum JoinTimer {
        /// The first members of an empty group wait for others: `group.initial.rebalance.delay.ms` and, whenever
        /// somebody came meanwhile, again, up to the rebalance timeout.
        case initial(at: NIODeadline, delay: TimeAmount, remaining: TimeAmount)
        /// Those who have not joined by then are left behind.
        case rebalance(at: NIODeadline)

        var deadline: NIODeadline {
            switch self {
            case .initial(let deadline, _, _), .rebalance(let deadline): deadline
            }
        }
    }

    /// What happens in a group when nobody asks.
    enum Timer {
        case session(GroupMember)
        case pendingMember(String)
        case join(JoinTimer)
        case sync
    }

    let id: String
    var state: GroupState
    /// What the group is for: `consumer`, `connect`, ...; nil if it only holds offsets that were committed by hand.
    var protocolType: String?
    /// The protocol that all members know; nil before the first generation.
    var protocolName: String?
    var generation: Int32
    /// The id of the member that divides the work; nil only without members.
    private(set) var leader: String?
    /// In the order in which they came.
    private(set) var members: [GroupMember]
    /// The ids that were given out by MEMBER_ID_REQUIRED and not used yet, and when they lapse.
    var pendingMembers: [String: NIODeadline] = [:]
    var joinTimer: JoinTimer?
    /// When those who have not asked for their assignment are left behind.
    var syncDeadline: NIODeadline?
    /// When the state that is stored began: milliseconds since 1970.
    var storedMs: Int64 = 0
    /// Whether the rebalance under way began with an empty group.
    var isInitialRebalance = false
    /// Whether somebody joined since the initial rebalance's delay began.
    var hasNewMember = false

    /// An empty group.
    convenience init(id: String) {
        self.init(id: id, protocolType: nil, protocolName: nil, generation: 0, leader: nil, members: [])
    }

    /// A group as it was stored.
    init(
        id: String, protocolType: String?, protocolName: String?, generation: Int32, leader: String?,
        members: [GroupMember]
    ) {
        self.id = id
        self.protocolType = protocolType
        self.protocolName = protocolName
        self.generation = generation
        self.leader = members.contains { $0.id == leader } ? leader : members.first?.id
        self.members = members
        state = members.isEmpty ? .empty : .stable
    }

    func member(_ id: String) -> GroupMember? {
        members.first { $0.id == id }
    }

    func staticMember(_ instanceId: String) -> GroupMember? {
        members.first { $0.instanceId == instanceId }
    }

    /// Adds a member; the first leads.
    func add(_ member: GroupMember) {
        pendingMembers[member.id] = nil
        leader = leader ?? member.id
        members.append(member)
    }

    /// Removes a member, and answers what it waits in.
    func remove(_ member: GroupMember) {
        members.removeAll { $0 === member }
        if leader == member.id { leader = members.first?.id }
        member.dismiss(.unknownMemberId)
    }

    /// A static member has come back: it takes the old one's place, and whoever still uses the old id is fenced.
    func replace(_ old: GroupMember, with new: GroupMember) {
        for index in members.indices where members[index] === old { members[index] = new }
        if leader == old.id { leader = new.id }
        old.dismiss(.fencedInstanceId, memberId: old.id)
    }

    var hasAllMembersJoined: Bool {
        pendingMembers.isEmpty && members.allSatisfy { $0.joinReply != nil }
    }

    /// Gives the lead to one who joined, if the leader did not; false if nobody joined.
    func electJoinedLeader() -> Bool {
        let joined = members.filter { $0.joinReply != nil }
        if !joined.contains(where: { $0.id == leader }), let next = joined.first { leader = next.id }
        return !joined.isEmpty
    }

    /// The longest time that a member wants to have for joining again.
    var rebalanceTimeout: TimeAmount {
        .milliseconds(Int64(members.lazy.map(\.rebalanceTimeoutMs).max() ?? 0))
    }

    /// Whether one could be a member who knows these protocols.
    func accepts(protocolType: String, protocols: [JoinGroupRequest.JoinGroupRequestProtocol]) -> Bool {
        if state == .empty { return !protocolType.isEmpty && !protocols.isEmpty }
        return protocolType == self.protocolType && protocols.contains { isKnownToAll($0.name) }
    }

    private func isKnownToAll(_ name: String) -> Bool {
        members.allSatisfy { $0.metadata(for: name) != nil }
    }

    /// Each member votes for the first of its protocols that all know; the one that the earliest members want wins a draw.
    func selectProtocol() -> String? {
        var votes: [(name: String, count: Int)] = []
        for member in members {
            guard let choice = member.protocols.first(where: { isKnownToAll($0.name) })?.name else { continue }
            if let index = votes.firstIndex(where: { $0.name == choice }) {
                votes[index].count += 1
            } else {
                votes.append((choice, 1))
            }
        }
        let most = votes.map(\.count).max()
        return votes.first { $0.count == most }?.name
    }

    /// What happens next, and when.
    var nextTimer: (deadline: NIODeadline, timer: Timer)? {
        var next: (deadline: NIODeadline, timer: Timer)?
        func consider(_ deadline: NIODeadline, _ timer: @autoclosure () -> Timer) {
            if deadline < next?.deadline ?? .distantFuture { next = (deadline, timer()) }
        }
        for member in members { consider(member.deadline, .session(member)) }
        for (id, deadline) in pendingMembers { consider(deadline, .pendingMember(id)) }
        if let joinTimer { consider(joinTimer.deadline, .join(joinTimer)) }
        if let syncDeadline { consider(syncDeadline, .sync) }
        return next
    }
}
