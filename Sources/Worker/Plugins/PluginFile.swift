internal import Glibc

/// A file in `plugin.path` that may be a plugin.
struct PluginFile: Sendable, Hashable {
    /// What tells one content of a path from the next: a file that was replaced or rewritten differs in it.
    struct Content: Sendable, Hashable {
        let device: UInt64
        let inode: UInt64
        let size: Int64
        let seconds: Int64
        let nanoseconds: Int64
    }

    let path: String
    let content: Content
    /// Whether it lies in a plugin's own directory, where private libraries lie beside plugins.
    let mayBePrivateLibrary: Bool

    /// Nil if the path is no regular file.
    init?(path: String, mayBePrivateLibrary: Bool) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        self.path = path
        self.mayBePrivateLibrary = mayBePrivateLibrary
        content = Content(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
            seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
    }

    /// Whether the file holds the name of the symbol that every plugin exports. What does not hold it is no plugin, and
    /// this is known without running a library's initialisers.
    var namesEntrySymbol: Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, content.size > 0 else { return false }
        defer { close(descriptor) }
        let count = Int(content.size)
        guard let bytes = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), bytes != MAP_FAILED else {
            return false
        }
        defer { munmap(bytes, count) }
        return Self.contains("millrace_plugin_entry", in: UnsafeRawBufferPointer(start: bytes, count: count))
    }

    private static func contains(_ text: String, in bytes: UnsafeRawBufferPointer) -> Bool {
        let text = Array(text.utf8)
        var rest = bytes[...]
        while rest.count >= text.count, let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress,
            let found = memchr(start, Int32(text[0]), rest.count - text.count + 1)
        {
            if memcmp(found, text, text.count) == 0 { return true }
            rest = rest.dropFirst(UnsafeRawPointer(found) - start + 1)
        }
        return false
    }
}
