internal import Glibc
internal import TaskProtocol

/// The directories of `plugin.path`, as they are now.
///
/// As in Connect, an entry of such a directory is one plugin: a file, or a directory with a file and what it needs.
struct PluginPath: Sendable {
    /// What the directories hold.
    struct Listing: Sendable, Equatable {
        /// Shared objects, in the order of `plugin.path`, and by name in each directory.
        var files: [PluginFile] = []
        /// Why an entry cannot be a plugin, or a directory not be read, by its path.
        var refusals: [String: String] = [:]
    }

    let directories: [String]

    /// Reads the directories.
    func list() -> Listing {
        var listing = Listing()
        for directory in directories {
            do {
                for name in try Self.names(in: directory) { Self.add(name, in: directory, to: &listing) }
            } catch {
                listing.refusals[directory] = "\(error)"
            }
        }
        // A link (libx.so -> libx.so.1) is another name of one plugin, not another plugin.
        var seen: Set<PluginFile.Content> = []
        listing.files.removeAll { !seen.insert($0.content).inserted }
        return listing
    }

    private static func add(_ name: String, in directory: String, to listing: inout Listing) {
        let path = "\(directory)/\(name)"
        if let file = PluginFile(path: path, mayBePrivateLibrary: false) {
            if isSharedObject(name) {
                listing.files.append(file)
            } else {
                listing.refusals[path] = reasonToRefuse(path)
            }
            return
        }
        guard let names = try? names(in: path) else {
            listing.refusals[path] = "it is neither a file nor a directory that can be read"
            return
        }
        let libraries = names.filter(isSharedObject)
        listing.files += libraries.compactMap { PluginFile(path: "\(path)/\($0)", mayBePrivateLibrary: true) }
        if libraries.isEmpty { listing.refusals[path] = "the directory holds no shared object (.so)" }
    }

    /// Whether a name ends with `.so` or `.so.` and a version in digits. A backup (`.so.bak`) or a file that is being
    /// put in place (`.so.new`) must not take the place of the plugin.
    private static func isSharedObject(_ name: String) -> Bool {
        name.wholeMatch(of: /.*\.so(\.[0-9]+)*/) != nil
    }

    private static func reasonToRefuse(_ path: String) -> String {
        if path.hasSuffix(".jar") || path.hasSuffix(".zip") || path.hasSuffix(".class") {
            return "it is written for the JVM; Millrace loads native plugins (.so)"
        }
        return "its name does not end with .so, or with .so and a version such as .so.1.2"
    }

    /// The names in a directory, without hidden ones, in order.
    private static func names(in directory: String) throws(SystemError) -> [String] {
        guard let stream = opendir(directory) else { throw SystemError("read the directory") }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
