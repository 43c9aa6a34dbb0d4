internal import KafkaProtocol

extension Broker {
    /// The committed offsets of groups: from version 8 on of several, before of one.
    func offsetFetch(_ request: OffsetFetchRequest, _ context: RequestContext) async -> OffsetFetchResponse {
        var response = OffsetFetchResponse()
        let wanted = context.version >= 8 ? request.groups.unique(by: \.groupId) : [request.onlyGroup]
        response.groups = wanted.map { group in
            do throws(StorageError) {
                return try offsets(of: group, isStable: request.requireStable)
            } catch {
                return group.failure
            }
        }
        // What was read may not be on disk yet.
        if await !isDurable() { response.groups = wanted.map(\.failure) }
        if context.version < 8 { response.flatten() }
        return response
    }

    /// - Parameter isStable: offsets that an open transaction will replace are withheld (KIP-447).
    private func offsets(
        of group: OffsetFetchRequest.OffsetFetchRequestGroup, isStable: Bool
    ) throws(StorageError) -> OffsetFetchResponse.OffsetFetchResponseGroup {
        let committed = Dictionary(grouping: try store.offsets(groupID: group.groupId), by: \.topic)
            .mapValues { Dictionary($0.map { ($0.partition, $0) }) { $1 } }
        let pending = isStable ? try store.pendingOffsets(groupID: group.groupId) : [:]
        let wanted = group.topics?.map { ($0.name, $0.partitionIndexes) }
        let all = committed.sorted { $0.key < $1.key }.map { ($0.key, $0.value.keys.sorted()) }
        var answered: [String: Set<Int32>] = [:]
        var response = OffsetFetchResponse.OffsetFetchResponseGroup()
        response.groupId = group.groupId
        response.topics = (wanted ?? all).map { name, partitions in
            var topic = OffsetFetchResponse.OffsetFetchResponseTopics()
            topic.name = name
            let rows = committed[name] ?? [:]
            let unanswered = partitions.filter { answered[name, default: []].insert($0).inserted }
            topic.partitions = unanswered.map { number in
                var answer = OffsetFetchResponse.OffsetFetchResponsePartitions()
                answer.partitionIndex = number
                answer.committedOffset = -1
                if pending[name]?.contains(number) == true {
                    answer.errorCode = .unstableOffsetCommit
                } else if let row = rows[number] {
                    answer.committedOffset = row.offset
                    answer.committedLeaderEpoch = row.leaderEpoch
                    answer.metadata = row.metadata ?? ""
                }
                return answer
            }
            return topic
        }
        return response
    }
}

extension OffsetFetchRequest {
    /// The group of versions before 8.
    fileprivate var onlyGroup: OffsetFetchRequestGroup {
        var group = OffsetFetchRequestGroup()
        group.groupId = groupId
        group.topics = topics?.map { topic in
            var copy = OffsetFetchRequestTopics()
            copy.name = topic.name
            copy.partitionIndexes = topic.partitionIndexes
            return copy
        }
        return group
    }
}

extension OffsetFetchRequest.OffsetFetchRequestGroup {
    /// Consumers before 3.9 try again after this error, not after COORDINATOR_NOT_AVAILABLE.
    fileprivate var failure: OffsetFetchResponse.OffsetFetchResponseGroup {
        var failure = OffsetFetchResponse.OffsetFetchResponseGroup()
        failure.groupId = groupId
        failure.errorCode = .notCoordinator
        return failure
    }
}

extension OffsetFetchResponse {
    /// Puts the only group where versions before 8 have it.
    fileprivate mutating func flatten() {
        guard let group = groups.first else { return }
        errorCode = group.errorCode
        topics = group.topics.map { topic in
            var copy = OffsetFetchResponseTopic()
            copy.name = topic.name
            copy.partitions = topic.partitions.map { partition in
                var copy = OffsetFetchResponsePartition()
                copy.partitionIndex = partition.partitionIndex
                copy.committedOffset = partition.committedOffset
                copy.committedLeaderEpoch = partition.committedLeaderEpoch
                copy.metadata = partition.metadata
                copy.errorCode = partition.errorCode
                return copy
            }
            return copy
        }
        groups = []
    }
}
