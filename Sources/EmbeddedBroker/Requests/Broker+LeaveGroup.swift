internal import KafkaProtocol
internal import NIOCore

extension Broker {
    /// Members leave their group.
    func leaveGroup(_ request: LeaveGroupRequest, _ context: RequestContext) async -> LeaveGroupResponse {
        var failure = LeaveGroupResponse()
        failure.errorCode = .coordinatorNotAvailable
        guard !isClosed else { return failure }
        let response = groups.leave(request, version: context.version, now: .now())
        scheduleGroupTimer()
        return await isDurable() ? response : failure
    }
}
