import CMillrace
import ConnectConfig
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
            aliases: aliases, keys: configDef.keys.map(PluginConfigKey.init))
    }
}
