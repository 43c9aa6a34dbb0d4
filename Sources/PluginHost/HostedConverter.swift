import CMillrace
public import ConnectData

/// An instance of a plugin's converter, for keys or for values. Every call belongs to the task's thread.
///
/// What a conversion leaves in the batch has not been checked: run `BatchCheck` on it.
public final class HostedConverter {
    /// Which part of a record an instance converts.
    public enum Side: Int32, Sendable {
        /// The record's key.
        case key = 1
        /// The record's value.
        case value = 2
    }

    private let instance: PluginInstance
    private let functions: millrace_converter_functions

    /// Makes an instance and configures it.
    public init(_ converter: PluginClass, _ config: [String: String], side: Side) throws(ConnectError) {
        functions = converter.functions()
        instance = try PluginInstance(converter, create: functions.create, destroy: functions.destroy)
        try PluginConfig.lend(config) { config throws(ConnectError) in
            try instance.call("configure", functions.configure) { $0($1, config, side.rawValue, $2) }
        }
    }

    /// Values to bytes, in place, from record `index` on. After an error `index` is the record that failed.
    public func fromConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try instance.callFrom(&index, of: batch, "fromConnectData") {
            functions.from_connect?($0, batch.pointer, $1, $2) ?? 0
        }
    }

    /// Bytes to values, in place, from record `index` on. After an error `index` is the record that failed.
    public func toConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try instance.callFrom(&index, of: batch, "toConnectData") {
            functions.to_connect?($0, batch.pointer, $1, $2) ?? 0
        }
    }

    /// Ends the instance; nothing may be called afterwards.
    public func destroy() { instance.destroy() }
}

extension PluginInstance {
    /// A call that works on a batch from a record on, and says which record failed.
    func callFrom(
        _ index: inout Int, of batch: Batch, _ name: StaticString,
        _ body: (UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<millrace_error>) ->
            millrace_status
    ) throws(ConnectError) {
        let count = batch.count
        var isDone = false
        while !isDone {
            let first = index
            var position = UInt32(first)
            do throws(ConnectError) {
                try errors.check(name) { body(pointer, &position, $0) }
                isDone = true
            } catch {
                guard (first..<min(count, batch.count)).contains(Int(position)) else {
                    throw ConnectError(
                        .fatal,
                        "\(plugin.name): \(name) failed and named record \(position) of records "
                            + "\(first) to \(count - 1): \(error.message)")
                }
                index = Int(position)
                guard batch.records[index].isDropped else { throw error }
                // The step should have passed over it: nobody waits for what becomes of a dropped record.
                index += 1
                isDone = index == count
            }
        }
        guard batch.count == count else {
            throw ConnectError(
                .fatal, "\(plugin.name): \(name) changed the number of records from \(count) to \(batch.count)")
        }
        index = count
    }
}
