internal import KafkaProtocol
internal import NIOCore

extension Broker {
    /// The offsets at the ends of partitions, or of the first record at or after a time.
    func listOffsets(_ request: ListOffsetsRequest, _ context: RequestContext) -> ListOffsetsResponse {
        var response = ListOffsetsResponse()
        for topic in request.topics {
            var topicResponse = ListOffsetsResponse.ListOffsetsTopicResponse()
            topicResponse.name = topic.name
            topicResponse.partitions = topic.partitions.map { wanted in
                var answer = ListOffsetsResponse.ListOffsetsPartitionResponse()
                answer.partitionIndex = wanted.partitionIndex
                do throws(Refusal) {
                    let partition = try partition(
                        topic.name, wanted.partitionIndex, leaderEpoch: wanted.currentLeaderEpoch)
                    let end = partition.end(isReadCommitted: request.isolationLevel == 1)
                    if let found = try offset(at: wanted.timestamp, in: partition, before: end) {
                        answer.offset = found.offset
                        answer.timestamp = found.timestamp
                        answer.leaderEpoch = 0
                    }
                } catch {
                    answer.errorCode = error.code
                }
                return answer
            }
            response.topics.append(topicResponse)
        }
        return response
    }

    /// - Parameter timestamp: or one of the numbers that stand for a place.
    private func offset(
        at timestamp: Int64, in partition: Partition, before end: Int64
    ) throws(Refusal) -> (offset: Int64, timestamp: Int64)? {
        switch timestamp {
        case -1: (end, -1)
        // The earliest offset; and, since nothing is tiered (KIP-405), the earliest local one.
        case -2, -4: (partition.logStart, -1)
        case -3: try newestRecord(of: partition, before: end)
        // The latest tiered offset, of which there is none.
        case -5: (-1, -1)
        case 0...: try firstRecord(of: partition, notBefore: timestamp, before: end)
        default: throw Refusal(.invalidRequest)
        }
    }

    private func firstRecord(
        of partition: Partition, notBefore timestamp: Int64, before end: Int64
    ) throws(Refusal) -> (offset: Int64, timestamp: Int64)? {
        let place = try found { () throws(StorageError) in
            try store.batches.firstBatch(partition: partition.id, from: partition.logStart, timestamp: timestamp)
        }
        guard let place else { return nil }
        return try record(in: place, notBefore: timestamp, before: end)
    }

    private func newestRecord(
        of partition: Partition, before end: Int64
    ) throws(Refusal) -> (offset: Int64, timestamp: Int64)? {
        let place = try found { () throws(StorageError) in
            try store.batches.latestBatch(partition: partition.id, from: partition.logStart)
        }
        guard let place else { return nil }
        return try record(in: place, notBefore: place.maxTimestamp, before: end)
    }

    /// The first record of a batch that is not older than a time.
    private func record(
        in place: StoredBatch, notBefore timestamp: Int64, before end: Int64
    ) throws(Refusal) -> (offset: Int64, timestamp: Int64)? {
        var bytes = ByteBuffer()
        _ = try found { () throws(StorageError) in try store.batches.read(batch: place.id, into: &bytes) }
        do throws(BatchError) {
            guard let record = try RecordBatch(bytes).firstRecord(notBefore: timestamp), record.offset < end else {
                return nil
            }
            return (record.offset, record.timestamp)
        } catch {
            throw Refusal(error.code, error.description)
        }
    }

    /// Where leader epochs end: there is one, 0, and it goes on.
    func offsetForLeaderEpoch(
        _ request: OffsetForLeaderEpochRequest, _ context: RequestContext
    ) -> OffsetForLeaderEpochResponse {
        var response = OffsetForLeaderEpochResponse()
        for topic in request.topics {
            var result = OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult()
            result.topic = topic.topic
            result.partitions = topic.partitions.map { wanted in
                var answer = OffsetForLeaderEpochResponse.EpochEndOffset()
                answer.partition = wanted.partition
                do throws(Refusal) {
                    let partition = try partition(
                        topic.topic, wanted.partition, leaderEpoch: wanted.currentLeaderEpoch)
                    if wanted.leaderEpoch == 0 {
                        answer.leaderEpoch = 0
                        answer.endOffset = partition.highWatermark
                    }
                } catch {
                    answer.errorCode = error.code
                }
                return answer
            }
            response.topics.append(result)
        }
        return response
    }
}
