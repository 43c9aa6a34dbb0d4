internal import KafkaProtocol

extension Broker {
    /// The idempotent producers that partitions know (KIP-664).
    func describeProducers(
        _ request: DescribeProducersRequest, _ context: RequestContext
    ) -> DescribeProducersResponse {
        var response = DescribeProducersResponse()
        var answered: [String: Set<Int32>] = [:]
        for topic in request.topics {
            var topicResponse = DescribeProducersResponse.TopicResponse()
            topicResponse.name = topic.name
            for number in topic.partitionIndexes where answered[topic.name, default: []].insert(number).inserted {
                var answer = DescribeProducersResponse.PartitionResponse()
                answer.partitionIndex = number
                do throws(Refusal) {
                    try TopicName.check(topic.name)
                    answer.activeProducers = try producers(of: partition(topic.name, number))
                } catch {
                    answer.errorCode = error.code
                    answer.errorMessage = error.message
                }
                topicResponse.partitions.append(answer)
            }
            response.topics.append(topicResponse)
        }
        return response
    }

    private func producers(of partition: Partition) throws(Refusal) -> [DescribeProducersResponse.ProducerState] {
        let transactional = Set(transactions.values.map(\.row.producerID))
        return try states(of: partition).byProducer.sorted { $0.key < $1.key }.map { id, state in
            var producer = DescribeProducersResponse.ProducerState()
            producer.producerId = id
            producer.producerEpoch = Int32(state.epoch)
            producer.lastSequence = state.recent.last?.lastSequence ?? -1
            producer.lastTimestamp = state.lastTimestamp
            producer.coordinatorEpoch = transactional.contains(id) ? 0 : -1
            producer.currentTxnStartOffset = partition.openTransactions[id] ?? -1
            return producer
        }
    }
}
