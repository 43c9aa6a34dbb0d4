public import CMillrace
public import ConnectData

/// What a running sink task may ask of the host, on the task's thread.
public struct SinkTaskContext {
    private let pointer: UnsafePointer<millrace_sink_task_context>

    /// A view of the ABI's context, which must outlive it.
    public init(_ pointer: UnsafePointer<millrace_sink_task_context>) {
        self.pointer = pointer
    }

    /// Goes on at other offsets, as Connect's `offset`.
    public func seek(to offsets: [TopicPartition: Int64]) {
        let texts = TextMemory()
        let list = offsets.map { offset in
            millrace_topic_offset(
                topic: texts.add(offset.key.topic), offset: offset.value, partition: offset.key.partition, reserved: 0)
        }
        pointer.pointee.seek?(pointer.pointee.context, list, UInt32(list.count))
        withExtendedLifetime(texts) {}
    }

    /// Stops the delivery of partitions.
    public func pause(_ partitions: [TopicPartition]) {
        withList(of: partitions) { pointer.pointee.pause?(pointer.pointee.context, $0, $1) }
    }

    /// Goes on with the delivery of partitions.
    public func resume(_ partitions: [TopicPartition]) {
        withList(of: partitions) { pointer.pointee.resume?(pointer.pointee.context, $0, $1) }
    }

    /// How long to wait before a put that failed with `.retriable` is repeated.
    public func retry(afterMilliseconds milliseconds: Int64) {
        pointer.pointee.retry_after?(pointer.pointee.context, milliseconds)
    }

    /// Asks for a commit of offsets soon.
    public func requestCommit() {
        pointer.pointee.request_commit?(pointer.pointee.context)
    }

    /// The partitions that the task has now.
    public var assignment: [TopicPartition] {
        guard let assignment = pointer.pointee.assignment else { return [] }
        var capacity = assignment(pointer.pointee.context, nil, 0)
        while true {
            let list = [millrace_topic_partition](unsafeUninitializedCapacity: Int(capacity)) { buffer, count in
                let total = assignment(pointer.pointee.context, buffer.baseAddress, capacity)
                count = Int(min(total, capacity))
                capacity = total
            }
            if list.count == Int(capacity) { return list.map(TopicPartition.init) }
        }
    }

    /// Reports a record of the `put` that is running, so that `errors.tolerance`, the dead letter queue and the log
    /// treat it as a record that could not be converted. Returns if the task may go on without it; otherwise it throws
    /// what `put` must throw. A host without such a reporter throws `error` as it is.
    public func report(_ index: Int, of records: SinkRecords, _ error: ConnectError) throws(ConnectError) {
        guard let reporter = Host.extension("millrace.errant-reporter/1", as: millrace_errant_reporter.self) else {
            throw error
        }
        var message = error.message
        try checkedByHost { hostError in
            message.withUTF8 {
                reporter.pointee.report?(
                    records.pointer, UInt32(index), Text(UnsafeRawBufferPointer($0)), hostError)
            }
        }
    }

    private func withList(
        of partitions: [TopicPartition], _ body: (UnsafePointer<millrace_topic_partition>, UInt32) -> Void
    ) {
        let texts = TextMemory()
        let list = partitions.map {
            millrace_topic_partition(topic: texts.add($0.topic), partition: $0.partition, reserved: 0)
        }
        body(list, UInt32(list.count))
        withExtendedLifetime(texts) {}
    }
}

extension TopicPartition {
    init(_ partition: millrace_topic_partition) {
        self.init(topic: partition.topic.string, partition: partition.partition)
    }

    init(_ offset: millrace_topic_offset) {
        self.init(topic: offset.topic.string, partition: offset.partition)
    }
}
