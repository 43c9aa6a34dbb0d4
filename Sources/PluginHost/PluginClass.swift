import CMillrace
import ConnectData
public import TaskProtocol

/// A class of a loaded plugin: its descriptor, checked. The memory that it names lives as long as the process.
public struct PluginClass {
    /// What the class is.
    public let kind: PluginDescription.Kind
    /// The full name, such as `com.example.OrdersSourceConnector`.
    public let name: String
    /// The plugin's own version.
    public let version: String

    let descriptor: millrace_descriptor

    init(kind: PluginDescription.Kind, descriptor: millrace_descriptor) {
        self.kind = kind
        self.descriptor = descriptor
        name = descriptor.class_name.string
        version = descriptor.version.string
    }

    /// Other names that configurations may use.
    public var aliases: [String] {
        UnsafeBufferPointer(start: descriptor.aliases, count: Int(descriptor.alias_count)).map(\.string)
    }

    /// The definitions of the configuration's keys.
    var configKeys: [millrace_config_key] {
        guard let config = descriptor.config else { return [] }
        let definition = copyTable(config)
        return (0..<Int(definition.key_count)).map { copyConfigKey(definition, at: $0) }
    }

    /// The class's function table; the kind says which.
    func functions<Table>(_ type: Table.Type = Table.self) -> Table {
        guard let functions = descriptor.functions else {
            preconditionFailure("a class passed its check without functions")
        }
        return copyTable(functions.assumingMemoryBound(to: Table.self))
    }
}
