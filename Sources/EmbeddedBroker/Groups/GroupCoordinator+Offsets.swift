internal import KafkaProtocol
internal import NIOCore

extension GroupCoordinator {
    /// Whether offsets may be committed in this member's name; a commit that may be keeps the session alive. Without
    /// generation, member and instance, as tools and consumers without a group commit, the group must be empty; it is
    /// made if there is none.
    func validateCommit(
        group id: String, generation: Int32, memberId: String, instanceId: String?, version: Int16, now: NIODeadline
    ) -> ErrorCode {
        guard let group = groups[id] else {
            if generation >= 0 { return version >= 9 ? .groupIdNotFound : .illegalGeneration }
            _ = groupOrNew(id)
            return .none
        }
        if generation < 0, group.state == .empty { return .none }
        guard generation >= 0 || !memberId.isEmpty || instanceId != nil else { return .unknownMemberId }
        if let error = group.refusal(memberId: memberId, instanceId: instanceId) { return error }
        guard generation == group.generation else { return .illegalGeneration }
        // The generation's assignments are not known yet.
        guard group.state != .completingRebalance else { return .rebalanceInProgress }
        group.member(memberId)?.extendSession(now)
        noteDeadline(of: group)
        return .none
    }

    /// Whether offsets may be committed in a transaction in this member's name (KIP-447). Clients before that name no
    /// member, and are believed.
    func validateTransactionalCommit(
        group id: String, generation: Int32, memberId: String, instanceId: String?
    ) -> ErrorCode {
        guard let group = groups[id] else {
            if generation >= 0 { return .illegalGeneration }
            _ = groupOrNew(id)
            return .none
        }
        if generation < 0, group.state == .empty { return .none }
        guard generation >= 0 || !memberId.isEmpty || instanceId != nil else { return .none }
        if let error = group.refusal(memberId: memberId, instanceId: instanceId) { return error }
        return generation == group.generation ? .none : .illegalGeneration
    }

    /// Whether offsets of the group may be deleted: consumers' of topics that nobody is subscribed to, others' only when
    /// nobody is there.
    func validateOffsetDelete(group id: String) -> ErrorCode {
        guard let group = groups[id] else { return .groupIdNotFound }
        return group.state == .empty || group.protocolType == ConsumerSubscription.protocolType ? .none : .nonEmptyGroup
    }

    /// Whether the group may be deleted.
    func validateDelete(group id: String) -> ErrorCode {
        guard let group = groups[id] else { return .groupIdNotFound }
        return group.state == .empty ? .none : .nonEmptyGroup
    }
}
