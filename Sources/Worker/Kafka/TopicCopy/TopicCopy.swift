internal import KafkaClient
internal import Logging

/// One topic on its way from a consumer to a producer. What is under way is bounded by the queues of both.
struct TopicCopy {
    private let plan: TopicCopyPlan
    private let consumer: KafkaConsumer
    private let producer: KafkaProducer
    private let topic: TopicHandle
    private let logger: Logger
    private let batch = ConsumedMessages(capacity: 500)

    /// For each partition the offset of the record that comes next.
    private var positions: [Int64]
    /// The partitions that are not at their end.
    private var unfinished: Set<Int32>
    private var acknowledged = 0
    private var failure: TopicCopyFailure?
    private var lastError: KafkaError?

    private static let silence = Duration.seconds(30)

    init(
        _ plan: TopicCopyPlan, from consumer: KafkaConsumer, to producer: KafkaProducer, _ logger: Logger
    ) throws {
        (self.plan, self.consumer, self.producer, self.logger) = (plan, consumer, producer, logger)
        topic = try producer.topic(plan.topic)
        positions = plan.ranges.map(\.lowerBound)
        unfinished = Set(plan.ranges.indices.filter { !plan.ranges[$0].isEmpty }.map { Int32($0) })
    }

    mutating func run() throws -> Int {
        if unfinished.isEmpty { return 0 }
        try consumer.assign(unfinished.sorted().map { PartitionOffset(place($0), offset: positions[Int($0)]) })
        try reportOpenTransactions()
        var lastProgress = ContinuousClock.now
        while !unfinished.isEmpty {
            let before = positions
            consumer.poll(into: batch, timeoutMilliseconds: 100)
            for index in 0..<batch.count { try copy(batch[index]) }
            batch.release()
            try readEvents()
            try deliver(timeoutMilliseconds: 0)
            if positions != before {
                lastProgress = .now
            } else if ContinuousClock.now - lastProgress > Self.silence {
                try reportOpenTransactions()
                lastProgress = .now
            }
        }
        while producer.queuedCount > 0 { try flush() }
        return acknowledged
    }

    private func place(_ partition: Int32) -> TopicPartition {
        TopicPartition(topic: plan.topic, partition: partition)
    }

    // MARK: - The source

    private mutating func reached(_ partition: Int32, _ next: Int64) {
        positions[Int(partition)] = next
        if next >= plan.ranges[Int(partition)].upperBound { unfinished.remove(partition) }
    }

    /// A partition's end is seen by its last record, or, where that is a transaction's marker or was aborted, by the end
    /// of what can be read.
    private mutating func readEvents() throws(TopicCopyFailure) {
        while let event = consumer.nextEvent() {
            switch event {
            case .endOfPartition(let place, let offset):
                reached(place.partition, offset)
            case .partitionError(let place, let error):
                guard error.isRetriable else { throw TopicCopyFailure("\(place) cannot be read: \(error)") }
                report(error)
            case .error(let error):
                report(error)
            case .log:
                break
            }
        }
    }

    /// Says why nothing comes. A source that does not answer is an error.
    private func reportOpenTransactions() throws(TopicCopyFailure) {
        do throws(KafkaError) {
            // librdkafka 2.0.2 waits without end for the offsets of a broker that is gone, but not for this.
            _ = try consumer.metadataTopics()
            for partition in unfinished.sorted() {
                let end = plan.ranges[Int(partition)].upperBound
                let stable = try consumer.watermarks(place(partition)).high
                guard stable < end else { continue }
                logger.warning(
                    """
                    \(place(partition)) has an open transaction at offset \(stable), before the end at \(end): \
                    its end is awaited
                    """)
            }
        } catch {
            throw TopicCopyFailure("\(plan.topic) cannot be read: \(error)")
        }
    }

    private mutating func report(_ error: KafkaError) {
        if error != lastError { logger.warning("\(plan.topic): \(error)") }
        lastError = error
    }

    // MARK: - The target

    private mutating func copy(_ message: ConsumedMessage) throws {
        let (partition, offset) = (message.partition, message.offset)
        guard offset < plan.ranges[Int(partition)].upperBound else { return reached(partition, offset) }
        let milliseconds = message.timestamp.milliseconds
        let headers = try message.headers().map(copied)
        while true {
            let outcome = producer.send(
                topic: topic, partition: partition, key: message.key, value: message.value,
                timestamp: milliseconds < 0 ? nil : milliseconds, headers: headers)
            switch outcome {
            case .queued:
                return reached(partition, offset + 1)
            case .queueFull where producer.queuedCount > 0:
                try deliver(timeoutMilliseconds: 100)
            case .queueFull:
                throw refusal(message, "it is larger than buffer.memory, which --to-config can set")
            case .failed(let error):
                throw refusal(message, "\(error). max.request.size can be set with --to-config")
            }
        }
    }

    private func refusal(_ message: ConsumedMessage, _ reason: String) -> TopicCopyFailure {
        TopicCopyFailure("the record of \(place(message.partition)) at offset \(message.offset) is not sent: \(reason)")
    }

    private func copied(_ headers: ConsumedHeaders) -> MessageHeaders {
        let copy = MessageHeaders(capacity: headers.count)
        for index in 0..<headers.count { copy.append(name: headers[index].name, value: headers[index].value) }
        return copy
    }

    private mutating func deliver(timeoutMilliseconds: Int32) throws(TopicCopyFailure) {
        producer.pollDeliveries(timeoutMilliseconds: timeoutMilliseconds) { _, error, partition, _ in
            delivered(error, partition)
        }
        try checkDeliveries()
    }

    private mutating func flush() throws(TopicCopyFailure) {
        _ = producer.flush(timeoutMilliseconds: 1000) { _, error, partition, _ in delivered(error, partition) }
        try checkDeliveries()
    }

    private mutating func delivered(_ error: KafkaError?, _ partition: Int32) {
        guard let error else {
            acknowledged += 1
            return
        }
        if failure == nil { failure = TopicCopyFailure("\(place(partition)) was not written to the target: \(error)") }
    }

    private mutating func checkDeliveries() throws(TopicCopyFailure) {
        while let event = producer.nextEvent() {
            if case .error(let error) = event { report(error) }
        }
        if let failure { throw failure }
    }
}
