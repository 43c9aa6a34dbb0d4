internal import KafkaProtocol
internal import NIOCore

extension GroupCoordinator {
    /// A member is alive.
    func heartbeat(_ request: HeartbeatRequest, now: NIODeadline) -> ErrorCode {
        guard !request.groupId.isEmpty else { return .invalidGroupId }
        guard let group = groups[request.groupId] else { return .unknownMemberId }
        if let error = group.refusal(memberId: request.memberId, instanceId: request.groupInstanceId) { return error }
        guard request.generationId == group.generation else { return .illegalGeneration }
        group.member(request.memberId)?.extendSession(now)
        noteDeadline(of: group)
        return group.state == .preparingRebalance ? .rebalanceInProgress : .none
    }

    /// Members leave, or are put out by an operator who names their instance ids (KIP-345).
    func leave(_ request: LeaveGroupRequest, version: Int16, now: NIODeadline) -> LeaveGroupResponse {
        var response = LeaveGroupResponse()
        guard !request.groupId.isEmpty else {
            response.errorCode = .invalidGroupId
            return response
        }
        var leaving = request.members
        if version < 3 {
            var member = LeaveGroupRequest.MemberIdentity()
            member.memberId = request.memberId
            leaving = [member]
        }
        response.members = leaving.map { identity in
            var member = LeaveGroupResponse.MemberResponse()
            member.memberId = identity.memberId
            member.groupInstanceId = identity.groupInstanceId
            member.errorCode = groups[request.groupId].map { leave(identity, $0) } ?? .unknownMemberId
            return member
        }
        if version < 3 { response.errorCode = response.members.first?.errorCode ?? .none }
        if let group = groups[request.groupId], response.members.contains(where: { $0.errorCode == .none }) {
            switch group.state {
            case .preparingRebalance: completeJoinIfAllJoined(group, now: now)
            default: membersLeft(group, now: now, because: "members left")
            }
            noteDeadline(of: group)
        }
        return response
    }

    private func leave(_ identity: LeaveGroupRequest.MemberIdentity, _ group: Group) -> ErrorCode {
        if group.pendingMembers.removeValue(forKey: identity.memberId) != nil { return .none }
        let member: GroupMember?
        if identity.memberId.isEmpty {
            member = identity.groupInstanceId.flatMap { group.staticMember($0) }
        } else {
            let error = group.refusal(memberId: identity.memberId, instanceId: identity.groupInstanceId)
            if let error { return error }
            member = group.member(identity.memberId)
        }
        guard let member else { return .unknownMemberId }
        log(group, "member \(member.id) leaves: \(identity.reason ?? "no reason given")")
        group.remove(member)
        return .none
    }

    /// The group as tools see it: members' metadata and assignments are only what the group agreed on when it is stable.
    func describe(_ id: String) -> DescribeGroupsResponse.DescribedGroup {
        var described = DescribeGroupsResponse.DescribedGroup()
        described.groupId = id
        guard let group = groups[id] else {
            described.groupState = GroupState.dead.rawValue
            return described
        }
        let agreed = group.state == .stable ? group.protocolName : nil
        described.groupState = group.state.rawValue
        described.protocolType = group.protocolType ?? ""
        described.protocolData = agreed ?? ""
        described.members = group.members.map { member in
            var described = DescribeGroupsResponse.DescribedGroupMember()
            described.memberId = member.id
            described.groupInstanceId = member.instanceId
            described.clientId = member.clientId
            described.clientHost = member.clientHost
            described.memberAssignment = member.assignment
            if let agreed { described.memberMetadata = member.metadata(for: agreed) ?? ByteBuffer() }
            return described
        }
        return described
    }

    /// The groups in one of the states, of one of the types; no states or types stand for all. By name, in any case.
    func list(states: [String], types: [String]) -> [ListGroupsResponse.ListedGroup] {
        let type = "Classic"
        func matches(_ name: String, _ filter: [String]) -> Bool {
            filter.isEmpty || filter.contains { $0.lowercased() == name.lowercased() }
        }
        guard matches(type, types) else { return [] }
        return groups.values.filter { matches($0.state.rawValue, states) }.sorted { $0.id < $1.id }.map { group in
            var listed = ListGroupsResponse.ListedGroup()
            listed.groupId = group.id
            listed.protocolType = group.protocolType ?? ""
            listed.groupState = group.state.rawValue
            listed.groupType = type
            return listed
        }
    }
}
