import CMillrace
public import ConnectData

/// An instance of a plugin's config provider. Every call belongs to the main thread of the provider's process.
public final class HostedConfigProvider {
    private let instance: PluginInstance
    private let functions: millrace_config_provider_functions

    /// Makes an instance and configures it.
    public init(_ provider: PluginClass, _ config: [String: String]) throws(ConnectError) {
        functions = provider.functions()
        instance = try PluginInstance(provider, create: functions.create, destroy: functions.destroy)
        try PluginConfig.lend(config) { config throws(ConnectError) in
            try instance.call("configure", functions.configure) { $0($1, config, $2) }
        }
    }

    /// The values of `keys` (all that there are if it is empty) at `path`, and the milliseconds after which they should
    /// be read again, or nil for never. The values are secrets.
    public func get(
        path: String, keys: [String]
    ) throws(ConnectError) -> (values: [String: String], lifetime: Int64?) {
        let memory = TextMemory()
        let path = memory.add(path)
        let names = keys.map(memory.add)
        var lifetime: Int64 = -1
        let configs = try PluginConfigSink.collect { sink throws(ConnectError) in
            try instance.call("get", functions.get) { $0($1, path, names, UInt32(names.count), sink, &lifetime, $2) }
        }
        let values = configs.reduce(into: [:]) { $0.merge($1) { _, last in last } }
        return withExtendedLifetime(memory) { (values, lifetime < 0 ? nil : lifetime) }
    }

    /// Ends the instance; nothing may be called afterwards.
    public func destroy() { instance.destroy() }
}
