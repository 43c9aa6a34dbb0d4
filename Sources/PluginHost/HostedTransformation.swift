import CMillrace
public import ConnectData

/// An instance of a plugin's transformation. Every call belongs to the task's thread.
///
/// What a transformation leaves in the batch has not been checked: run `BatchCheck` on it.
public final class HostedTransformation {
    private let instance: PluginInstance
    private let functions: millrace_transformation_functions

    /// Makes an instance and configures it.
    public init(_ transformation: PluginClass, _ config: [String: String]) throws(ConnectError) {
        functions = transformation.functions()
        instance = try PluginInstance(transformation, create: functions.create, destroy: functions.destroy)
        try PluginConfig.lend(config) { config throws(ConnectError) in
            try instance.call("configure", functions.configure) { $0($1, config, $2) }
        }
    }

    /// Transforms the records in place, from record `index` on. After an error `index` is the record that failed.
    public func apply(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try instance.callFrom(&index, of: batch, "apply") { functions.apply?($0, batch.pointer, $1, $2) ?? 0 }
    }

    /// Ends the instance; nothing may be called afterwards.
    public func destroy() { instance.destroy() }
}
