import CMillrace
import Glibc
public import TaskProtocol

/// A shared object that is loaded and whose descriptors are checked. It stays loaded until the process ends.
public struct PluginLibrary {
    /// The file.
    public let path: String
    /// What is in it, in the plugin's order.
    public let classes: [PluginClass]

    /// Loads a file: its initialisers run, on the calling thread, which should be the process's main thread. A crash,
    /// an endless loop or an `exit` in them is the process's: load only in a process that exists for the plugin.
    public static func load(_ path: String) throws(PluginLoadError) -> PluginLibrary {
        let handle = try PluginFile(path: path).open()
        guard let symbol = dlsym(handle, "millrace_plugin_entry") else {
            throw PluginLoadError(
                path, "exports no millrace_plugin_entry, so it is no Millrace plugin (or its symbol is hidden)")
        }
        typealias Entry = @convention(c) () -> UnsafePointer<millrace_plugin>?
        guard let plugin = unsafeBitCast(symbol, to: Entry.self)() else {  // the type is that of the ABI
            throw PluginLoadError(path, "millrace_plugin_entry returned NULL")
        }
        return PluginLibrary(path: path, classes: try EntryCheck(path: path).check(plugin))
    }

    /// The class of that full name and kind.
    public func find(_ name: String, _ kind: PluginDescription.Kind) throws(PluginLoadError) -> PluginClass {
        if let found = classes.first(where: { $0.name == name && $0.kind == kind }) { return found }
        let present = classes.map { "\($0.name) (\($0.kind))" }.joined(separator: ", ")
        throw PluginLoadError(path, "has no \(kind) \(name); it has \(present)")
    }
}
