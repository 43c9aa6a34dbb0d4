public import CMillrace
public import ConnectConfig
public import ConnectData
import TaskProtocol

/// What a running connector may ask of the host.
public protocol ConnectorServices: SourceOffsetReader, Sendable {
    /// Has `taskConfigs` called again, soon. Any thread.
    func requestTaskReconfiguration()
    /// Fails the connector. Any thread.
    func raiseError(_ message: String)
}

/// An instance of a plugin's source or sink connector. Every call belongs to the main thread of the connector's process.
public final class HostedConnector {
    /// What a source connector says of exactly-once, and of transaction boundaries of its own (KIP-618).
    public enum Support: Sendable {
        case supported
        case unsupported
        /// The connector does not answer the question.
        case unknown
    }

    private let instance: PluginInstance
    private let functions: millrace_connector_functions
    private let context: ConnectorContext

    /// Makes an instance.
    public init(_ connector: PluginClass, services: any ConnectorServices) throws(ConnectError) {
        functions = connector.connectorFunctions
        context = ConnectorContext(services, isSource: connector.kind == .source)
        instance = try PluginInstance(connector, create: functions.create, destroy: functions.destroy)
    }

    deinit { instance.destroy() }

    /// Begins.
    public func start(_ config: [String: String]) throws(ConnectError) {
        try PluginConfig.lend(config) { config throws(ConnectError) in
            try instance.call("start", functions.start) { $0($1, context.table, config, $2) }
        }
    }

    /// Ends what `start` began.
    public func stop() throws(ConnectError) {
        try instance.call("stop", functions.stop) { $0($1, $2) }
    }

    /// The configurations of at most `maxTasks` tasks; whether the plugin kept to that is for the caller to see.
    public func taskConfigs(maxTasks: Int32) throws(ConnectError) -> [[String: String]] {
        try PluginConfigSink.collect { sink throws(ConnectError) in
            try instance.call("taskConfigs", functions.task_configs) { $0($1, maxTasks, sink, $2) }
        }
    }

    /// Validates a configuration: by the definition of its keys, then by the connector itself, which does not see nulls.
    /// State: not started.
    public func validate(_ config: [String: String?]) throws(ConnectError) -> [ConfigValue] {
        var values = instance.plugin.configDef.validate(config)
        let complaints = try PluginComplaints.collect { sink throws(ConnectError) in
            try PluginConfig.lend(config.compactMapValues { $0 }) { config throws(ConnectError) in
                try instance.call("validate", functions.validate) { $0($1, config, sink, $2) }
            }
        }
        for (name, message) in complaints {
            if let index = values.firstIndex(where: { $0.name == name }) {
                values[index].errors.append(message)
            } else {
                values.append(ConfigValue(name: name, errors: [message]))
            }
        }
        return values
    }

    /// Whether a source connector supports exactly-once under a configuration.
    public func exactlyOnceSupport(_ config: [String: String]) throws(ConnectError) -> Support {
        try ask("exactlyOnceSupport", sourceFunctions()?.exactly_once_support, config)
    }

    /// Whether a source connector's tasks can define transaction boundaries under a configuration.
    public func transactionBoundaries(_ config: [String: String]) throws(ConnectError) -> Support {
        try ask("canDefineTransactionBoundaries", sourceFunctions()?.transaction_boundaries, config)
    }

    private func sourceFunctions() -> millrace_source_connector_functions? {
        instance.plugin.kind == .source ? instance.plugin.functions() : nil
    }

    private typealias Question =
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<millrace_config>?, UnsafeMutablePointer<Int32>?,
            UnsafeMutablePointer<millrace_error>?
        ) -> millrace_status

    private func ask(
        _ name: StaticString, _ question: Question?, _ config: [String: String]
    ) throws(ConnectError) -> Support {
        var answer: Int32 = -1
        try PluginConfig.lend(config) { config throws(ConnectError) in
            try instance.call(name, question) { $0($1, config, &answer, $2) }
        }
        switch Int(answer) {
        case Int(MILLRACE_SUPPORTED): return .supported
        case Int(MILLRACE_UNSUPPORTED): return .unsupported
        default: return .unknown
        }
    }

    /// Asks a source connector to check offsets that an operator wants to write; a null offset is a reset. True if the
    /// connector takes care of them itself.
    ///
    /// - Parameters:
    ///   - partitions: maps, in memory that outlives the call.
    ///   - offsets: one map or null for each partition.
    public func alterOffsets(
        partitions: UnsafeBufferPointer<Value>, offsets: UnsafeBufferPointer<Value>, _ config: [String: String]
    ) throws(ConnectError) -> Bool {
        precondition(partitions.count == offsets.count, "one offset for each partition")
        var accepted: Int32 = 0
        try PluginConfig.lend(config) { config throws(ConnectError) in
            try instance.call("alterOffsets", sourceFunctions()?.alter_offsets) {
                $0($1, config, partitions.baseAddress, offsets.baseAddress, UInt32(partitions.count), &accepted, $2)
            }
        }
        return accepted != 0
    }

    /// Asks a sink connector to check consumer offsets that an operator wants to write; -1 is a reset. True if the
    /// connector takes care of them itself.
    public func alterOffsets(_ offsets: [SinkOffset], _ config: [String: String]) throws(ConnectError) -> Bool {
        guard instance.plugin.kind == .sink else { return false }
        let sink: millrace_sink_connector_functions = instance.plugin.functions()
        let topics = TextMemory()
        let offsets = offsets.map {
            millrace_topic_offset(
                topic: topics.add($0.partition.topic), offset: $0.offset, partition: $0.partition.partition, reserved: 0
            )
        }
        var accepted: Int32 = 0
        try PluginConfig.lend(config) { config throws(ConnectError) in
            try instance.call("alterOffsets", sink.alter_offsets) {
                $0($1, config, offsets, UInt32(offsets.count), &accepted, $2)
            }
        }
        return withExtendedLifetime(topics) { accepted != 0 }
    }

    /// Ends the instance; nothing may be called afterwards.
    public func destroy() { instance.destroy() }
}

extension PluginClass {
    /// The class name of a connector's task, as statuses and metrics show it.
    public var taskClass: String {
        let text: millrace_string
        switch kind {
        case .source: text = functions(millrace_source_connector_functions.self).task_class
        case .sink: text = functions(millrace_sink_connector_functions.self).task_class
        default: return name
        }
        return text.isPresent ? text.string : name
    }

    fileprivate var connectorFunctions: millrace_connector_functions {
        switch kind {
        case .source: copyTable(functions(millrace_source_connector_functions.self).connector)
        case .sink: copyTable(functions(millrace_sink_connector_functions.self).connector)
        default: preconditionFailure("\(name) is a \(kind), not a connector")
        }
    }
}
