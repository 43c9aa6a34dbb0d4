internal import KafkaProtocol
internal import NIOCore

extension GroupCoordinator {
    /// A member asks for its assignment; the leader brings everybody's. The answer comes when the leader's is there and
    /// stored.
    func sync(_ request: SyncGroupRequest, now: NIODeadline, reply: @escaping (SyncGroupResponse) -> Void) {
        func refuse(_ error: ErrorCode) { reply(SyncGroupResponse(error)) }
        guard !request.groupId.isEmpty else { return refuse(.invalidGroupId) }
        guard let group = groups[request.groupId] else { return refuse(.unknownMemberId) }
        if let error = refusal(of: request, in: group) { return refuse(error) }
        guard let member = group.member(request.memberId) else { return refuse(.unknownMemberId) }
        defer { noteDeadline(of: group) }
        switch group.state {
        case .empty, .dead: refuse(.unknownMemberId)
        case .preparingRebalance: refuse(.rebalanceInProgress)
        case .stable:
            noteSync(of: member, in: group)
            reply(group.syncResponse(for: member))
        case .completingRebalance:
            noteSync(of: member, in: group)
            member.answerSync(SyncGroupResponse(.rebalanceInProgress))
            member.syncReply = reply
            if member.id == group.leader { assign(request.assignments, group, now: now) }
        }
    }

    private func refusal(of request: SyncGroupRequest, in group: Group) -> ErrorCode? {
        if let error = group.refusal(memberId: request.memberId, instanceId: request.groupInstanceId) { return error }
        if request.generationId != group.generation { return .illegalGeneration }
        func differ(_ sent: String?, _ known: String?) -> Bool { sent != nil && known != nil && sent != known }
        return differ(request.protocolType, group.protocolType) || differ(request.protocolName, group.protocolName)
            ? .inconsistentGroupProtocol : nil
    }

    private func noteSync(of member: GroupMember, in group: Group) {
        member.owesSync = false
        if !group.members.contains(where: \.owesSync) { group.syncDeadline = nil }
    }

    /// The generation is complete, once it is stored. Members that the leader left out get nothing to do.
    private func assign(_ assignments: [SyncGroupRequest.SyncGroupRequestAssignment], _ group: Group, now: NIODeadline)
    {
        for member in group.members {
            let given = assignments.last { $0.memberId == member.id }?.assignment
            // A copy: the request's buffers hold on to the whole message.
            member.assignment = given.map { ByteBuffer(bytes: $0.readableBytesView) } ?? ByteBuffer()
        }
        do throws(ErrorCode) {
            try store(group)
        } catch {
            failSync(group, error, now: now)
            return prepareRebalance(group, now: now, because: "its generation could not be stored")
        }
        group.state = .stable
        for member in group.members where member.answerSync(group.syncResponse(for: member)) {
            member.extendSession(now)
        }
    }

    /// Nobody gets an assignment in this generation.
    func failSync(_ group: Group, _ error: ErrorCode, now: NIODeadline) {
        for member in group.members {
            member.assignment = ByteBuffer()
            if member.answerSync(SyncGroupResponse(error)) { member.extendSession(now) }
        }
    }

    /// Nobody is waited for any longer.
    func endSync(_ group: Group) {
        group.syncDeadline = nil
        for member in group.members { member.owesSync = false }
    }

    /// Members who joined and never asked for their assignment are gone, static ones too.
    func removeMembersWithoutSync(_ group: Group, now: NIODeadline) {
        group.syncDeadline = nil
        let gone = group.members.filter(\.owesSync)
        guard !gone.isEmpty else { return }
        for member in gone {
            log(group, "removes member \(member.id), which did not ask for its assignment in time")
            group.remove(member)
        }
        prepareRebalance(group, now: now, because: "\(gone.count) members did not ask for their assignment")
    }
}

extension Group {
    func syncResponse(for member: GroupMember) -> SyncGroupResponse {
        var response = SyncGroupResponse(.none)
        response.protocolType = protocolType
        response.protocolName = protocolName
        response.assignment = member.assignment
        return response
    }
}
