import Glibc

/// Loads a shared object, and the libraries that lie beside it. Nothing is ever unloaded: threads, exit handlers and
/// Swift metadata of a plugin may outlive its last call.
struct PluginFile {
    let path: String

    /// The handle of dlopen.
    func open() throws(PluginLoadError) -> UnsafeMutableRawPointer {
        // Without a slash dlopen would search the system's libraries.
        let file = path.contains("/") ? path : "./\(path)"
        try ELFCheck(path: path).check()
        var found: Set<String> = []
        while true {
            if let handle = dlopen(file, RTLD_NOW | RTLD_LOCAL) { return handle }
            let message = dlerror().map { String(cString: $0) } ?? "dlopen gave no reason"
            guard let library = Self.missingLibrary(message), found.insert(library).inserted,
                let neighbour = neighbour(library)
            else { throw PluginLoadError(path, explain(message)) }
            try PluginFile(path: neighbour).openDependency(of: path)
        }
    }

    /// A library that is loaded already is found by its name, wherever it lies.
    private func openDependency(of plugin: String) throws(PluginLoadError) {
        do {
            _ = try open()
        } catch {
            throw PluginLoadError(plugin, "needs \(path), which cannot be loaded: \(error.reason)")
        }
    }

    /// A library of that name in the plugin's directory or in `lib` below it.
    private func neighbour(_ library: String) -> String? {
        guard !library.contains("/") else { return nil }
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return ["\(directory)/\(library)", "\(directory)/lib/\(library)"].first { access($0, R_OK) == 0 }
    }

    /// The library that dlopen names in `libx.so.1: cannot open shared object file: No such file or directory`.
    private static func missingLibrary(_ message: String) -> String? {
        guard message.hasSuffix("cannot open shared object file: No such file or directory"),
            let colon = message.firstIndex(of: ":")
        else { return nil }
        return String(message[..<colon])
    }

    private func explain(_ message: String) -> String {
        let prefix = "\(path): "
        let said = message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message
        if let library = Self.missingLibrary(message), library != path {
            return "needs the library \(library), which is neither installed nor beside the plugin nor in lib/ there"
        }
        if said.contains("undefined symbol") {
            return "cannot be loaded: \(said); link the library that holds the symbol into the plugin"
        }
        return "cannot be loaded: \(said)"
    }
}
