internal import KafkaProtocol

extension Broker {
    /// The coordinator of groups and transactions: there is one broker.
    func findCoordinator(_ request: FindCoordinatorRequest, _ context: RequestContext) -> FindCoordinatorResponse {
        var response = FindCoordinatorResponse()
        // Groups and transactions; share groups are not served.
        let isServed = request.keyType == 0 || request.keyType == 1
        let keys = context.version >= 4 ? request.coordinatorKeys : [request.key]
        response.coordinators = keys.map { key in
            var coordinator = FindCoordinatorResponse.Coordinator()
            coordinator.key = key
            coordinator.errorCode = isServed ? .none : .invalidRequest
            coordinator.nodeId = isServed ? Self.id : -1
            coordinator.host = isServed ? context.address.host : ""
            coordinator.port = isServed ? Int32(context.address.port) : -1
            return coordinator
        }
        if context.version < 4, let coordinator = response.coordinators.first {
            response.errorCode = coordinator.errorCode
            response.nodeId = coordinator.nodeId
            response.host = coordinator.host
            response.port = coordinator.port
            response.coordinators = []
        }
        return response
    }
}
