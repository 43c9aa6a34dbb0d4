import CMillrace
import ConnectData

/// A configuration as a plugin sees it, for the length of one call.
final class PluginConfig {
    private let memory = TextMemory()
    private let entries: UnsafeMutableBufferPointer<millrace_config_entry>
    let pointer: UnsafeMutablePointer<millrace_config>

    init(_ config: [String: String]) {
        entries = .allocate(capacity: config.count)
        // In a fixed order, so that a plugin that goes through its configuration does the same every time.
        for (index, key) in config.keys.sorted().enumerated() {
            let entry = millrace_config_entry(name: memory.add(key), value: memory.add(config[key] ?? ""))
            entries.initializeElement(at: index, to: entry)
        }
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: millrace_config(entries: entries.baseAddress, count: UInt32(config.count)))
    }

    deinit {
        pointer.deallocate()
        entries.deallocate()
    }

    /// Runs a call with the configuration, which is gone afterwards.
    static func lend<Result>(
        _ config: [String: String], to call: (UnsafePointer<millrace_config>) throws(ConnectError) -> Result
    ) throws(ConnectError) -> Result {
        let config = PluginConfig(config)
        return try withExtendedLifetime(config) { () throws(ConnectError) in try call(config.pointer) }
    }
}
