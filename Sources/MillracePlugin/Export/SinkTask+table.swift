import CMillrace
import ConnectData

/// What the `self` of a sink task's functions points to.
final class SinkTaskBox {
    let task: any SinkTask

    init(_ task: any SinkTask) {
        self.task = task
    }
}

var sinkTaskTable: millrace_sink_task_functions {
    millrace_sink_task_functions(
        size: UInt32(MemoryLayout<millrace_sink_task_functions>.size), reserved: 0,
        create: ExportedClass.createTask,
        destroy: { destroyInstance($0) },
        start: { box, context, config, error in
            barrier(error) {
                guard let context else { throw ConnectError(.fatal, "the host starts a task without a context") }
                try instance(box, SinkTaskBox.self).task.start(properties(config), SinkTaskContext(context))
            }
        },
        open: { box, partitions, count, error in
            barrier(error) { try instance(box, SinkTaskBox.self).task.open(topicPartitions(partitions, count)) }
        },
        close: { box, partitions, count, error in
            barrier(error) { try instance(box, SinkTaskBox.self).task.close(topicPartitions(partitions, count)) }
        },
        put: { box, batch, error in
            barrier(error) {
                guard let batch else { return }
                try instance(box, SinkTaskBox.self).task.put(SinkRecords(batch))
            }
        },
        // Not called by a host that finds a pre_commit.
        flush: nil,
        pre_commit: { box, offsets, count, error in
            barrier(error) {
                let offsets = UnsafeMutableBufferPointer(start: offsets, count: Int(count))
                let reached = Dictionary(
                    offsets.map { (TopicPartition($0), $0.offset) }, uniquingKeysWith: { first, _ in first })
                let safe = try instance(box, SinkTaskBox.self).task.preCommit(reached)
                for index in offsets.indices { offsets[index].offset = safe[TopicPartition(offsets[index])] ?? -1 }
            }
        },
        stop: { box, error in
            barrier(error) { try instance(box, SinkTaskBox.self).task.stop() }
        })
}

private func topicPartitions(
    _ partitions: UnsafePointer<millrace_topic_partition>?, _ count: UInt32
) -> [TopicPartition] {
    UnsafeBufferPointer(start: partitions, count: Int(count)).map(TopicPartition.init)
}
