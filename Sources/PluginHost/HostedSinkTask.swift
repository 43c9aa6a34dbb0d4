import CMillrace
public import ConnectData

/// An instance of a plugin's sink task. Every call belongs to the task's thread.
public final class HostedSinkTask {
    private let instance: PluginInstance
    private let functions: millrace_sink_task_functions
    private let context: SinkTaskContext

    /// Makes an instance of the task of a sink connector.
    public init(_ connector: PluginClass, services: any SinkTaskServices) throws(ConnectError) {
        let sink: millrace_sink_connector_functions = connector.functions()
        functions = copyTable(sink.task)
        context = SinkTaskContext(services)
        instance = try PluginInstance(connector, create: functions.create, destroy: functions.destroy)
    }

    deinit { instance.destroy() }

    /// Begins.
    public func start(_ config: [String: String]) throws(ConnectError) {
        try PluginConfig.lend(config) { config throws(ConnectError) in
            try instance.call("start", functions.start) { $0($1, context.table, config, $2) }
        }
    }

    /// Says that partitions were assigned.
    public func open(_ partitions: [SinkPartition]) throws(ConnectError) {
        let partitions = partitions.map(context.partition)
        context.add(partitions)
        try instance.call("open", functions.open) { $0($1, partitions, UInt32(partitions.count), $2) }
    }

    /// Says that partitions were taken away. The task's assignment is without them when the call has returned.
    public func close(_ partitions: [SinkPartition]) throws(ConnectError) {
        let partitions = partitions.map(context.partition)
        defer { context.remove(partitions) }
        try instance.call("close", functions.close) { $0($1, partitions, UInt32(partitions.count), $2) }
    }

    /// Gives records. The task may have retained the batch: one that is not uniquely referenced afterwards must be left
    /// alone. After `.retriable` the same batch is to be put again.
    public func put(_ batch: Batch) throws(ConnectError) {
        ErrantReporterExtension.current = .init(batch: batch, services: context.services)
        defer { ErrantReporterExtension.current = nil }
        try instance.call("put", functions.put) { $0($1, batch.pointer, $2) }
    }

    /// Asks what may be committed, given how far records were put: the task lowers offsets or leaves partitions out. A
    /// task that has only `flush`, or neither, lets everything be committed.
    public func preCommit(_ offsets: [SinkOffset]) throws(ConnectError) -> [SinkOffset] {
        var answer = offsets.map(context.offset)
        guard functions.pre_commit != nil else {
            try instance.call("flush", functions.flush) { $0($1, answer, UInt32(answer.count), $2) }
            return offsets
        }
        try instance.call("preCommit", functions.pre_commit) { $0($1, &answer, UInt32(answer.count), $2) }
        // The task may change nothing but the offsets: the partitions are still ours.
        return zip(offsets, answer).compactMap { asked, answered in
            answered.offset < 0 ? nil : SinkOffset(asked.partition, offset: answered.offset)
        }
    }

    /// Ends what `start` began.
    public func stop() throws(ConnectError) {
        try instance.call("stop", functions.stop) { $0($1, $2) }
    }

    /// Ends the instance; nothing may be called afterwards.
    public func destroy() { instance.destroy() }
}
