import CMillrace
import ConnectData

/// Takes the configurations that a plugin produces: one for each task, or the values of a provider.
final class PluginConfigSink {
    private var configs: [[String: String]] = []
    private var complaint: String?

    /// Runs a call that gives configurations, and returns them in order.
    static func collect(
        _ call: (UnsafePointer<millrace_config_sink>) throws(ConnectError) -> Void
    ) throws(ConnectError) -> [[String: String]] {
        let sink = PluginConfigSink()
        var table = millrace_config_sink(
            size: UInt32(MemoryLayout<millrace_config_sink>.size),
            context: Unmanaged.passUnretained(sink).toOpaque(), add: addToConfigSink)
        try withExtendedLifetime(sink) { () throws(ConnectError) in try call(&table) }
        if let complaint = sink.complaint { throw ConnectError(.fatal, complaint) }
        return sink.configs
    }

    fileprivate func add(_ config: millrace_config) {
        var copy: [String: String] = [:]
        for entry in UnsafeBufferPointer(start: config.entries, count: config.entries == nil ? 0 : Int(config.count)) {
            guard entry.name.isUsable, entry.value.isUsable else {
                complaint = "The plugin gave a configuration with a name or a value that is absent or not UTF-8"
                return
            }
            copy[entry.name.string] = entry.value.string
        }
        configs.append(copy)
    }
}

private func addToConfigSink(_ context: UnsafeMutableRawPointer?, _ config: UnsafePointer<millrace_config>?) {
    guard let context, let config else { return }
    Unmanaged<PluginConfigSink>.fromOpaque(context).takeUnretainedValue().add(config.pointee)
}
