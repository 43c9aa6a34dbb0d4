internal import ConnectData
internal import KafkaClient
internal import PluginHost

/// What a sink task asked for inside its calls; the loop does it between them, as in Connect.
final class SinkRequests: SinkTaskServices {
    /// Connect's delay before a `put` is repeated, unless the task asks for another.
    private static let standardRetryDelay: Int64 = 1000

    var errors: ErrorHandler?
    var retryAt = ContinuousClock.now
    private var seeks: [SinkOffset] = []
    private var pauses: Set<SinkPartition> = []
    private var resumes: Set<SinkPartition> = []
    private var paused: Set<SinkPartition> = []
    private var requestedDelay: Int64?
    private var wantsCommit = false

    /// Milliseconds until the next try.
    var retryDelay: Int64 { requestedDelay ?? Self.standardRetryDelay }

    func takeRetryDelay() -> Int64 {
        defer { requestedDelay = nil }
        return retryDelay
    }

    func takeCommitRequest() -> Bool {
        defer { wantsCommit = false }
        return wantsCommit
    }

    /// Whether the task itself paused the partition.
    func isPaused(_ partition: TopicPartition) -> Bool { paused.contains(SinkPartition(partition)) }

    /// Drops everything that was asked for partitions that are the task's no longer.
    func forget(_ partitions: [TopicPartition]) {
        let gone = Set(partitions.map(SinkPartition.init))
        seeks.removeAll { gone.contains($0.partition) }
        pauses.subtract(gone)
        resumes.subtract(gone)
        paused.subtract(gone)
    }

    /// Does what was asked for. What is resumed stays paused while the whole task is.
    func apply(to consumer: KafkaConsumer, _ positions: SinkPositions, mayResume: Bool) throws(KafkaError) {
        if !seeks.isEmpty {
            let offsets = seeks.map { PartitionOffset(TopicPartition($0.partition), offset: $0.offset) }
            seeks.removeAll()
            try consumer.seek(offsets)
            positions.moved(offsets)
        }
        if !pauses.isEmpty {
            paused.formUnion(pauses)
            let partitions = pauses.map(TopicPartition.init)
            pauses.removeAll()
            try consumer.pause(partitions)
        }
        if !resumes.isEmpty {
            paused.subtract(resumes)
            let partitions = resumes.map(TopicPartition.init)
            resumes.removeAll()
            if mayResume { try consumer.resume(partitions) }
        }
    }

    func seek(_ offsets: [SinkOffset]) { seeks += offsets }

    func pause(_ partitions: [SinkPartition]) {
        pauses.formUnion(partitions)
        resumes.subtract(partitions)
    }

    func resume(_ partitions: [SinkPartition]) {
        resumes.formUnion(partitions)
        pauses.subtract(partitions)
    }

    func retryAfter(milliseconds: Int64) { requestedDelay = max(0, milliseconds) }

    func requestCommit() { wantsCommit = true }

    /// As Connect names it.
    private static let stepName = "org.apache.kafka.connect.sink.SinkTask"

    func reportErrant(_ batch: Batch, index: Int, message: String) throws(ConnectError) {
        var attempts = ErrorHandler.Attempts()
        _ = try errors?.handle(
            ConnectError(.badData, message), at: index, of: batch, stage: .taskPut,
            step: Self.stepName, place: Self.stepName, attempts: &attempts)
    }
}
