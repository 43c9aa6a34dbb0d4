internal import KafkaProtocol

extension Broker {
    /// Deletes empty groups with their offsets.
    func deleteGroups(_ request: DeleteGroupsRequest, _ context: RequestContext) async -> DeleteGroupsResponse {
        var response = DeleteGroupsResponse()
        response.results = request.groupsNames.map { id in
            var result = DeleteGroupsResponse.DeletableGroupResult()
            result.groupId = id
            result.errorCode = isClosed ? .coordinatorNotAvailable : deleteGroup(id)
            return result
        }
        if await !isDurable() { response.results.refuseRest(Refusal(.coordinatorNotAvailable)) }
        return response
    }

    private func deleteGroup(_ id: String) -> ErrorCode {
        let refusal = groups.validateDelete(group: id)
        guard refusal == .none else { return refusal }
        do throws(StorageError) {
            try store.deleteGroup(id)
        } catch {
            return .coordinatorNotAvailable
        }
        groups.remove(id)
        return .none
    }
}

extension DeleteGroupsResponse.DeletableGroupResult: RefusableAnswer {}
