internal import KafkaProtocol
internal import NIOCore

extension Broker {
    /// A member is alive.
    func heartbeat(_ request: HeartbeatRequest, _ context: RequestContext) -> HeartbeatResponse {
        var response = HeartbeatResponse()
        response.errorCode = isClosed ? .coordinatorNotAvailable : groups.heartbeat(request, now: .now())
        scheduleGroupTimer()
        return response
    }
}
