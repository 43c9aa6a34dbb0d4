public import CMillrace
public import ConnectData

/// An instance of a plugin's source task. Every call belongs to the task's thread.
///
/// What a `poll` gives has not been checked: run `BatchCheck` on it.
public final class HostedSourceTask {
    private let instance: PluginInstance
    private let functions: millrace_source_task_functions
    private let context: OffsetContext
    private let table: UnsafeMutablePointer<millrace_source_task_context>

    /// Makes an instance of the task of a source connector.
    public init(_ connector: PluginClass, offsets: any SourceOffsetReader) throws(ConnectError) {
        let source: millrace_source_connector_functions = connector.functions()
        functions = copyTable(source.task)
        context = OffsetContext(offsets)
        table = .allocate(capacity: 1)
        table.initialize(
            to: millrace_source_task_context(
                size: UInt32(MemoryLayout<millrace_source_task_context>.size), reserved: 0, context: context.pointer,
                host: HostTable.pointer, read_offsets: readOffsets))
        do {
            instance = try PluginInstance(connector, create: functions.create, destroy: functions.destroy)
        } catch {
            table.deallocate()
            throw error
        }
        stop = SourceTaskStop(instance: instance, function: functions.stop)
    }

    deinit {
        instance.destroy()
        table.deallocate()
    }

    /// Asks the task to end, from another thread than the task's.
    public let stop: SourceTaskStop

    /// Begins.
    public func start(_ config: [String: String]) throws(ConnectError) {
        try PluginConfig.lend(config) { config throws(ConnectError) in
            try instance.call("start", functions.start) { $0($1, table, config, $2) }
        }
    }

    /// The next records, or nil if there are none now.
    public func poll() throws(ConnectError) -> Batch? {
        var filled: UnsafeMutablePointer<millrace_batch>?
        do throws(ConnectError) {
            try instance.call("poll", functions.poll) { $0($1, &filled, $2) }
        } catch {
            if let filled { _ = Batch.takeBack(filled) }
            throw error
        }
        return filled.map(Batch.takeBack)
    }

    /// Says that the offsets of all that was acknowledged are committed.
    public func commit() throws(ConnectError) {
        try instance.call("commit", functions.commit) { $0($1, $2) }
    }

    /// Whether the task wants to be told of acknowledgements: only then are tokens worth keeping.
    public var wantsAcknowledgements: Bool { functions.acknowledged != nil }

    /// Says which records are in Kafka or were dropped.
    public func acknowledged(_ records: UnsafeBufferPointer<millrace_acknowledgement>) throws(ConnectError) {
        guard !records.isEmpty else { return }
        try instance.call("acknowledged", functions.acknowledged) {
            $0($1, records.baseAddress, UInt32(records.count), $2)
        }
    }

    /// Ends the instance; nothing may be called afterwards, and `stop` must have returned.
    public func destroy() { instance.destroy() }
}

/// A source task's `stop`: the one call that may come from another thread than the task's.
public struct SourceTaskStop: @unchecked Sendable {  // the ABI lets stop run beside the other calls
    private let errors: PluginErrors
    private let pointer: UnsafeMutableRawPointer?
    private let function:
        (@convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<millrace_error>?) -> millrace_status)?

    init(
        instance: PluginInstance,
        function: (@convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<millrace_error>?) -> millrace_status)?
    ) {
        // A buffer of its own: the task's may be in use by the call that is to end.
        errors = PluginErrors(className: instance.plugin.name)
        pointer = instance.pointer
        self.function = function
    }

    /// Asks the task to end; once, after `start`, before `destroy`.
    public func callAsFunction() throws(ConnectError) {
        guard let function else { return }
        try errors.check("stop") { function(pointer, $0) }
    }
}
