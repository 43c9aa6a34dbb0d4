internal import KafkaProtocol

extension Broker {
    /// Moves the starts of logs: what is before can be read no more. Answered when that is on disk.
    func deleteRecords(_ request: DeleteRecordsRequest, _ context: RequestContext) async -> DeleteRecordsResponse {
        var response = DeleteRecordsResponse()
        var moved: [Partition] = []
        for topic in request.topics {
            var result = DeleteRecordsResponse.DeleteRecordsTopicResult()
            result.name = topic.name
            for wanted in topic.partitions {
                var answer = DeleteRecordsResponse.DeleteRecordsPartitionResult()
                answer.partitionIndex = wanted.partitionIndex
                do throws(Refusal) {
                    let partition = try deleteRecords(before: wanted.offset, of: topic.name, wanted.partitionIndex)
                    answer.lowWatermark = partition.nextLogStart
                    moved.append(partition)
                } catch {
                    answer.refuse(error)
                }
                result.partitions.append(answer)
            }
            response.topics.append(result)
        }
        do throws(Refusal) {
            try await durable()
            scheduleMaintenance(isUrgent: true)
        } catch {
            for index in response.topics.indices { response.topics[index].partitions.refuseRest(error) }
        }
        // Fetches that wait before the new starts have to be told.
        for partition in moved { partition.endWaiting() }
        return response
    }

    /// - Parameter offset: -1 for the log's end.
    private func deleteRecords(before offset: Int64, of topic: String, _ number: Int32) throws(Refusal) -> Partition {
        let partition = try partition(topic, number)
        let policy = topics[topic]?.config.cleanupPolicy ?? .delete
        guard policy.contains(.delete) || !policy.contains(.compact) else { throw Refusal(.policyViolation) }
        let start = offset == -1 ? partition.highWatermark : offset
        guard 0...partition.highWatermark ~= start else { throw Refusal(.offsetOutOfRange) }
        if start > partition.nextLogStart {
            try stored { () throws(StorageError) in try store.moveLogStart(partition: partition.id, to: start) }
            partition.nextLogStart = start
            uncommitted.touch(partition)
        }
        return partition
    }
}

extension DeleteRecordsResponse.DeleteRecordsPartitionResult: RefusableAnswer {
    mutating func refuse(_ refusal: Refusal) {
        errorCode = refusal.code
        lowWatermark = -1
    }
}
