internal import KafkaProtocol
internal import NIOCore

extension Broker {
    /// In how many of the newest batches the newest record is looked for: a batch's newest record may have been deleted
    /// or compacted away.
    private static let maximumNewestBatches = 64

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
        var from = partition.logStart
        while true {
            let place = try stored { () throws(StorageError) in
                try store.batches.firstBatch(partition: partition.id, from: from, timestamp: timestamp)
            }
            guard let place, place.baseOffset < end else { return nil }
            let found = try record(of: place) { batch throws(BatchError) in
                try batch.firstRecord(notBefore: timestamp, from: partition.logStart)
            }
            if let found { return found.offset < end ? (found.offset, found.timestamp) : nil }
            // The record that the batch's time is of was deleted, or compacted away.
            from = place.lastOffset + 1
        }
    }

    private func newestRecord(
        of partition: Partition, before end: Int64
    ) throws(Refusal) -> (offset: Int64, timestamp: Int64)? {
        let places = try stored { () throws(StorageError) in
            try store.batches.newestBatches(
                partition: partition.id, from: partition.logStart, before: end, limit: Self.maximumNewestBatches)
        }
        var newest: Record?
        for place in places where place.maxTimestamp > newest?.timestamp ?? .min {
            let found = try record(of: place) { batch throws(BatchError) in
                try batch.newestRecord(from: partition.logStart)
            }
            if let found, found.timestamp > newest?.timestamp ?? .min { newest = found }
        }
        return newest.map { ($0.offset, $0.timestamp) }
    }

    private func record(
        of place: StoredBatch, _ find: (RecordBatch) throws(BatchError) -> Record?
    ) throws(Refusal) -> Record? {
        var bytes = ByteBuffer()
        _ = try stored { () throws(StorageError) in try store.batches.read(batch: place.id, into: &bytes) }
        do throws(BatchError) {
            return try find(RecordBatch(bytes))
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
