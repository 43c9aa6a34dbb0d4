internal import KafkaProtocol

extension Broker {
    /// All groups, or those in some states or of some types.
    func listGroups(_ request: ListGroupsRequest, _ context: RequestContext) -> ListGroupsResponse {
        var response = ListGroupsResponse()
        response.groups = groups.list(states: request.statesFilter, types: request.typesFilter)
        return response
    }
}
