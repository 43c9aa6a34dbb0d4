import CMillrace
import ConnectData

/// Checks the entry of a plugin: the version before anything else is read.
struct EntryCheck {
    let path: String

    func check(_ plugin: UnsafePointer<millrace_plugin>) throws(PluginLoadError) -> [PluginClass] {
        guard UInt(bitPattern: plugin) % 8 == 0 else {
            throw PluginLoadError(path, "millrace_plugin_entry returned a pointer that is not aligned")
        }
        // These three members never change their place.
        let start = UnsafeRawPointer(plugin)
        let size = start.load(as: UInt32.self)
        try check(
            major: start.load(fromByteOffset: 4, as: UInt16.self), minor: start.load(fromByteOffset: 6, as: UInt16.self)
        )
        guard size >= MemoryLayout<millrace_plugin>.size else {
            throw PluginLoadError(
                path,
                "has an entry of size \(size), expected \(MemoryLayout<millrace_plugin>.size); "
                    + "set size to sizeof(millrace_plugin)")
        }
        let entry = copyTable(plugin)
        try check(runtime: entry.runtime)
        return try classes(entry)
    }

    private func check(major: UInt16, minor: UInt16) throws(PluginLoadError) {
        let hostMajor = UInt16(MILLRACE_ABI_MAJOR)
        let hostMinor = UInt16(MILLRACE_ABI_MINOR)
        let fits = major == hostMajor && (hostMajor == 0 ? minor == hostMinor : minor <= hostMinor)
        guard !fits else { return }
        let isNewer = major > hostMajor || major == hostMajor && minor > hostMinor
        throw PluginLoadError(
            path,
            "was built for version \(major).\(minor) of the plugin ABI, this worker has \(hostMajor).\(hostMinor); "
                + (isNewer
                    ? "upgrade the worker or install an older plugin"
                    : "rebuild the plugin with the headers of this worker"))
    }

    private func check(runtime: millrace_string) throws(PluginLoadError) {
        guard let needed = runtime.stringIfPresent, needed != swiftRuntime else { return }
        let advice =
            needed.hasPrefix("swift ")
            ? "build the plugin with \(swiftRuntime.replacing("swift", with: "Swift"))"
            : "this worker offers no other runtime than \(swiftRuntime)"
        throw PluginLoadError(path, "needs the runtime \"\(needed)\", this worker has \"\(swiftRuntime)\"; \(advice)")
    }

    private func classes(_ entry: millrace_plugin) throws(PluginLoadError) -> [PluginClass] {
        guard entry.descriptor_count > 0, let descriptors = entry.descriptors else {
            throw PluginLoadError(path, "describes no class")
        }
        guard entry.descriptor_count <= 10_000 else {
            throw PluginLoadError(path, "says that it describes \(entry.descriptor_count) classes")
        }
        var classes: [PluginClass] = []
        for index in 0..<Int(entry.descriptor_count) {
            var check = DescriptorCheck(path: path, index: index)
            let found = try check.check(descriptors[index])
            guard !classes.contains(where: { $0.name == found.name && $0.kind == found.kind }) else {
                throw PluginLoadError(path, "describes \(found.name) twice")
            }
            classes.append(found)
        }
        return classes
    }
}
