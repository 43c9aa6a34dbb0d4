internal import KafkaProtocol
internal import Logging
internal import NIOCore

/// When the group coordinator is to be called.
struct GroupTimer {
    var deadline = NIODeadline.distantFuture
    var scheduled: Scheduled<Void>?
}

extension Broker {
    /// A coordinator that keeps groups in the store.
    static func coordinator(
        _ configuration: BrokerConfiguration, _ store: BrokerStore, _ logger: Logger
    ) -> GroupCoordinator {
        GroupCoordinator(configuration, logger: logger) { group throws(ErrorCode) in
            group.storedMs = Clock.milliseconds
            do throws(StorageError) {
                try store.saveGroup(group.row)
            } catch {
                logger.error("group \(group.id) could not be stored: \(error)")
                throw .coordinatorNotAvailable
            }
        }
    }

    /// Goes on with the groups as the last broker left them.
    static func restoreGroups(_ groups: GroupCoordinator, from store: BrokerStore) throws(StorageError) {
        for row in try store.groups() { groups.restore(Group(row), now: .now()) }
        for id in try store.groupsWithOffsets() { _ = groups.groupOrNew(id) }
    }

    /// Sees to it that the coordinator is called when something is due.
    func scheduleGroupTimer() {
        guard groupTimer.deadline != groups.nextDeadline else { return }
        groupTimer.scheduled?.cancel()
        groupTimer = GroupTimer(deadline: groups.nextDeadline)
        guard !isClosed, groupTimer.deadline < .distantFuture else { return }
        groupTimer.scheduled = schedule(at: groupTimer.deadline) { self.assumeIsolated { $0.groupsAreDue() } }
    }

    private func groupsAreDue() {
        guard !isClosed else { return }
        groupTimer = GroupTimer()
        groups.expire(now: .now())
        scheduleGroupTimer()
        if store.hasChanges { scheduleCommit() }
    }

    /// Looks for offsets that nobody needs any longer, now and then.
    func scheduleOffsetExpiration() {
        guard !isClosed else { return }
        _ = schedule(at: .now() + TimeAmount(configuration.retentionCheckInterval)) {
            self.assumeIsolated { broker in
                broker.expireOffsets(now: Clock.milliseconds)
                broker.scheduleOffsetExpiration()
            }
        }
    }

    /// Deletes the offsets that nobody needs any longer, and empty groups that have none.
    func expireOffsets(now: Int64) {
        guard !isClosed else { return }
        do throws(StorageError) {
            for group in Array(groups.groups.values) { try expireOffsets(of: group, now: now) }
        } catch {
            logger.error("Offsets that have expired could not be deleted: \(error)")
        }
        if store.hasChanges { scheduleCommit() }
    }

    /// Groups keep their offsets while they have members, and `offsets.retention.minutes` longer; groups that only hold
    /// offsets keep each one so long. Consumers lose those of topics that none of them reads any more (KIP-211).
    private func expireOffsets(of group: Group, now: Int64) throws(StorageError) {
        let limit = now - configuration.offsetsRetention.milliseconds
        let pending = try store.pendingOffsets(groupID: group.id)
        switch (group.state, group.protocolType) {
        case (.empty, nil):
            _ = try store.expireOffsets(groupID: group.id, committedBefore: limit, keeping: Set(pending.keys))
        case (.empty, _):
            guard group.storedMs < limit else { return }
            _ = try store.expireOffsets(groupID: group.id, committedBefore: .max, keeping: Set(pending.keys))
        case (.stable, ConsumerSubscription.protocolType):
            let read = try store.offsets(groupID: group.id).map(\.topic).filter(group.isSubscribed)
            _ = try store.expireOffsets(
                groupID: group.id, committedBefore: limit, keeping: Set(read).union(pending.keys))
        default:
            return
        }
        let isUnused = group.state == .empty && group.pendingMembers.isEmpty && pending.isEmpty
        if isUnused, try store.offsets(groupID: group.id).isEmpty {
            try store.deleteGroup(group.id)
            groups.remove(group.id)
        }
    }
}
