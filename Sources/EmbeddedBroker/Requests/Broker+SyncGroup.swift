internal import KafkaProtocol
internal import NIOCore

extension Broker {
    /// A member asks for its assignment, and waits for the leader's word.
    func syncGroup(_ request: SyncGroupRequest, _ context: RequestContext) async -> SyncGroupResponse {
        guard !isClosed else { return SyncGroupResponse(.coordinatorNotAvailable) }
        let response = await withCheckedContinuation { continuation in
            groups.sync(request, now: .now(), reply: { continuation.resume(returning: $0) })
            scheduleGroupTimer()
        }
        return await isDurable() ? response : SyncGroupResponse(.coordinatorNotAvailable)
    }
}
