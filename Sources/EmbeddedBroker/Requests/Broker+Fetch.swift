internal import KafkaProtocol
internal import NIOCore

extension Broker {
    /// More than this is not read for one answer, but for a first batch that is larger: what an answer holds lies in
    /// memory until the client has taken it.
    private static let maximumAnswer = 8 * 1024 * 1024

    /// Reads record batches; waits until there are `minBytes`, or `maxWaitMs` are over.
    func fetch(_ request: FetchRequest, _ context: RequestContext) async -> FetchResponse {
        // Every fetch is a full one: a client whose session is not kept starts over (KIP-227).
        guard request.sessionId == 0 || request.sessionEpoch == -1 else {
            var response = FetchResponse()
            response.errorCode = .fetchSessionIdNotFound
            return response
        }
        let deadline = NIODeadline.now() + .milliseconds(Int64(max(0, request.maxWaitMs)))
        while true {
            let (slices, isDue) = resolve(request)
            let found = slices.contains { $0.end > $0.from } ? await reader.read(slices, Self.limit(of: request)) : [:]
            if !found.isEmpty { maintenance.isUsed = true }
            // More than one answer can hold is not waited for.
            let wanted = min(max(1, Int(request.minBytes)), max(1, Self.limit(of: request)))
            let missing = wanted - found.values.reduce(0) { $0 + $1.records.readableBytes }
            let isFailed = isDue || found.values.contains { $0.error != .none }
            if missing <= 0 || isFailed || NIODeadline.now() >= deadline || request.minBytes <= 0 || isClosed {
                return answer(request, with: found)
            }
            await more(than: slices, missing: missing, request.isReadCommitted, until: deadline)
        }
    }

    private static func limit(of request: FetchRequest) -> Int {
        min(maximumAnswer, max(0, Int(request.maxBytes)))
    }

    /// What the request wants of each partition that it may read; and whether it is to be answered at once, since a
    /// partition has an error to tell.
    private func resolve(_ request: FetchRequest) -> ([LogSlice], Bool) {
        var slices: [LogSlice] = []
        var isDue = false
        for topic in request.topics {
            for wanted in topic.partitions {
                do throws(Refusal) {
                    slices.append(try slice(topic.topic, wanted, isReadCommitted: request.isReadCommitted))
                } catch {
                    isDue = true
                }
            }
        }
        return (slices, isDue)
    }

    private func slice(
        _ topic: String, _ wanted: FetchRequest.FetchPartition, isReadCommitted: Bool
    ) throws(Refusal) -> LogSlice {
        let partition = try partition(topic, wanted.partition, leaderEpoch: wanted.currentLeaderEpoch)
        guard partition.logStart...partition.highWatermark ~= wanted.fetchOffset else {
            throw Refusal(.offsetOutOfRange)
        }
        return LogSlice(
            partition: partition.id, from: wanted.fetchOffset, end: partition.end(isReadCommitted: isReadCommitted),
            maximumBytes: Int(max(0, wanted.partitionMaxBytes)), isReadCommitted: isReadCommitted)
    }

    /// Waits for records behind the slices.
    private func more(
        than slices: [LogSlice], missing: Int, _ isReadCommitted: Bool, until deadline: NIODeadline
    ) async {
        let waiter = FetchWaiter(missing: missing, isReadCommitted: isReadCommitted)
        let waitedFor = slices.compactMap { partitions[$0.partition] }
        // Since the slices were cut, more may have been committed.
        let isLate = zip(slices, waitedFor).contains { $1.end(isReadCommitted: isReadCommitted) > $0.end }
        guard !isLate else { return }
        for partition in waitedFor { partition.add(waiter) }
        let timeout = schedule(at: deadline) { waiter.end() }
        await waiter.wait()
        timeout.cancel()
        for partition in waitedFor { partition.remove(waiter) }
    }

    private func answer(_ request: FetchRequest, with found: [Int64: LogReader.Found]) -> FetchResponse {
        var response = FetchResponse()
        // A partition that is named twice is answered once: an answer holds what was read, and no more.
        var found = found
        for topic in request.topics {
            var topicResponse = FetchResponse.FetchableTopicResponse()
            topicResponse.topic = topic.topic
            for wanted in topic.partitions {
                topicResponse.partitions.append(answer(topic.topic, wanted, request.isReadCommitted, with: &found))
            }
            response.responses.append(topicResponse)
        }
        return response
    }

    private func answer(
        _ topic: String, _ wanted: FetchRequest.FetchPartition, _ isReadCommitted: Bool,
        with found: inout [Int64: LogReader.Found]
    ) -> FetchResponse.PartitionData {
        var data = FetchResponse.PartitionData()
        data.partitionIndex = wanted.partition
        data.records = ByteBuffer()
        data.abortedTransactions = nil
        data.highWatermark = -1
        do throws(Refusal) {
            let partition = try partition(topic, wanted.partition, leaderEpoch: wanted.currentLeaderEpoch)
            data.highWatermark = partition.highWatermark
            data.lastStableOffset = partition.lastStableOffset
            data.logStartOffset = partition.logStart
            guard partition.logStart...partition.highWatermark ~= wanted.fetchOffset else {
                throw Refusal(.offsetOutOfRange)
            }
            guard let found = found.removeValue(forKey: partition.id) else { return data }
            data.errorCode = found.error
            data.records = found.records
            if isReadCommitted { data.abortedTransactions = found.aborted }
        } catch {
            data.errorCode = error.code
        }
        return data
    }
}

extension FetchRequest {
    /// Whether records of open and aborted transactions are not wanted (KIP-98).
    fileprivate var isReadCommitted: Bool { isolationLevel == 1 }
}
