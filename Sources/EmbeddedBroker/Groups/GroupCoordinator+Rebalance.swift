internal import KafkaProtocol
internal import Logging
internal import NIOCore

extension GroupCoordinator {
    /// Something changed: a rebalance begins, or the one under way may be complete now.
    func rebalance(_ group: Group, now: NIODeadline, because reason: @autoclosure () -> String) {
        if group.state == .preparingRebalance {
            completeJoinIfAllJoined(group, now: now)
        } else {
            prepareRebalance(group, now: now, because: reason())
        }
    }

    /// The group may be able to go on without members who left.
    func membersLeft(_ group: Group, now: NIODeadline, because reason: @autoclosure () -> String) {
        switch group.state {
        case .stable, .completingRebalance: prepareRebalance(group, now: now, because: reason())
        case .preparingRebalance: if group.hasAllMembersJoined { completeJoin(group, now: now) }
        case .empty, .dead: break
        }
    }

    /// Has all members join again: heartbeats tell them.
    func prepareRebalance(_ group: Group, now: NIODeadline, because reason: @autoclosure () -> String) {
        if group.state == .completingRebalance { failSync(group, .rebalanceInProgress, now: now) }
        endSync(group)
        log(group, "rebalances after generation \(group.generation): \(reason())")
        group.isInitialRebalance = group.state == .empty
        group.hasNewMember = false
        group.state = .preparingRebalance
        if group.isInitialRebalance {
            let remaining = max(group.rebalanceTimeout - initialRebalanceDelay, .zero)
            let end = now + initialRebalanceDelay
            group.joinTimer = .initial(at: end, delay: initialRebalanceDelay, remaining: remaining)
        } else if group.hasAllMembersJoined {
            completeJoin(group, now: now)
        } else {
            group.joinTimer = .rebalance(at: now + group.rebalanceTimeout)
        }
    }

    /// The members of a group that was empty wait for others until their delay is over.
    func completeJoinIfAllJoined(_ group: Group, now: NIODeadline) {
        if !group.isInitialRebalance, group.hasAllMembersJoined { completeJoin(group, now: now) }
    }

    /// The initial delay is over; it begins again if somebody came meanwhile.
    func endInitialDelay(_ group: Group, delay: TimeAmount, remaining: TimeAmount, now: NIODeadline) {
        guard group.hasNewMember, remaining > .zero else { return completeJoin(group, now: now) }
        group.hasNewMember = false
        let next = min(initialRebalanceDelay, remaining)
        group.joinTimer = .initial(at: now + next, delay: next, remaining: max(remaining - delay, .zero))
    }

    /// The next generation begins with those who joined, and with static members, who may be restarting.
    func completeJoin(_ group: Group, now: NIODeadline) {
        group.joinTimer = nil
        for member in group.members where member.joinReply == nil && !member.isStatic {
            log(group, "removes member \(member.id), which did not join in time")
            group.remove(member)
        }
        if !group.members.isEmpty, !group.electJoinedLeader() {
            // Nobody can lead. The members' sessions end one by one, or one of them joins.
            group.joinTimer = .rebalance(at: now + max(group.rebalanceTimeout, .milliseconds(1)))
            return
        }
        group.isInitialRebalance = false
        // A signed 32-bit number on the wire, which must not become negative.
        group.generation = group.generation == .max ? 1 : group.generation + 1
        group.protocolName = group.selectProtocol()
        if group.members.isEmpty { becomeEmpty(group) } else { beginSync(group, now: now) }
    }

    private func becomeEmpty(_ group: Group) {
        group.state = .empty
        log(group, "is empty, in generation \(group.generation)")
        do throws(ErrorCode) {
            try store(group)
        } catch {
            // After a restart the members would be there once more, until their sessions end.
            logger.warning("group \(group.id): cannot store that it is empty: \(error)")
        }
    }

    private func beginSync(_ group: Group, now: NIODeadline) {
        group.state = .completingRebalance
        log(group, "generation \(group.generation) has \(group.members.count) members, \(group.leader ?? "") leads")
        group.syncDeadline = now + group.rebalanceTimeout
        for member in group.members {
            member.isNew = false
            member.owesSync = true
            member.extendSession(now)
            member.answerJoin(group.joinResponse(for: member, withMembers: member.id == group.leader))
        }
    }
}
