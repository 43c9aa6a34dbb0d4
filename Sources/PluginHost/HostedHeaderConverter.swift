public import CMillrace
public import ConnectData

/// An instance of a plugin's header converter. Every call belongs to the task's thread.
///
/// What a conversion leaves in the header has not been checked.
public final class HostedHeaderConverter {
    private let instance: PluginInstance
    private let functions: millrace_header_converter_functions

    /// Makes an instance and configures it.
    public init(_ converter: PluginClass, _ config: [String: String]) throws(ConnectError) {
        functions = converter.functions()
        instance = try PluginInstance(converter, create: functions.create, destroy: functions.destroy)
        try PluginConfig.lend(config) { config throws(ConnectError) in
            try instance.call("configure", functions.configure) { $0($1, config, $2) }
        }
    }

    /// A header's value to bytes, in place, with new memory from `memory`.
    public func fromConnect(_ header: inout Header, topic: Text, memory: Batch) throws(ConnectError) {
        try instance.call("fromConnectHeader", functions.from_connect) { $0($1, topic, &header, memory.pointer, $2) }
    }

    /// A header's bytes to a value, in place, with new memory from `memory`.
    public func toConnect(_ header: inout Header, topic: Text, memory: Batch) throws(ConnectError) {
        try instance.call("toConnectHeader", functions.to_connect) { $0($1, topic, &header, memory.pointer, $2) }
    }

    /// Ends the instance; nothing may be called afterwards.
    public func destroy() { instance.destroy() }
}
