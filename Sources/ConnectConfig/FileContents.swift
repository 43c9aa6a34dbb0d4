import Glibc

/// Reads configuration files, which are small, without Foundation.
public enum FileContents {
    /// The bytes of a file.
    ///
    /// - Throws: if it cannot be read, with its name and the system's reason.
    public static func read(_ path: String) throws(ConfigError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            var count = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, initialized in
                count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                initialized = max(0, count)
            }
            if count > 0 {
                bytes += chunk
            } else if count == 0 {
                return bytes
            } else if errno != EINTR {
                throw failure(path)
            }
        }
    }

    /// Whether there is a file of this name.
    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func failure(_ path: String) -> ConfigError {
        ConfigError("Cannot read file \(path): \(String(cString: strerror(errno)))")
    }
}
