import CMillrace
import ConnectData

/// What the `self` of a source task's functions points to.
final class SourceTaskBox {
    let task: any SourceTask

    init(_ task: any SourceTask) {
        self.task = task
    }
}

func sourceTaskTable(_ type: any SourceTask.Type) -> millrace_source_task_functions {
    millrace_source_task_functions(
        size: UInt32(MemoryLayout<millrace_source_task_functions>.size), reserved: 0,
        create: ExportedClass.createTask,
        destroy: { destroyInstance($0) },
        start: { box, context, config, error in
            barrier(error) {
                guard let context else { throw ConnectError(.fatal, "the host starts a task without a context") }
                try instance(box, SourceTaskBox.self).task.start(properties(config), SourceTaskContext(context))
            }
        },
        poll: { box, result, error in
            result?.pointee = nil
            return barrier(error) {
                if let batch = try instance(box, SourceTaskBox.self).task.poll() { result?.pointee = batch.handOver() }
            }
        },
        commit: { box, error in
            barrier(error) { try instance(box, SourceTaskBox.self).task.commit() }
        },
        acknowledged: type is any AcknowledgedSourceTask.Type ? acknowledged : nil,
        stop: { box, error in
            barrier(error) { try instance(box, SourceTaskBox.self).task.stop() }
        })
}

private func acknowledged(
    _ box: UnsafeMutableRawPointer?, _ records: UnsafePointer<millrace_acknowledgement>?, _ count: UInt32,
    _ error: UnsafeMutablePointer<millrace_error>?
) -> millrace_status {
    barrier(error) {
        guard let task = instance(box, SourceTaskBox.self).task as? any AcknowledgedSourceTask else { return }
        try task.acknowledged(UnsafeBufferPointer(start: records, count: Int(count)))
    }
}
