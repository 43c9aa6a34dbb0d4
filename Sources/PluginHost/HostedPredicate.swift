import CMillrace
public import ConnectData

/// An instance of a plugin's predicate. Every call belongs to the task's thread.
public final class HostedPredicate {
    private let instance: PluginInstance
    private let functions: millrace_predicate_functions

    /// Makes an instance and configures it.
    public init(_ predicate: PluginClass, _ config: [String: String]) throws(ConnectError) {
        functions = predicate.functions()
        instance = try PluginInstance(predicate, create: functions.create, destroy: functions.destroy)
        try PluginConfig.lend(config) { config throws(ConnectError) in
            try instance.call("configure", functions.configure) { $0($1, config, $2) }
        }
    }

    /// Sets `results[i]` to 0 or 1 for each record from `index` on. After an error `index` is the record that failed.
    ///
    /// - Parameter results: room for one result for each record of the batch.
    public func test(
        _ batch: Batch, from index: inout Int, results: UnsafeMutableBufferPointer<UInt8>
    ) throws(ConnectError) {
        precondition(results.count >= batch.count, "a predicate needs room for one result for each record")
        try instance.callFrom(&index, of: batch, "test") {
            functions.test?($0, batch.pointer, $1, results.baseAddress, $2) ?? 0
        }
    }

    /// Ends the instance; nothing may be called afterwards.
    public func destroy() { instance.destroy() }
}
