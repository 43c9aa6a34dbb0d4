internal import KafkaProtocol

extension Broker {
    /// The cluster: this broker (KIP-700).
    nonisolated func describeCluster(
        _ request: DescribeClusterRequest, _ context: RequestContext
    ) -> DescribeClusterResponse {
        var response = DescribeClusterResponse()
        response.endpointType = request.endpointType
        guard request.endpointType == 1 else {
            response.errorCode = request.endpointType == 2 ? .mismatchedEndpointType : .unsupportedEndpointType
            response.errorMessage =
                request.endpointType == 2
                ? "The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER"
                : "Unsupported endpoint type \(request.endpointType)"
            return response
        }
        var broker = DescribeClusterResponse.DescribeClusterBroker()
        broker.brokerId = Self.id
        broker.host = context.address.host
        broker.port = Int32(context.address.port)
        response.brokers = [broker]
        response.clusterId = clusterId
        response.controllerId = Self.id
        if request.includeClusterAuthorizedOperations {
            response.clusterAuthorizedOperations = Self.allClusterOperations
        }
        return response
    }

    /// A bit for the number of each operation on clusters: CREATE, ALTER, DESCRIBE, CLUSTER_ACTION, DESCRIBE_CONFIGS,
    /// ALTER_CONFIGS and IDEMPOTENT_WRITE (KIP-430). Who may connect may do everything.
    private static let allClusterOperations: Int32 = [5, 7, 8, 9, 10, 11, 12].reduce(0) { $0 | 1 << $1 }
}
