internal import KafkaProtocol

extension Broker {
    /// READ, DELETE, DESCRIBE, DESCRIBE_CONFIGS and ALTER_CONFIGS: what there is to allow on a group, all allowed.
    private static let authorizedGroupOperations: Int32 = 1 << 3 | 1 << 6 | 1 << 8 | 1 << 10 | 1 << 11

    /// Groups with their members.
    func describeGroups(_ request: DescribeGroupsRequest, _ context: RequestContext) -> DescribeGroupsResponse {
        var response = DescribeGroupsResponse()
        response.groups = request.groups.unique(by: \.self).map { id in
            var group = groups.describe(id)
            if request.includeAuthorizedOperations { group.authorizedOperations = Self.authorizedGroupOperations }
            return group
        }
        return response
    }
}
