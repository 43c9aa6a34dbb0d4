import Glibc

/// Reads configuration files, which are small, without Foundation.
public enum FileContents {
    /// The bytes of a file.
    ///
    /// - Throws: if it cannot be read, with its name and the system's reason.
    public static func read(_ path: String) throws(ConfigError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        do throws(ReadFailure) {
            return try readAll(descriptor)
        } catch {
            throw failure(path, error.code)
        }
    }

    private struct ReadFailure: Error {
        let code: Int32
    }

    private static func readAll(_ descriptor: Int32) throws(ReadFailure) -> [UInt8] {
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
                throw ReadFailure(code: errno)
            }
        }
    }

    /// The most bytes of a file with values of configurations.
    static let largestValues = 16 << 20

    /// The text of a file that a configuration names: what is no file, or too large, would stop the reader for ever.
    ///
    /// - Throws: the reason alone; the caller names the file.
    static func readText(_ path: String) throws(ConfigError) -> String {
        guard let text = String(validating: try readValues(path), as: UTF8.self) else {
            throw ConfigError("It is not UTF-8")
        }
        return text
    }

    private static func readValues(_ path: String) throws(ConfigError) -> [UInt8] {
        var status = stat()
        guard stat(path, &status) == 0 else { throw ConfigError(String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw ConfigError("It is not a file") }
        guard status.st_size <= largestValues else {
            throw ConfigError("It has more than \(largestValues >> 20) MiB")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw ConfigError(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        do throws(ReadFailure) {
            return try readAll(descriptor)
        } catch {
            throw ConfigError(String(cString: strerror(error.code)))
        }
    }

    /// Whether there is a file of this name.
    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func failure(_ path: String, _ code: Int32) -> ConfigError {
        ConfigError("Cannot read file \(path): \(String(cString: strerror(code)))")
    }
}
