internal import KafkaProtocol
internal import NIOCore

/// A JoinGroup request, and where its answer goes.
struct GroupJoin {
    let request: JoinGroupRequest
    let version: Int16
    let clientId: String
    let clientHost: String
    let now: NIODeadline
    let reply: (JoinGroupResponse) -> Void

    func refuse(_ error: ErrorCode, memberId: String = "") {
        reply(JoinGroupResponse(error, memberId: memberId))
    }

    /// Version 0 has no rebalance timeout.
    var rebalanceTimeoutMs: Int32 {
        request.rebalanceTimeoutMs < 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs
    }

    /// Copies: the request's buffers hold on to the whole message.
    var protocols: [GroupProtocol] {
        request.protocols.map {
            GroupProtocol(name: $0.name, metadata: ByteBuffer(bytes: $0.metadata.readableBytesView))
        }
    }

    func makeMember(id: String, assignment: ByteBuffer = ByteBuffer()) -> GroupMember {
        GroupMember(
            id: id, instanceId: request.groupInstanceId, clientId: clientId, clientHost: clientHost,
            rebalanceTimeoutMs: rebalanceTimeoutMs, sessionTimeoutMs: request.sessionTimeoutMs, protocols: protocols,
            assignment: assignment)
    }

    /// Makes the member one that waits for this join's answer, with what the request says of it.
    func wait(as member: GroupMember) {
        member.dismiss(.rebalanceInProgress, memberId: member.id)
        member.protocols = protocols
        member.rebalanceTimeoutMs = rebalanceTimeoutMs
        member.sessionTimeoutMs = request.sessionTimeoutMs
        member.joinReply = reply
    }
}

extension GroupCoordinator {
    /// A member joins, or joins again. The answer comes when the group's next generation begins, unless it can be given
    /// at once.
    func join(
        _ request: JoinGroupRequest, version: Int16, clientId: String, clientHost: String, now: NIODeadline,
        reply: @escaping (JoinGroupResponse) -> Void
    ) {
        let join = GroupJoin(
            request: request, version: version, clientId: clientId, clientHost: clientHost, now: now, reply: reply)
        guard !request.groupId.isEmpty else { return join.refuse(.invalidGroupId, memberId: request.memberId) }
        guard sessionTimeouts.contains(.milliseconds(request.sessionTimeoutMs)) else {
            return join.refuse(.invalidSessionTimeout, memberId: request.memberId)
        }
        guard request.memberId.isEmpty || groups[request.groupId] != nil else {
            return join.refuse(.unknownMemberId, memberId: request.memberId)
        }
        let accepting = groups[request.groupId] ?? Group(id: request.groupId)
        guard accepting.accepts(protocolType: request.protocolType, protocols: request.protocols) else {
            return join.refuse(.inconsistentGroupProtocol, memberId: request.memberId)
        }
        let group = groupOrNew(request.groupId)
        defer { noteDeadline(of: group) }
        if request.memberId.isEmpty {
            joinWithoutId(join, group)
        } else if group.pendingMembers[request.memberId] != nil {
            joinAsPending(join, group)
        } else {
            joinAgain(join, group)
        }
    }

    private func joinWithoutId(_ join: GroupJoin, _ group: Group) {
        let instanceId = join.request.groupInstanceId
        let id = "\(instanceId ?? join.clientId)-\(makeUniqueId())"
        if let instanceId {
            if let old = group.staticMember(instanceId) { return replace(old, join, id: id, group) }
        } else if join.version >= 4 {
            // KIP-394: clients that never read the answer leave no member behind.
            group.pendingMembers[id] = join.now + .milliseconds(Int64(join.request.sessionTimeoutMs))
            return join.refuse(.memberIdRequired, memberId: id)
        }
        add(join, id: id, group)
    }

    private func joinAsPending(_ join: GroupJoin, _ group: Group) {
        guard join.request.groupInstanceId == nil else {
            // Static members are never told to come again with an id.
            return join.refuse(.unknownMemberId, memberId: join.request.memberId)
        }
        add(join, id: join.request.memberId, group)
    }

    private func add(_ join: GroupJoin, id: String, _ group: Group) {
        let member = join.makeMember(id: id)
        member.isNew = true
        member.joinReply = join.reply
        member.deadline = join.now + Self.newMemberTimeout
        if group.members.isEmpty { group.protocolType = join.request.protocolType }
        if group.state == .preparingRebalance, group.isInitialRebalance { group.hasNewMember = true }
        group.add(member)
        rebalance(group, now: join.now, because: "member \(id) joins: \(join.request.reason ?? "no reason given")")
    }

    private func joinAgain(_ join: GroupJoin, _ group: Group) {
        let request = join.request
        if let error = group.refusal(memberId: request.memberId, instanceId: request.groupInstanceId) {
            return join.refuse(error, memberId: request.memberId)
        }
        guard let member = group.member(request.memberId) else { return }
        // The leader may know of changes that its metadata does not show; others who say nothing new only missed the
        // answer of this generation.
        let hasNews = member.protocols != join.protocols || group.state == .stable && group.leader == member.id
        if group.state == .preparingRebalance || hasNews {
            join.wait(as: member)
            rebalance(
                group, now: join.now, because: "member \(member.id) joins again: \(request.reason ?? "no reason given")"
            )
        } else {
            let withMembers = group.state == .completingRebalance && group.leader == member.id
            join.reply(group.joinResponse(for: member, withMembers: withMembers))
        }
    }

    /// A static member that restarted takes its old place, without a rebalance where that changes nothing for others.
    private func replace(_ old: GroupMember, _ join: GroupJoin, id: String, _ group: Group) {
        let oldLeader = group.leader
        let member = join.makeMember(id: id, assignment: old.assignment)
        log(group, "static member \(old.instanceId ?? "") is now \(id), was \(old.id)")
        group.replace(old, with: member)
        member.extendSession(join.now)
        switch group.state {
        case .stable where group.selectProtocol() == group.protocolName:
            answerReplacement(member, oldLeader: oldLeader, join, group)
        case .completingRebalance, .stable:
            // The leader may have the old id already, and would assign nothing to the new one.
            member.joinReply = join.reply
            prepareRebalance(group, now: join.now, because: "static member \(id) restarted")
        default:
            member.joinReply = join.reply
            completeJoinIfAllJoined(group, now: join.now)
        }
    }

    private func answerReplacement(_ member: GroupMember, oldLeader: String?, _ join: GroupJoin, _ group: Group) {
        do throws(ErrorCode) {
            try store(group)
        } catch {
            return join.refuse(error)
        }
        var response = group.joinResponse(for: member, withMembers: false)
        if join.version >= 9, group.leader == member.id {
            response = group.joinResponse(for: member, withMembers: true)
            response.skipAssignment = true
        } else if let oldLeader, join.version < 9 {
            // Older clients would assign anew if they knew that they lead (KIP-814).
            response.leader = oldLeader
        }
        join.reply(response)
    }
}

extension Group {
    /// The present generation as a member is told of it; the leader is told of all members.
    func joinResponse(for member: GroupMember, withMembers: Bool) -> JoinGroupResponse {
        var response = JoinGroupResponse(.none, memberId: member.id)
        response.generationId = generation
        response.protocolType = protocolType
        response.protocolName = protocolName
        response.leader = leader ?? ""
        guard withMembers, let protocolName else { return response }
        response.members = members.map { other in
            var member = JoinGroupResponse.JoinGroupResponseMember()
            member.memberId = other.id
            member.groupInstanceId = other.instanceId
            member.metadata = other.metadata(for: protocolName) ?? ByteBuffer()
            return member
        }
        return response
    }
}
