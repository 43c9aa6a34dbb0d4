import CMillrace
import ConnectData
public import TaskProtocol

/// Reads what is in a plugin's file. No instance is made, but the file's initialisers run: only in a process that
/// exists for the scan.
public enum PluginScanner {
    /// Describes every class of the file.
    public static func scan(_ path: String) throws(PluginLoadError) -> [PluginDescription] {
        try PluginLibrary.load(path).classes.map(\.description)
    }
}

extension PluginClass {
    /// What the daemon needs to know of the class.
    public var description: PluginDescription {
        PluginDescription(
            kind: kind, className: name, version: version, documentation: descriptor.documentation.string,
            aliases: aliases, keys: configKeys.map(PluginConfigKey.init))
    }
}

extension PluginConfigKey {
    fileprivate init(_ key: millrace_config_key) {
        self.init(
            name: key.name.string, type: UInt8(key.type), importance: key.statedImportance, width: UInt8(key.width),
            flags: key.flags, defaultValue: key.default_value.stringIfPresent, documentation: key.documentation.string,
            group: key.group.stringIfPresent, displayName: key.display_name.stringIfPresent,
            orderInGroup: key.order_in_group,
            dependents: UnsafeBufferPointer(start: key.dependents, count: Int(key.dependent_count)).map(\.string))
    }
}
