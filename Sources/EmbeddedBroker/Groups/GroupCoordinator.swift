internal import KafkaProtocol
internal import Logging
internal import NIOCore

/// Who is in which group, and in which generation: Kafka's classic group protocol for any protocol type.
///
/// In memory only, and deterministic: time is an argument, answers go through callbacks, at once or in a later call.
/// Confined to the storage thread. Whoever owns it calls `expire` at `nextDeadline`. A lost connection changes nothing:
/// members that are gone leave when their session ends.
final class GroupCoordinator {
    /// New members cannot send heartbeats before their first answer, so that they may wait longer than their session.
    static let newMemberTimeout = TimeAmount.minutes(5)

    private(set) var groups: [String: Group] = [:]
    /// When `expire` has something to do; earlier at times, never later.
    private(set) var nextDeadline = NIODeadline.distantFuture
    let initialRebalanceDelay: TimeAmount
    let sessionTimeouts: ClosedRange<Duration>
    let logger: Logger
    /// Makes what follows the client's name in a new member's id.
    let makeUniqueId: () -> String
    private let storeGroup: (Group) throws(ErrorCode) -> Void
    /// What was given to be stored, or removed, since `stored` or `notStored` was called.
    private var unconfirmed: Set<String> = []
    private var removed: [Group] = []

    /// - Parameter store: stores a group as it is now, before those who wait for its new generation are answered: with
    ///   members when the group is stable, without when it became empty. What it throws, they are answered.
    init(
        _ configuration: BrokerConfiguration, logger: Logger,
        makeUniqueId: @escaping () -> String = { MemberId.random() },
        store: @escaping (Group) throws(ErrorCode) -> Void
    ) {
        initialRebalanceDelay = TimeAmount(configuration.initialRebalanceDelay)
        sessionTimeouts = configuration.sessionTimeouts
        self.logger = logger
        self.makeUniqueId = makeUniqueId
        storeGroup = store
    }

    /// Takes over a group as it was stored. Its members keep their ids, generation and assignments; their sessions start
    /// anew.
    func restore(_ group: Group, now: NIODeadline) {
        for member in group.members { member.extendSession(now) }
        groups[group.id] = group
        noteDeadline(of: group)
    }

    /// The group, made if there is none.
    func groupOrNew(_ id: String) -> Group {
        if let group = groups[id] { return group }
        let group = Group(id: id)
        groups[id] = group
        return group
    }

    /// Forgets a group that is being deleted.
    func remove(_ id: String) {
        if let group = groups.removeValue(forKey: id) { removed.append(group) }
    }

    func store(_ group: Group) throws(ErrorCode) {
        try storeGroup(group)
        unconfirmed.insert(group.id)
    }

    /// What was stored and removed so far is on disk.
    func stored() {
        unconfirmed = []
        removed = []
    }

    /// What was stored and removed since `stored` is lost: those that rely on it have to join again.
    func notStored(now: NIODeadline) {
        for group in removed where groups[group.id] == nil { groups[group.id] = group }
        for case let group? in unconfirmed.map({ groups[$0] }) where group.state == .stable {
            prepareRebalance(group, now: now, because: "its generation could not be stored")
            noteDeadline(of: group)
        }
        stored()
    }

    /// The broker ends: nobody waits any longer. The groups stay as they are stored.
    func endWaiting() {
        for group in groups.values {
            for member in group.members { member.dismiss(.coordinatorNotAvailable, memberId: member.id) }
        }
        nextDeadline = .distantFuture
    }

    func noteDeadline(of group: Group) {
        if let next = group.nextTimer { nextDeadline = min(nextDeadline, next.deadline) }
    }

    /// Does what is due: ends sessions, completes rebalances.
    func expire(now: NIODeadline) {
        guard nextDeadline <= now else { return }
        for group in Array(groups.values) {
            while let next = group.nextTimer, next.deadline <= now { fire(next.timer, in: group, now: now) }
        }
        nextDeadline = groups.values.lazy.compactMap { $0.nextTimer?.deadline }.min() ?? .distantFuture
    }

    private func fire(_ timer: Group.Timer, in group: Group, now: NIODeadline) {
        switch timer {
        case .session(let member):
            member.deadline = .distantFuture
            guard !member.isExcusedFromHeartbeats else { return }
            log(group, "removes member \(member.id), whose session ended")
            group.remove(member)
            membersLeft(group, now: now, because: "member \(member.id) is gone")
        case .pendingMember(let id):
            group.pendingMembers[id] = nil
            if group.state == .preparingRebalance, group.hasAllMembersJoined { completeJoin(group, now: now) }
        case .join(.initial(_, let delay, let remaining)):
            endInitialDelay(group, delay: delay, remaining: remaining, now: now)
        case .join(.rebalance):
            completeJoin(group, now: now)
        case .sync:
            removeMembersWithoutSync(group, now: now)
        }
    }

    func log(_ group: Group, _ event: @autoclosure () -> String) {
        logger.info("group \(group.id): \(event())")
    }
}

extension Group {
    /// Why a request in this member's name cannot be served.
    func refusal(memberId: String, instanceId: String?) -> ErrorCode? {
        if let instanceId {
            guard let holder = staticMember(instanceId) else { return .unknownMemberId }
            guard holder.id == memberId else { return .fencedInstanceId }
        }
        return member(memberId) == nil ? .unknownMemberId : nil
    }
}
