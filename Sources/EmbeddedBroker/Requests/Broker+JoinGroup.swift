internal import KafkaProtocol
internal import NIOCore

extension Broker {
    /// A member joins a group, and waits until the others have.
    func joinGroup(_ request: JoinGroupRequest, _ context: RequestContext) async -> JoinGroupResponse {
        let failure = JoinGroupResponse(.coordinatorNotAvailable, memberId: request.memberId)
        guard !isClosed else { return failure }
        let response = await withCheckedContinuation { continuation in
            groups.join(
                request, version: context.version, clientId: context.clientId, clientHost: context.clientHost,
                now: .now(), reply: { continuation.resume(returning: $0) })
            scheduleGroupTimer()
        }
        // A member's new id may have been stored.
        return await isDurable() ? response : failure
    }
}
