import CMillrace
import ConnectData

/// What the `context` of a sink task's context table points to: the services, and the assignment in the ABI's terms.
final class SinkTaskContext {
    let services: any SinkTaskServices
    let table: UnsafeMutablePointer<millrace_sink_task_context>
    private let topics = TopicNames()
    private var assignment: [millrace_topic_partition] = []

    init(_ services: any SinkTaskServices) {
        self.services = services
        table = .allocate(capacity: 1)
        table.initialize(
            to: millrace_sink_task_context(
                size: UInt32(MemoryLayout<millrace_sink_task_context>.size), reserved: 0, context: nil,
                host: HostTable.pointer,
                seek: { $0.sinkTask.services.seek(offsets($1, $2)) },
                pause: { $0.sinkTask.services.pause(partitions($1, $2)) },
                resume: { $0.sinkTask.services.resume(partitions($1, $2)) },
                retry_after: { $0.sinkTask.services.retryAfter(milliseconds: max($1, 0)) },
                request_commit: { $0.sinkTask.services.requestCommit() },
                assignment: { $0.sinkTask.copyAssignment(to: $1, capacity: Int($2)) }))
        table.pointee.context = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit { table.deallocate() }

    func partition(_ partition: SinkPartition) -> millrace_topic_partition {
        millrace_topic_partition(topic: topics[partition.topic], partition: partition.partition, reserved: 0)
    }

    func offset(_ offset: SinkOffset) -> millrace_topic_offset {
        millrace_topic_offset(
            topic: topics[offset.partition.topic], offset: offset.offset, partition: offset.partition.partition,
            reserved: 0)
    }

    func add(_ partitions: [millrace_topic_partition]) {
        assignment += partitions
    }

    func remove(_ partitions: [millrace_topic_partition]) {
        assignment.removeAll { held in
            partitions.contains { $0.partition == held.partition && $0.topic.equals(held.topic) }
        }
    }

    private func copyAssignment(to target: UnsafeMutablePointer<millrace_topic_partition>?, capacity: Int) -> UInt32 {
        if let target {
            for (index, partition) in assignment.prefix(capacity).enumerated() { target[index] = partition }
        }
        return UInt32(assignment.count)
    }
}

extension UnsafeMutableRawPointer? {
    fileprivate var sinkTask: SinkTaskContext {
        guard let self else { preconditionFailure("a sink task called the host with a NULL context") }
        return Unmanaged<SinkTaskContext>.fromOpaque(self).takeUnretainedValue()
    }
}

private func offsets(_ pointer: UnsafePointer<millrace_topic_offset>?, _ count: UInt32) -> [SinkOffset] {
    UnsafeBufferPointer(start: pointer, count: pointer == nil ? 0 : Int(count)).map {
        SinkOffset(SinkPartition(topic: $0.topic.tolerantString, partition: $0.partition), offset: $0.offset)
    }
}

private func partitions(_ pointer: UnsafePointer<millrace_topic_partition>?, _ count: UInt32) -> [SinkPartition] {
    UnsafeBufferPointer(start: pointer, count: pointer == nil ? 0 : Int(count)).map {
        SinkPartition(topic: $0.topic.tolerantString, partition: $0.partition)
    }
}

/// Topic names in memory that stays in its place for as long as the task: a task sees few of them.
private final class TopicNames {
    private let memory = TextMemory()
    private var texts: [String: millrace_string] = [:]

    subscript(topic: String) -> millrace_string {
        if let text = texts[topic] { return text }
        let text = memory.add(topic)
        texts[topic] = text
        return text
    }
}
